package io.github.camelsms.provider.transmitsms;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.http.Form;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.Json;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SenderId;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.Lenient;
import io.github.camelsms.spi.MessageFields;
import io.github.camelsms.spi.MessageFields.Field;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.ProviderFailure;
import io.github.camelsms.spi.ProviderText;
import io.github.camelsms.spi.Scrubber;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code send-sms}, to one number or, by parameter {@code list_id}, to a list that the account keeps. */
final class TransmitSmsSend implements Operation<SmsMessage, SmsSubmission> {

    static final String METHOD = "send-sms";
    static final String ID_MEMBER = "message_id";

    private static final int MAX_CHARACTERS = 612;
    private static final Duration MAX_VALIDITY = Duration.ofMinutes(4320);
    private static final String LIST = "list_id";
    private static final Pattern NAME_OR_SHORT_CODE = Pattern.compile("[A-Za-z0-9]{1,11}");
    private static final Pattern NATIONAL_NUMBER = Pattern.compile("0[0-9]{6,}");
    private static final String FORM = "YYYY-MM-DD HH:MM:SS";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
    private static final MessageFields FIELDS = new MessageFields(
            TransmitSmsProvider.ID,
            Set.of(Field.FROM, Field.SEND_AT, Field.VALIDITY),
            Set.of("message", "to", "from", "send_at", "validity"));

    private final TransmitSmsApi api;
    private final ProviderText providerText;

    TransmitSmsSend(TransmitSmsApi api, ProviderText providerText) {
        this.api = api;
        this.providerText = providerText;
    }

    @Override
    public HttpRequest encode(SmsMessage message) {
        return api.call(METHOD, form(message, null));
    }

    /**
     * Checks the message and writes it.
     *
     * @param recipients digits joined by a comma, instead of the message's own; null for that or for a list
     */
    static Form form(SmsMessage message, @Nullable String recipients) {
        FIELDS.check(message);
        Instant sendAt = message.sendAt();
        String list = message.params().get(LIST);
        Form form = Form.withPlus()
                .add("message", text(message.text()))
                .add("to", recipients == null ? recipient(message.to(), list) : recipients)
                .add(LIST, list)
                .add("from", sender(message.from()))
                .add("send_at", sendAt == null ? null : time(sendAt))
                .add("validity", minutes(message.validity()));
        message.params().forEach((name, value) -> form.add(name, name.equals(LIST) ? null : value));
        return form;
    }

