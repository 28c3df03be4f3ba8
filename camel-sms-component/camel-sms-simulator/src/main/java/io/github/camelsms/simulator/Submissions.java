package io.github.camelsms.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The messages that one request submits, and what is to become of them. For the one thread that handles the request. */
final class Submissions {

    private final Script script;
    private final Map<String, MessagePlan> plans = new HashMap<>();
    private final List<SimulatedMessage> byThemselves = new ArrayList<>();
    private boolean empty = true;

    private final @Nullable SubmissionExchange exchange;

    /** @param exchange the request, null for what is submitted outside of any */
    Submissions(Script script, @Nullable SubmissionExchange exchange) {
        this.script = script;
        this.exchange = exchange;
    }

    @Nullable
    SubmissionExchange exchange() {
        return exchange;
    }

    /** The same plan for the same recipient, however often it is asked for. */
    MessagePlan plan(ProviderDouble gateway, SimulatedMessage submitted) {
        return plans.computeIfAbsent(submitted.msisdn(), msisdn -> script.plan(gateway, submitted));
    }

    void accepted(SimulatedMessage message, MessagePlan plan) {
        empty = false;
        if (plan.byItself()) {
            byThemselves.add(message);
        }
    }

    /** Whether the request brought no message, or none that was taken. */
    boolean isEmpty() {
        return empty;
    }

    /** Messages that go to their ends once the request is answered. */
    List<SimulatedMessage> byThemselves() {
        return List.copyOf(byThemselves);
    }

    /** Span until the reply: the longest of all recipients. */
    Duration reply() {
        return plans.values().stream()
                .map(MessagePlan::reply)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
