/**
 * Tests of routes and of providers.
 *
 * <p>{@link io.github.camelsms.test.SmsSimulatorExtension} starts a simulator for a test of JUnit 5.
 * {@link io.github.camelsms.test.ProviderConformance} is what the author of a provider extends,
 * {@link io.github.camelsms.test.StateStoreConformance} what the author of a store does.
 */
@NullMarked
package io.github.camelsms.test;

import org.jspecify.annotations.NullMarked;
