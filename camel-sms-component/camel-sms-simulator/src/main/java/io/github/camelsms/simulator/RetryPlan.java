package io.github.camelsms.simulator;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a gateway calls a webhook again.
 *
 * @param patience how long it waits for the reply to an attempt
 * @param waits    span before each further attempt, counted from the end of the one before; empty for a single attempt
 * @param contented which reply ends it
 */
public record RetryPlan(Duration patience, List<Duration> waits, Contented contented) {

    /** Which reply a gateway takes for success. */
    public enum Contented {
        /** Whatever the endpoint answers: it was reached. */
        ANY_REPLY,
        /** A status of 200 to 299. */
        STATUS_2XX,
        /** Status 200 and no other. */
        STATUS_200;

        boolean with(int status) {
            return switch (this) {
                case ANY_REPLY -> true;
                case STATUS_2XX -> status >= 200 && status <= 299;
                case STATUS_200 -> status == 200;
            };
        }
    }

    public RetryPlan {
        if (patience.isNegative() || patience.isZero() || waits.stream().anyMatch(Duration::isNegative)) {
            throw new IllegalArgumentException("Patience must be positive, and waits not negative");
        }
        waits = List.copyOf(waits);
    }

    /** The same plan with another limit for a reply; {@link SmsSimulatorBuilder#retrySpeed} does not change it. */
    public RetryPlan withPatience(Duration patience) {
        return new RetryPlan(patience, waits, contented);
    }

    /** One attempt, and that is all. */
    public RetryPlan withoutRetries() {
        return new RetryPlan(patience, List.of(), contented);
    }

    /** @param status null when there was no reply */
    boolean endsWith(@Nullable Integer status) {
        return status != null && contented.with(status);
    }
}