    private static String text(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            throw refused("the body has no text; accepted: a text of 1 to " + MAX_CHARACTERS + " characters");
        }
        int characters = text.codePointCount(0, text.length());
        if (characters > MAX_CHARACTERS) {
            throw refused(
                    "the text has " + characters + " characters; accepted: 1 to " + MAX_CHARACTERS + " characters");
        }
        return text;
    }

    private static @Nullable String recipient(@Nullable Msisdn to, @Nullable String list) {
        if ((to == null) == (list == null)) {
            throw refused((to == null ? "CamelSmsTo is missing" : "CamelSmsTo and parameter list_id are both set")
                    + "; accepted: one of CamelSmsTo, a number in E.164, and parameter list_id");
        }
        return to == null ? null : to.digits();
    }

    private static @Nullable String sender(@Nullable SenderId from) {
        if (from == null) {
            return null;
        }
        Optional<Msisdn> number = from.msisdn();
        if (number.isPresent()) {
            return number.get().digits();
        }
        String name = from.value();
        if (!NAME_OR_SHORT_CODE.matcher(name).matches()
                || NATIONAL_NUMBER.matcher(name).matches()) {
            throw refused("CamelSmsFrom is not accepted; accepted: a number in E.164, a short code, or up"
                    + " to 11 letters and digits without a space");
        }
        return name;
    }

    /**
     * A time as the gateway writes it: {@code YYYY-MM-DD HH:MM:SS} in UTC. It knows whole seconds: a fraction counts up, so that nothing
     * goes out early.
     *
     * @throws SmsRefusedException for a year that does not have four digits
     */
    static String time(Instant sendAt) {
        if (sendAt.isBefore(FIRST) || sendAt.isAfter(LAST)) {
            throw refused("a time lies outside of the years 0 to 9999; accepted: a time that fits " + FORM);
        }
        Instant second = sendAt.truncatedTo(ChronoUnit.SECONDS);
        return TIME.format(second.equals(sendAt) ? second : second.plusSeconds(1));
    }

    private static @Nullable String minutes(@Nullable Duration validity) {
        if (validity == null) {
            return null;
        }
        boolean whole = validity.equals(validity.truncatedTo(ChronoUnit.MINUTES));
        if (!whole || validity.isNegative() || validity.compareTo(MAX_VALIDITY) > 0) {
            throw refused("CamelSmsValidity " + validity + " is not accepted; accepted: 1 to "
                    + MAX_VALIDITY.toMinutes() + " whole minutes, or 0 for the longest");
        }
        return String.valueOf(validity.toMinutes());
    }

    @Override
    public SmsSubmission decode(SmsMessage message, HttpResponse response) {
        TransmitSmsReply reply = api.read(response);
        Scrubber scrubber = providerText.replyTo(message);
        if (!reply.isSuccess(ID_MEMBER)) {
            SmsException failure = TransmitSmsCodes.error(reply, scrubber);
            if (failure instanceof SmsRefusedException && reply.optedOut().contains(message.to())) {
                throw new SmsRefusedException(failure.fault().withErrorClass(ErrorClass.OPTED_OUT));
            }
            throw failure;
        }
        JsonNode body = reply.body();
        String id = Json.text(body, ID_MEMBER);
        Integer recipients = Json.integer(body, "recipients");
        int fails = count(body.path("fails"));
        String code = TransmitSmsCodes.shown(reply.code(), scrubber);
        String text = scrubber.text(summary(reply.description(), message.to() == null, recipients, fails));
        boolean optedOut = reply.optedOut().contains(message.to());
        if (recipients != null && recipients == 0 && (fails > 0 || optedOut)) {
            // It took the call and nobody in it: no SMS goes out, so the route must hear of a refusal.
            throw ProviderFailure.of(TransmitSmsProvider.ID, response)
                    .code(code)
                    .text(text)
                    .messageId(id)
                    .refused(optedOut ? ErrorClass.OPTED_OUT : ErrorClass.REJECTED);
        }
        // Success without message_id stays a success: an error here would make the route send twice.
        return SmsSubmission.accepted(TransmitSmsProvider.ID, id)
                .segments(Json.integer(body, "sms"))
                .price(Json.decimal(body, "cost"), null)
                .providerCode(code)
                .providerText(text)
                .at(takenAt(message, body))
                .build();
    }

    /** When it was taken; null of a scheduled send, where the reply says for when. */
    static @Nullable Instant takenAt(SmsMessage message, JsonNode body) {
        return message.sendAt() == null ? Lenient.utc(Json.text(body, "send_at")) : null;
    }

    /** Numbers refused: no sample of the member is known, so a list in a text counts too. */
    private static int count(JsonNode fails) {
        return fails.isTextual() && !fails.asText().isBlank() ? fails.asText().split(",").length : fails.size();
    }

    /** The gateway's own text and, where it did not take all recipients or took a list, the counts. */
    private static String summary(@Nullable String description, boolean list, @Nullable Integer recipients, int fails) {
        StringJoiner summary = new StringJoiner(", ");
        if (description != null) {
            summary.add(description);
        }
        if (recipients != null && list) {
            summary.add("recipients " + recipients);
        } else if (recipients != null && (recipients < 1 || fails > 0)) {
            summary.add("recipients " + recipients + " of 1");
        }
        if (fails > 0) {
            summary.add("fails " + fails);
        }
        return summary.toString();
    }

    private static SmsRefusedException refused(String detail) {
        return SmsRefusedException.invalidRequest(TransmitSmsProvider.ID, detail);
    }
}
