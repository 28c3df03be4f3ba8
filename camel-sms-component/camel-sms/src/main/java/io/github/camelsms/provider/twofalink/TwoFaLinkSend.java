package io.github.camelsms.provider.twofalink;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.Json;
import io.github.camelsms.model.Encoding;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.Segments;
import io.github.camelsms.model.SenderId;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.model.Udh;
import io.github.camelsms.spi.MessageFields;
import io.github.camelsms.spi.MessageFields.Field;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.ProviderText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code mode: sms} (section 3). */
final class TwoFaLinkSend implements Operation<SmsMessage, SmsSubmission> {

    private static final Pattern SENDER = Pattern.compile("[A-Za-z0-9 ]{2,11}");
    private static final int SHORTEST_NUMBER = 10;
    private static final MessageFields FIELDS = new MessageFields(
            TwoFaLinkProvider.ID,
            Set.of(Field.FROM, Field.UDH),
            Set.of("mode", "to", "from", "content", "base64", "udh"));

    private final Map<String, String> headers;
    private final ProviderText words;
    private final Base64Policy base64;

    TwoFaLinkSend(Map<String, String> headers, ProviderText words, Base64Policy base64) {
        this.headers = headers;
        this.words = words;
        this.base64 = base64;
    }

    @Override
    public HttpRequest encode(SmsMessage message) {
        FIELDS.check(message);
        Map<String, Object> body = new LinkedHashMap<>();
        SenderId from = message.from();
        if (from != null) {
            body.put("from", sender(from));
        }
        body.put("to", recipient(message.to()));
        body.put("mode", "sms");
        String text = message.text();
        Udh udh = message.udh();
        if (text != null && !text.isEmpty()) {
            if (inBase64(text)) {
                body.put("content", Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
                body.put("base64", 1);
            } else {
                body.put("content", text);
            }
        } else if (udh == null) {
            throw refused("the body has no text; accepted: a text, or none with CamelSmsUdh");
        }
        if (udh != null) {
            body.put("udh", udh.value());
        }
        body.putAll(message.params());
        return TwoFaLinkProvider.request(headers, body);
    }

    private static String recipient(@Nullable Msisdn to) {
        if (to == null) {
            throw refused("CamelSmsTo is missing; accepted: a number in E.164");
        }
        if (to.digits().length() < SHORTEST_NUMBER) {
            throw refused("CamelSmsTo " + to + " is too short; accepted: 10 to 15 digits");
        }
        return to.digits();
    }

    private static String sender(SenderId from) {
        if (!SENDER.matcher(from.value()).matches()) {
            throw refused("CamelSmsFrom is not accepted; accepted: 2 to 11 letters, digits and spaces");
        }
        return from.value();
    }

    private boolean inBase64(String text) {
        return switch (base64) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> Segments.of(text).encoding() == Encoding.UCS_2;
        };
    }

    @Override
    public SmsSubmission decode(SmsMessage message, HttpResponse response) {
        JsonNode body = Json.object(response.body())
                .orElseThrow(() -> HttpErrors.byStatus(TwoFaLinkProvider.ID, response, "the reply is no JSON object"));
        String id = Json.text(body, "request_id");
        String code = TwoFaLinkCodes.read(body, "errorcode");
        String text = words.scrub(Json.text(body, "errormsg"), message);
        if (TwoFaLinkCodes.SUCCESS.equals(code) || (code == null && id != null && response.isSuccess())) {
            // Success without request_id stays a success: an error here would make the route send twice. (3.2)
            return SmsSubmission.accepted(TwoFaLinkProvider.ID, id)
                    .said(code, text)
                    .build();
        }
        throw TwoFaLinkCodes.error(code, text, response);
    }

    private static SmsRefusedException refused(String detail) {
        return new SmsRefusedException(SmsFault.of(ErrorClass.INVALID_REQUEST, TwoFaLinkProvider.ID, detail));
    }
}
