package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.Members;
import io.github.camelsms.simulator.MessageState;
import io.github.camelsms.simulator.SimulatedMessage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What happened in the account over a span of time.
 *
 * <p>Documented: parameters, usual and longest spans, members of the replies, negative costs in get-message-report.
 *
 * <ul>
 * <li>guess: a span that is too long, or that ends before it starts, is FIELD_INVALID; a date alone is its first moment.
 * <li>guess: the newest comes first, but answers stand in the order of their coming; get-contact-sms-stats obeys
 * {@code order}, and {@code sort_field} may be anything.
 * <li>guess: a scheduled message is in no report before it is due, unless it was cancelled.
 * <li>guess: get-sms-sent-count counts messages, one for each recipient, whatever their parts.
 * <li>guess: get-message-report calls a send to a list {@code campaign}, all others {@code api}; {@code msisdn} is null
 * where there are several recipients.
 * <li>guess: {@code keywords} of get-user-sms-responses picks answers that begin with an open keyword, or those that do not.
 * </ul>
 */
final class ReportMethods implements Room {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration YEAR = Duration.ofDays(366);
    private static final long MOST_RECIPIENTS = 100_000;

    private final Answers answers;
    private final MessageMethods messages;

    ReportMethods(Answers answers, MessageMethods messages) {
        this.answers = answers;
        this.messages = messages;
    }

    @Override
    public Map<String, Method> methods() {
        return Map.of(
                "get-user-sms-responses", this::responses,
                "get-user-sms-sent", this::sent,
                "get-message-report", this::report,
                "get-contact-sms-stats", this::contact,
                "get-sms-sent-count", this::count);
    }

    private Members responses(Call call) {
        Parameters parameters = call.parameters();
        Span span = Span.of(parameters, call.now(), MONTH, YEAR);
        String keywords =
                parameters.choice("keywords", Set.of("only", "omit", "both")).orElse("both");
        Optional<String> number = parameters.optional("number");
        return messages.listing(
                parameters,
                answers.matching(answer -> span.contains(answer.receivedAt())
                        && number.map(answer.longcode()::equals).orElse(true)
                        && (keywords.equals("both") || keywords.equals("only") == (answer.keyword() != null))));
    }

    private Members sent(Call call) {
        Parameters parameters = call.parameters();
        parameters.required("start");
        parameters.required("end");
        Span span = Span.of(parameters);
        Optional<String> msisdn = parameters.optional("msisdn");
        Page page = Page.of(parameters);
        List<Members> rows = new ArrayList<>();
        for (List<SimulatedMessage> send : sends(call)) {
            long first = Long.parseLong(send.get(0).messageId()) * MOST_RECIPIENTS;
            for (int recipient = 0; recipient < send.size(); recipient++) {
                SimulatedMessage message = send.get(recipient);
                if (span.contains(message.sendAt())
                        && msisdn.map(message.msisdn()::equals).orElse(true)) {
                    rows.add(row(first + recipient, message));
                }
            }
        }
        return new Members()
                .with("page", page.block(rows))
                .with("total", rows.size())
                .with("messages", page.rows(rows).stream().map(Members::asMap).toList());
    }

    private static Members row(long id, SimulatedMessage message) {
        return new Members()
                .with("id", id)
                .with("message_id", Integer.valueOf(message.messageId()))
                .with("message", message.text())
                .with("sent_at", Parameters.time(message.sendAt()))
                .with("msisdn", Long.valueOf(message.msisdn()))
                .with("caller_id", NumberPlan.numberOrText(Report.senderOf(message)))
                .with("status", Report.recipientStatus(message));
    }

    private Members report(Call call) {
        Parameters parameters = call.parameters();
        Span span = Span.of(parameters, call.now(), DAY, MONTH);
        String type = parameters
                .choice("type", Set.of("all", "api", "campaign", "quick_sms", "email_sms", "keyword", "test_sms"))
                .orElse("all");
        Optional<String> list = parameters.optional("list_id");
        Optional<String> number = parameters.optional("number");
        Page page = Page.of(parameters);
        List<List<SimulatedMessage>> wanted = sends(call).stream()
                .filter(send -> span.contains(send.get(0).sendAt()))
                .filter(send -> type.equals("all") || type.equals(typeOf(send)))
                .filter(send -> list.isEmpty()
                        || list.equals(Optional.ofNullable(send.get(0).fields().get("list_id"))))
                .filter(send -> number.map(Report.senderOf(send.get(0))::equals).orElse(true))
                .toList();
        return new Members()
                .with("page", page.block(wanted))
                .with("messages_total", wanted.size())
                .with(
                        "sms_total",
                        wanted.stream()
                                .flatMap(List::stream)
                                .mapToInt(SimulatedMessage::segments)
                                .sum())
                .with(
                        "messages",
                        page.rows(wanted).stream()
                                .map(send -> row(send).asMap())
                                .toList());
    }

