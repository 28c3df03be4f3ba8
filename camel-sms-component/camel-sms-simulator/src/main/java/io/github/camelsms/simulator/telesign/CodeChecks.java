package io.github.camelsms.simulator.telesign;

import io.github.camelsms.simulator.SimulatedMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Checks the codes that users typed and counts wrong tries. Thread-safe. */
final class CodeChecks {

    private static final int MOST_TRIES = 3;
    private static final Duration VALIDITY = Duration.ofMinutes(10);

    private final Map<String, Integer> wrongTries = new HashMap<>();

    /** {@code code_state} for a code entered now. */
    synchronized String check(SimulatedMessage message, String entered, Instant now) {
        if (now.isAfter(message.acceptedAt().plus(VALIDITY))) {
            return "EXPIRED";
        }
        if (wrongTries.getOrDefault(message.messageId(), 0) >= MOST_TRIES) {
            return "MAX_ATTEMPTS_EXCEEDED";
        }
        if (entered.equals(message.verifyCode())) {
            return "VALID";
        }
        wrongTries.merge(message.messageId(), 1, Integer::sum);
        return "INVALID";
    }

    synchronized void reset() {
        wrongTries.clear();
    }
}
