package io.github.camelsms.simulator.inbox;

import io.github.camelsms.simulator.Counts;
import io.github.camelsms.simulator.Inbox;
import io.github.camelsms.simulator.SimulatedAccount;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counters in the text format of Prometheus. No label holds a number or a text. */
final class Metrics {

    private static final Map<Counts.Kind, String> HELP = Map.of(
            Counts.Kind.MESSAGES, "Messages that a provider accepted.",
            Counts.Kind.REFUSALS, "Submissions that a provider refused.",
            Counts.Kind.REPLIES, "Messages that handsets wrote.",
            Counts.Kind.CALLBACKS_TAKEN, "Calls of webhooks that were answered with a 2xx status.",
            Counts.Kind.CALLBACKS_FAILED, "Calls of webhooks that were answered otherwise or not at all.");

    private final Inbox inbox;
    private final List<String> providers;
    private final Waits waits;

    Metrics(Inbox inbox, List<SimulatedAccount> accounts, Waits waits) {
        this.inbox = inbox;
        this.waits = waits;
        providers = accounts.stream().map(SimulatedAccount::provider).toList();
    }

    ApiReply reply() {
        StringBuilder text = new StringBuilder();
        for (Counts.Kind kind : Counts.Kind.values()) {
            String name = "sms_simulator_" + kind.name().toLowerCase(Locale.ROOT) + "_total";
            describe(text, name, "counter", HELP.getOrDefault(kind, ""));
            providers.forEach(provider -> text.append(name)
                    .append("{provider=\"")
                    .append(provider)
                    .append("\"} ")
                    .append(inbox.counts().of(kind, provider))
                    .append('\n'));
        }
        gauge(text, "sms_simulator_messages_kept", "Messages that are kept at this moment.", inbox.size());
        gauge(
                text,
                "sms_simulator_callbacks_under_way",
                "Calls of webhooks that are not over.",
                inbox.callbacksUnderWay());
        gauge(text, "sms_simulator_waits", "Requests that wait for a message.", waits.underWay());
        return new ApiReply(
                200, "text/plain; version=0.0.4; charset=utf-8", text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void gauge(StringBuilder text, String name, String help, long value) {
        describe(text, name, "gauge", help);
        text.append(name).append(' ').append(value).append('\n');
    }

    private static void describe(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }
}
