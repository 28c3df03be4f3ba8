/**
 * A simulator of SMS gateways for tests, and the suite that every provider passes.
 *
 * <p>{@link io.github.camelsms.test.SmsSimulator} is what tests use. {@link io.github.camelsms.test.ProviderDouble} is
 * what the author of a further gateway implements; the doubles of the known gateways stand in packages of their own and
 * are found by {@link java.util.ServiceLoader}.
 *
 * <p>{@link io.github.camelsms.test.ProviderConformance} is what the author of a provider extends.
 */
@NullMarked
package io.github.camelsms.test;

import org.jspecify.annotations.NullMarked;
