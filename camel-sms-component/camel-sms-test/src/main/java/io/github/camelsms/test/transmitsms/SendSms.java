package io.github.camelsms.test.transmitsms;

import io.github.camelsms.test.Members;
import io.github.camelsms.test.SimulatedAccount;
import io.github.camelsms.test.Submission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code send-sms}. */
final class SendSms {

    private static final Pattern SENDER = Pattern.compile("[0-9]{3,15}|[A-Za-z0-9]{1,11}");
    private static final List<String> URLS =
            List.of("dlr_callback", "reply_callback", "tracked_link_url", "link_hits_callback");
    private static final int LONGEST_TEXT = 612;
    private static final int MOST_RECIPIENTS = 500;
    private static final int LONGEST_VALIDITY = 4320;

    private final SimulatedAccount account;
    private final Parameters parameters;
    private final Set<String> recipients = new LinkedHashSet<>();
    private final List<String> fails = new ArrayList<>();

    SendSms(SimulatedAccount account, Parameters parameters) {
        this.account = account;
        this.parameters = parameters;
    }

    Members call() {
        String text = parameters.required("message");
        if (text.length() > LONGEST_TEXT) {
            throw TransmitSmsRefusal.invalid("message");
        }
        if (parameters.optional("to").isPresent()
                == parameters.optional("list_id").isPresent()) {
            throw new TransmitSmsRefusal(400, "FIELD_INVALID", "You must provide either 'list_id' or 'to'");
        }
        String to = parameters
                .optional("to")
                .orElseThrow(() -> new TransmitSmsRefusal(400, "NOT_FOUND", "List with this ID does not exist"));
        String from = sender();
        Instant sendAt = sendAt();
        parameters.number("validity", 0, LONGEST_VALIDITY);
        URLS.forEach(parameters::checkUrl);
        sortOut(to);
        String id = String.valueOf(account.ids().next());
        Report report = new Report(recipients.stream()
                .map(msisdn -> account.accept(
                        new Submission(id, msisdn, from, text, null, null, sendAt, parameters.asReceived())))
                .toList());
        Members reply = report.summary();
        if (!fails.isEmpty()) {
            reply.with("fails", fails);
        }
        return reply.with("delivery_stats", Report.noneYet());
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

    private void sortOut(String to) {
        String[] written = to.split(",");
        if (written.length > MOST_RECIPIENTS) {
            throw TransmitSmsRefusal.invalid("to");
        }
        Optional<String> dialCode = parameters.optional("countrycode").flatMap(NumberPlan::dialCode);
        for (String one : written) {
            Optional<String> msisdn = NumberPlan.msisdn(one, dialCode);
            Optional<String> refusal = msisdn.flatMap(account::refusalOf);
            if (msisdn.isEmpty() || refusal.equals(Optional.of("RECIPIENTS_ERROR"))) {
                fails.add(one.strip());
            } else if (refusal.isPresent()) {
                throw TransmitSmsErrors.of(refusal.get());
            } else {
                recipients.add(msisdn.get());
            }
        }
        if (recipients.isEmpty()) {
            throw new TransmitSmsRefusal(
                    400, "RECIPIENTS_ERROR", new Members().with("fails", fails).with("optouts", List.of()));
        }
    }
}
