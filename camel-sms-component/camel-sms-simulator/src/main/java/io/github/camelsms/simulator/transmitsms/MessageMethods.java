package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.Members;
import io.github.camelsms.simulator.SimulatedMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What became of one send.
 *
 * <p>Documented: parameters, members of the replies, the mixed spelling of get-sms-stats.
 *
 * <ul>
 * <li>guess: {@code message_id} that is no number is FIELD_INVALID; a number that was not among its recipients NOT_FOUND.
 * <li>guess: before the first receipt get-sms-delivery-status says {@code pending} with a null {@code datetime}.
 * <li>guess: an expired message is a {@code soft-bounce}; undelivered and rejected ones are a {@code hard-bounce}; an
 * unknown fate and a cancelled message stay {@code pending}.
 * <li>guess: {@code optout} of a recipient says whether it answered this message with STOP.
 * <li>guess: get-sms-responses with a keyword shows what began with it, on one number when {@code number} is given;
 * {@code keyword_id} finds nothing, since no reply tells such ids.
 * <li>guess: get-link-hits has {@code total} and an array {@code hits} of {@code msisdn}, {@code first_name}, {@code last_name},
 * {@code datetime}.
 * </ul>
 */
final class MessageMethods implements Room {

    private final ContactLists lists;
    private final Answers answers;
    private final LinkHits linkHits;

    MessageMethods(ContactLists lists, Answers answers, LinkHits linkHits) {
        this.lists = lists;
        this.answers = answers;
        this.linkHits = linkHits;
    }

    @Override
    public Map<String, Method> methods() {
        return Map.of(
                "get-sms-delivery-status", this::deliveryStatus,
                "get-sms-sent", this::sent,
                "get-sms", this::get,
                "get-sms-stats", this::stats,
                "get-sms-responses", this::responses,
                "get-message-log", this::log,
                "get-link-hits", this::linkHits);
    }

    private Members deliveryStatus(Call call) {
        String id = call.parameters().messageId("message_id");
        String msisdn = call.parameters().required("msisdn");
        SimulatedMessage message = call.account().poll(id, msisdn).orElseThrow(TransmitSmsRefusal::notFound);
        Instant finalAt = message.finalAt();
        boolean pending = Report.pending(message);
        String ended = Report.delivered(message) ? "delivered" : "failed";
        return new Members()
                .with(
                        "stats",
                        new Members()
                                .with("message_id", Integer.valueOf(id))
                                .with("sender_id", NumberPlan.numberOrText(Report.senderOf(message)))
                                .with("mobile", Long.valueOf(message.msisdn()))
                                .with("send_at", Parameters.time(message.sendAt()))
                                .with("datetime", pending || finalAt == null ? null : Parameters.time(finalAt))
                                .with("status", pending ? "pending" : ended)
                                .with("message", message.text()));
    }

