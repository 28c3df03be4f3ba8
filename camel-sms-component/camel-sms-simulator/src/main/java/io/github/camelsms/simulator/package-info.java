/**
 * A simulator of SMS gateways, for tests in any language and as a program.
 *
 * <p>{@link io.github.camelsms.simulator.SmsSimulator} is what programs in Java use.
 * {@link io.github.camelsms.simulator.ProviderDouble} is what the author of a further gateway implements; the doubles of the
 * known gateways stand in packages of their own and are found by {@link java.util.ServiceLoader}.
 */
@NullMarked
package io.github.camelsms.simulator;

import org.jspecify.annotations.NullMarked;
