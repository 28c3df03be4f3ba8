package io.github.camelsms.internal.client;

import io.github.camelsms.internal.observe.AccountMetrics;
import io.github.camelsms.model.SmsException;
import org.jspecify.annotations.Nullable;

/**
 * What all endpoints share of one account.
 *
 * @param name its name, or the provider id for an account without a name
 * @param limiter null when the account has no rate limit and no pauses
 * @param places bounds the calls that are out at once
 * @param shared keeps pauses and the circuit in step with other nodes; null when there are none
 * @param metrics null when nobody measures
 * @param state what others see of it
 */
record Account(
        String name,
        @Nullable AccountRateLimiter limiter,
        InFlightPlaces places,
        AccountCircuitBreaker circuit,
        @Nullable SharedRest shared,
        @Nullable AccountMetrics metrics,
        AccountState state) {

    /** Learns that a call begins. */
    void used() {
        if (shared != null) {
            shared.used();
        }
    }

    /** Learns that the provider took a call. */
    void succeeded() {
        if (limiter != null) {
            limiter.succeeded();
        }
        circuit.succeeded();
        state.succeeded();
    }

    /** @param answered whether the provider answered at all */
    void failed(SmsException failure, boolean answered) {
        if (limiter != null && answered) {
            limiter.failed(failure);
        }
        circuit.failed(failure);
        state.failed(failure, answered);
    }
}