    private Members sent(Call call) {
        Parameters parameters = call.parameters();
        String id = parameters.messageId("message_id");
        Page page = Page.of(parameters);
        String delivery = parameters
                .choice("delivery", Set.of("delivered", "failed", "pending", "all"))
                .orElse("all");
        String optouts =
                parameters.choice("optouts", Set.of("only", "omit", "include")).orElse("include");
        // Only the first page moves the messages: the pages of one enquiry belong together.
        List<SimulatedMessage> messages =
                page.number() == 1 ? call.account().poll(id) : call.account().find(id);
        Report report = new Report(messages, answers.to(id));
        Optional<String> list = parameters.optional("list_id");
        List<SimulatedMessage> wanted = report.messages().stream()
                .filter(message -> isWanted(message, delivery))
                .filter(message -> isWanted(report.isOptedOut(message), optouts))
                .filter(message -> list.isEmpty()
                        || list.equals(Optional.ofNullable(message.fields().get("list_id"))))
                .toList();
        return new Members()
                .with("page", page.block(wanted))
                .with("total", wanted.size())
                .with("message", report.summary().with("delivery_stats", report.counters()))
                .with(
                        "recipients",
                        page.rows(wanted).stream()
                                .map(message -> recipient(message, report).asMap())
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

    private static boolean isWanted(boolean optedOut, String optouts) {
        return switch (optouts) {
            case "only" -> optedOut;
            case "omit" -> !optedOut;
            default -> true;
        };
    }

    private Members recipient(SimulatedMessage message, Report report) {
        Optional<Contact> contact = listOf(message).flatMap(list -> list.find(message.msisdn()));
        return new Members()
                .with("msisdn", Long.valueOf(message.msisdn()))
                .with("first_name", contact.map(Contact::firstName).orElse(null))
                .with("last_name", contact.map(Contact::lastName).orElse(null))
                .with("delivery_status", Report.recipientStatus(message))
                .with("optout", report.isOptedOut(message));
    }

    private Members get(Call call) {
        Report report = poll(call);
        return report.summary().with("message", report.text()).with("delivery_stats", report.counters());
    }

    private Members responses(Call call) {
        Parameters parameters = call.parameters();
        Optional<String> id = parameters.optional("message_id").map(any -> parameters.messageId("message_id"));
        Optional<String> keyword = parameters.optional("keyword");
        if (id.isEmpty()
                && keyword.isEmpty()
                && parameters.optional("keyword_id").isEmpty()) {
            throw TransmitSmsRefusal.empty("message_id");
        }
        if (id.isPresent() && call.account().find(id.get()).isEmpty()) {
            throw TransmitSmsRefusal.notFound();
        }
        Optional<String> number = parameters.optional("number");
        Predicate<Answer> wanted = id.<Predicate<Answer>>map(sent -> answer -> answer.isTo(sent))
                .orElse(answer -> answer.keyword() != null
                        && keyword.filter(answer.keyword()::equalsIgnoreCase).isPresent()
                        && number.map(answer.longcode()::equals).orElse(true));
        return listing(parameters, answers.matching(wanted.and(Selection.of(parameters)::contains)));
    }

    /** A page of answers with the names that lists know. */
    Members listing(Parameters parameters, List<Answer> wanted) {
        Page page = Page.of(parameters);
        boolean withOriginal = parameters.flag("include_original").orElse(false);
        return new Members()
                .with("page", page.block(wanted))
                .with("total", wanted.size())
                .with(
                        "responses",
                        page.rows(wanted).stream()
                                .map(answer -> answer.members(
                                                withOriginal,
                                                Optional.ofNullable(answer.answered())
                                                        .flatMap(this::listOf)
                                                        .orElse(null))
                                        .asMap())
                                .toList());
    }

    private Members log(Call call) {
        String id = call.parameters().messageId("message_id");
        String mobile = call.parameters().required("mobile");
        SimulatedMessage message = call.account().find(id).stream()
                .filter(sent -> sent.msisdn().equals(mobile))
                .findFirst()
                .orElseThrow(TransmitSmsRefusal::notFound);
        return new Members()
                .with("message_id", Integer.valueOf(id))
                .with("message", message.text())
                .with("mobile", Long.valueOf(message.msisdn()))
                .with("caller_id", NumberPlan.numberOrText(Report.senderOf(message)))
                .with("datetime_send", Parameters.time(message.sendAt()));
    }

    private Members stats(Call call) {
        Report report = poll(call);
        return new Members()
                .with(
                        "stats",
                        report.stats()
                                .with(
                                        "link_hits",
                                        linkHits.of(report.messages().get(0).messageId())
                                                .size()));
    }

    private Members linkHits(Call call) {
        String id = call.parameters().messageId("message_id");
        if (call.account().find(id).isEmpty()) {
            throw TransmitSmsRefusal.notFound();
        }
        Page page = Page.of(call.parameters());
        List<LinkHits.Hit> hits = linkHits.of(id);
        return new Members()
                .with("page", page.block(hits))
                .with("total", hits.size())
                .with(
                        "hits",
                        page.rows(hits).stream()
                                .map(hit -> new Members()
                                        .with("msisdn", Long.valueOf(hit.msisdn()))
                                        .with("first_name", hit.firstName())
                                        .with("last_name", hit.lastName())
                                        .with("datetime", Parameters.time(hit.at()))
                                        .asMap())
                                .toList());
    }

    private Report poll(Call call) {
        String id = call.parameters().messageId("message_id");
        return new Report(call.account().poll(id), answers.to(id));
    }

    /** The list that a message was sent to. */
    Optional<ContactList> listOf(SimulatedMessage message) {
        String id = message.fields().get("list_id");
        return lists.all().stream()
                .filter(list -> String.valueOf(list.id()).equals(id))
                .findFirst();
    }
}
