/**
 * A simulator of SMS gateways for tests.
 *
 * <p>{@link io.github.camelsms.test.SmsSimulator} is what tests use. {@link io.github.camelsms.test.ProviderDouble} is
 * what the author of a further gateway implements; the doubles of the known gateways stand in packages of their own and
 * are found by {@link java.util.ServiceLoader}.
 */
@NullMarked
package io.github.camelsms.test;

import org.jspecify.annotations.NullMarked;
