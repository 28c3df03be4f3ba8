package io.github.camelsms.internal.client;

import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Function;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.jspecify.annotations.Nullable;

/** How an account is, for its health check. Endpoints with keys of their own under one name are seen as one account. */
final class AccountState {

    private record Part(
            AccountCircuitBreaker circuit, @Nullable AccountRateLimiter limiter) {}

    private final String name;
    private final String provider;
    private final Set<Part> parts = new CopyOnWriteArraySet<>();
    private volatile boolean credentialsRefused;

    /** @param name of the account, or the provider id for an account without a name */
    AccountState(String name, String provider) {
        this.name = name;
        this.provider = provider;
    }

    void add(AccountCircuitBreaker circuit, @Nullable AccountRateLimiter limiter) {
        parts.add(new Part(circuit, limiter));
    }

    void succeeded() {
        if (credentialsRefused) {
            credentialsRefused = false;
        }
    }

    /** @param answered whether the provider answered at all */
    void failed(SmsException failure, boolean answered) {
        if (answered && failure.errorClass() == ErrorClass.AUTHENTICATION) {
            credentialsRefused = true;
        }
    }

    String name() {
        return name;
    }

    /** How long the circuit stays open; zero when it is closed. */
    private Duration circuitOpenFor() {
        return longest(part -> part.circuit().openFor());
    }

    /** How long calls wait because the provider asked for it; zero when they do not. */
    private Duration pausedFor() {
        return longest(
                part -> part.limiter() == null ? Duration.ZERO : part.limiter().pausedFor());
    }

    private Duration longest(Function<Part, Duration> rest) {
        return parts.stream().map(rest).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** Fills in a result that is up. */
    void look(HealthCheckResultBuilder result) {
        result.detail("account", name).detail("provider", provider);
        if (credentialsRefused) {
            result.down().message("the provider refuses the credentials");
        }
        down(result, "paused", pausedFor(), "the provider asked for a pause");
        down(result, "circuit.open", circuitOpenFor(), "the circuit is open: calls failed in a row");
    }

    private static void down(HealthCheckResultBuilder result, String detail, Duration rest, String message) {
        if (!rest.isZero()) {
            result.down().message(message).detail(detail, rest.toSeconds() + 1 + "s");
        }
    }
}