    private static String typeOf(List<SimulatedMessage> send) {
        return send.get(0).fields().containsKey("list_id") ? "campaign" : "api";
    }

    private Members row(List<SimulatedMessage> send) {
        SimulatedMessage first = send.get(0);
        boolean cancelled = first.state() == MessageState.CANCELLED;
        Report report = new Report(send, answers.to(first.messageId()));
        Members stats = report.stats();
        return new Members()
                .with("type", typeOf(send))
                .with("id", Integer.valueOf(first.messageId()))
                .with("sms", stats.asMap().get("total"))
                .with(
                        "cost",
                        send.stream()
                                .map(SimulatedMessage::price)
                                .reduce(BigDecimal.ZERO, BigDecimal::add)
                                .negate())
                .with("sent_at", Parameters.time(first.sendAt()))
                .with("status", cancelled ? "user cancelled" : "completed")
                .with("message", first.text())
                .with("pending", cancelled ? 0 : stats.asMap().get("pending"))
                .with("delivered", stats.asMap().get("delivered"))
                .with("soft_bounced", stats.asMap().get("soft_bounced"))
                .with("hard_bounced", stats.asMap().get("hard_bounced"))
                .with("optouts", stats.asMap().get("opt-outs"))
                .with("responses", stats.asMap().get("responses"))
                .with("msisdn", send.size() == 1 ? Long.valueOf(first.msisdn()) : null);
    }

    private Members contact(Call call) {
        Parameters parameters = call.parameters();
        String mobile = NumberPlan.msisdn(
                        parameters.required("mobile"),
                        parameters.optional("countrycode").flatMap(NumberPlan::dialCode))
                .orElseThrow(() -> TransmitSmsErrors.of("BAD_MOBILE"));
        Span span = Span.of(parameters);
        boolean oldestFirst = parameters.choice("order", Set.of("asc", "desc")).equals(Optional.of("asc"));
        Page page = Page.of(parameters);
        List<SimulatedMessage> found = new ArrayList<>(sends(call).stream()
                .flatMap(List::stream)
                .filter(message -> message.msisdn().equals(mobile) && span.contains(message.sendAt()))
                .toList());
        if (oldestFirst) {
            Collections.reverse(found);
        }
        return new Members()
                .with("page", page.block(found))
                .with("total", found.size())
                .with(
                        "records",
                        page.rows(found).stream()
                                .map(message -> new Members()
                                        .with("message_id", Integer.valueOf(message.messageId()))
                                        .with("datetime_send", Parameters.time(message.sendAt()))
                                        .with("delivery_status", Report.recipientStatus(message))
                                        .asMap())
                                .toList());
    }

    private Members count(Call call) {
        Span span = Span.of(call.parameters(), call.now(), DAY, WEEK);
        return new Members()
                .with(
                        "count",
                        sends(call).stream()
                                .flatMap(List::stream)
                                .filter(message -> message.state() != MessageState.CANCELLED)
                                .filter(message -> span.contains(message.sendAt()))
                                .count());
    }

    /** Messages that went out or were called back, by their send, the newest send first. */
    private static List<List<SimulatedMessage>> sends(Call call) {
        Map<String, List<SimulatedMessage>> byId = new LinkedHashMap<>();
        Collection<SimulatedMessage> messages = call.account().messages();
        for (SimulatedMessage message : messages) {
            if (!message.sendAt().isAfter(call.now()) || message.state() == MessageState.CANCELLED) {
                byId.computeIfAbsent(message.messageId(), id -> new ArrayList<>())
                        .add(message);
            }
        }
        List<List<SimulatedMessage>> sends = new ArrayList<>(byId.values());
        Collections.reverse(sends);
        return sends;
    }
}
