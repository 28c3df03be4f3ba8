package io.github.camelsms.test.transmitsms;

import io.github.camelsms.test.Members;
import io.github.camelsms.test.SimulatedAccount;
import io.github.camelsms.test.SimulatedMessage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The methods of the account, from parameters to the members of a positive reply. */
final class TransmitSmsMethods {

    private static final int MOST_ROWS = 100;
    static final String SHARED_SENDER = "61491570110";
    private static final BigDecimal OPENING_BALANCE = new BigDecimal("1000");

    private final SimulatedAccount account;
    private final Parameters parameters;

    TransmitSmsMethods(SimulatedAccount account, Parameters parameters) {
        this.account = account;
        this.parameters = parameters;
    }

    /** Members of the reply but for the closing error block. @throws TransmitSmsRefusal any refusal */
    Members call(String method) {
        return switch (method) {
            case "send-sms" -> new SendSms(account, parameters).call();
            case "get-sms-delivery-status" -> deliveryStatus();
            case "get-sms-sent" -> sent();
            case "get-sms" -> get();
            case "get-sms-stats" -> new Members().with("stats", poll().stats());
            case "cancel-sms" -> cancel();
            case "format-number" -> formatNumber();
            case "get-balance" -> balance();
            default -> throw TransmitSmsErrors.of("NOT_IMPLEMENTED");
        };
    }

    private Members deliveryStatus() {
        String id = parameters.messageId("message_id");
        String msisdn = parameters.required("msisdn");
        SimulatedMessage message = account.poll(id, msisdn).orElseThrow(TransmitSmsRefusal::notFound);
        Instant finalAt = message.finalAt();
        boolean pending = Report.pending(message);
        String ended = Report.delivered(message) ? "delivered" : "failed";
        return new Members()
                .with(
                        "stats",
                        new Members()
                                .with("message_id", Integer.valueOf(id))
                                .with("sender_id", NumberPlan.numberOrText(senderOf(message)))
                                .with("mobile", Long.valueOf(message.msisdn()))
                                .with("send_at", Parameters.time(message.sendAt()))
                                .with("datetime", pending || finalAt == null ? null : Parameters.time(finalAt))
                                .with("status", pending ? "pending" : ended)
                                .with("message", message.text()));
    }

    private Members sent() {
        String id = parameters.messageId("message_id");
        int page = parameters.number("page", 1, Integer.MAX_VALUE).orElse(1);
        int max = parameters.number("max", 1, MOST_ROWS).orElse(10);
        String delivery = parameters
                .choice("delivery", Set.of("delivered", "failed", "pending", "all"))
                .orElse("all");
        boolean onlyOptouts =
                parameters.choice("optouts", Set.of("only", "omit", "include")).equals(Optional.of("only"));
        // Only the first page moves the messages: the pages of one enquiry belong together.
        Report report = new Report(page == 1 ? account.poll(id) : account.find(id));
        List<SimulatedMessage> wanted = report.messages().stream()
                .filter(message -> !onlyOptouts && isWanted(message, delivery))
                .toList();
        return new Members()
                .with(
                        "page",
                        new Members()
                                .with("count", Math.max(1, (wanted.size() + max - 1) / max))
                                .with("number", page))
                .with("total", wanted.size())
                .with("message", report.summary().with("delivery_stats", report.counters()))
                .with(
                        "recipients",
                        wanted.stream()
                                .skip((page - 1L) * max)
                                .limit(max)
                                .map(TransmitSmsMethods::recipient)
                                .toList());
    }

    private static boolean isWanted(SimulatedMessage message, String delivery) {
        return switch (delivery) {
            case "delivered" -> Report.delivered(message);
            case "failed" -> Report.bounced(message);
            case "pending" -> Report.pending(message);
            default -> true;
        };
    }

    private static Map<String, @Nullable Object> recipient(SimulatedMessage message) {
        return new Members()
                .with("msisdn", Long.valueOf(message.msisdn()))
                .with("first_name", null)
                .with("last_name", null)
                .with("delivery_status", Report.recipientStatus(message))
                .with("optout", false)
                .asMap();
    }

    private Members get() {
        Report report = poll();
        return report.summary().with("message", report.text()).with("delivery_stats", report.counters());
    }

    private Members cancel() {
        String id = parameters.messageId("id");
        if (account.find(id).isEmpty()) {
            throw TransmitSmsRefusal.notFound();
        }
        if (!account.cancel(id)) {
            throw TransmitSmsErrors.of("ALREADY_SENT");
        }
        return new Members().with("success", "OK");
    }

    private Members formatNumber() {
        String written = parameters.required("msisdn");
        String dialCode = NumberPlan.dialCode(parameters.required("countrycode"))
                .orElseThrow(() -> TransmitSmsRefusal.invalid("countrycode"));
        return new Members().with("number", NumberPlan.format(written, dialCode));
    }

    private Members balance() {
        return new Members()
                .with("balance", OPENING_BALANCE.subtract(account.spent()))
                .with("currency", "AUD");
    }

    private Report poll() {
        return new Report(account.poll(parameters.messageId("message_id")));
    }

    static String senderOf(SimulatedMessage message) {
        return Optional.ofNullable(message.from()).orElse(SHARED_SENDER);
    }
}
