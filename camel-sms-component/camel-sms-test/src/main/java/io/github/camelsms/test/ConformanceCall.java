package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.spi.Operation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An operation with something to go in.
 *
 * @param <I> what goes in
 */
record ConformanceCall<I>(Operation<I, ?> operation, I input) {

    HttpRequest encode() {
        return operation.encode(input);
    }

    boolean repeatable() {
        return operation.repeatable(input);
    }

    /** Decodes and catches what the SPI allows to be thrown; anything else fails the test. */
    Outcome decode(HttpResponse response) {
        try {
            return new Outcome(operation.decode(input, response), null, null);
        } catch (SmsException failure) {
            return new Outcome(null, failure, HttpErrors.of(failure, failure.provider(), repeatable()));
        } catch (RuntimeException other) {
            throw new AssertionError("decode threw what is no SmsException on " + response, other);
        }
    }

    /**
     * How a reply was understood.
     *
     * @param value null when it was a failure
     * @param failure as the provider threw it; null when there was a value
     * @param seen the same as the route sees it
     */
    record Outcome(
            @Nullable Object value,
            @Nullable SmsException failure,
            @Nullable SmsException seen) {

        Object requireValue() {
            if (value == null) {
                throw new AssertionError("expected a value", failure);
            }
            return value;
        }

        SmsException requireSeen() {
            assertThat(seen).as("expected a failure, got %s", value).isNotNull();
            return Objects.requireNonNull(seen);
        }

        /** Everything that tells two outcomes apart. */
        Object comparable() {
            return failure == null ? requireValue() : failure.getClass().getSimpleName() + " " + failure.fault();
        }
    }
}
