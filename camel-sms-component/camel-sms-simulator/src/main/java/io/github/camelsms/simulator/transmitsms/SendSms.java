package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.Members;
import io.github.camelsms.simulator.SimulatedAccount;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.Submission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One call of {@code send-sms}. */
final class SendSms {

    private static final Pattern SENDER = Pattern.compile("[0-9]{3,15}|[A-Za-z0-9]{1,11}");
    private static final List<String> URLS =
            List.of("dlr_callback", "reply_callback", "tracked_link_url", "link_hits_callback");
    private static final String MARK = "[tracked-link]";
    private static final String LINK = "https://link.example/";
    private static final int LONGEST_TEXT = 612;
    private static final int MOST_RECIPIENTS = 500;
    private static final int LONGEST_VALIDITY = 4320;

    private final SimulatedAccount account;
    private final Parameters parameters;
    private final ContactLists lists;
    private final Map<String, String> textByRecipient = new LinkedHashMap<>();
    private final List<String> fails = new ArrayList<>();
    private final List<String> optouts = new ArrayList<>();
    private List<SimulatedMessage> accepted = List.of();
    private @Nullable String from;

    SendSms(Call call, ContactLists lists) {
        account = call.account();
        parameters = call.parameters();
        this.lists = lists;
    }

    Members call() {
        String text = parameters.required("message");
        if (text.length() > LONGEST_TEXT) {
            throw TransmitSmsRefusal.invalid("message");
        }
        Optional<String> to = parameters.optional("to");
        if (to.isPresent() == parameters.optional("list_id").isPresent()) {
            throw new TransmitSmsRefusal(400, "FIELD_INVALID", "You must provide either 'list_id' or 'to'");
        }
        ContactList list = to.isPresent() ? null : lists.get(parameters.id("list_id"));
        from = sender();
        Instant sendAt = sendAt();
        parameters.number("validity", 0, LONGEST_VALIDITY);
        parameters.flag("from_shared");
        URLS.forEach(parameters::checkUrl);
        if (list == null) {
            sortOut(to.orElse(""), text);
        } else {
            addMembers(list, text);
        }
        String id = String.valueOf(account.ids().next());
        accepted = textByRecipient.entrySet().stream()
                .map(recipient -> account.accept(new Submission(
                        id,
                        recipient.getKey(),
                        from,
                        recipient.getValue(),
                        null,
                        null,
                        sendAt,
                        parameters.asReceived())))
                .toList();
        Members reply = new Report(accepted, List.of()).summary();
        if (list != null) {
            reply.with("list", new Members().with("id", list.id()).with("name", list.name()));
        }
        if (!fails.isEmpty()) {
            reply.with("fails", fails);
        }
        return reply.with("delivery_stats", Report.noneYet());
    }

    /** The messages that came of it, under one id. */
    List<SimulatedMessage> accepted() {
        return accepted;
    }

    private @Nullable String sender() {
        Optional<String> from = parameters.optional("from");
        if (from.isPresent() && !(SENDER.matcher(from.get()).matches() && account.maySendFrom(from.get()))) {
            throw TransmitSmsErrors.of("BAD_CALLER_ID");
        }
        return from.orElse(null);
    }

    private @Nullable Instant sendAt() {
        Instant sendAt = parameters.time("send_at").orElse(null);
        if (sendAt != null && !sendAt.isAfter(account.clock().instant())) {
            throw TransmitSmsRefusal.invalid("send_at");
        }
        return sendAt;
    }

    private void sortOut(String to, String text) {
        String[] written = to.split(",");
        if (written.length > MOST_RECIPIENTS) {
            throw TransmitSmsRefusal.invalid("to");
        }
        Optional<String> dialCode = parameters.optional("countrycode").flatMap(NumberPlan::dialCode);
        for (String one : written) {
            Optional<String> msisdn = NumberPlan.msisdn(one, dialCode);
            if (msisdn.isEmpty()) {
                fails.add(one.strip());
            } else {
                add(msisdn.get(), one.strip(), withLink(text));
            }
        }
        if (textByRecipient.isEmpty()) {
            throw noneLeft();
        }
    }

    private void addMembers(ContactList list, String text) {
        for (Contact contact : list.active()) {
            add(contact.msisdn(), contact.msisdn(), withLink(contact.personalised(text, list)));
        }
        if (textByRecipient.isEmpty()) {
            throw fails.isEmpty() ? TransmitSmsErrors.of("LIST_EMPTY") : noneLeft();
        }
    }

    private void add(String msisdn, String written, String text) {
        Optional<String> refusal = account.refusalOf(Submission.of("", msisdn, from, text, parameters.asReceived()));
        if (refusal.equals(Optional.of("RECIPIENTS_ERROR"))) {
            fails.add(written);
        } else if (refusal.isPresent()) {
            throw TransmitSmsErrors.of(refusal.get());
        } else if (lists.isOptedOut(msisdn)) {
            optouts.add(msisdn);
        } else {
            textByRecipient.put(msisdn, text);
        }
    }

    private String withLink(String text) {
        return parameters.optional("tracked_link_url").isPresent() && text.contains(MARK)
                ? text.replace(MARK, LINK + account.ids().letters(6))
                : text;
    }

    /** Whether there is a link in it whose hits are counted. */
    static boolean hasLink(SimulatedMessage message) {
        return message.fields().containsKey("tracked_link_url")
                && message.text().contains(LINK);
    }

    private TransmitSmsRefusal noneLeft() {
        return new TransmitSmsRefusal(
                400, "RECIPIENTS_ERROR", new Members().with("fails", fails).with("optouts", optouts));
    }
}
