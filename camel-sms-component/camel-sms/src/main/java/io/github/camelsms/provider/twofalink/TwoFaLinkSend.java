package io.github.camelsms.provider.twofalink;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.Json;
import io.github.camelsms.model.Encoding;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.Segments;
import io.github.camelsms.model.SenderId;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.model.Udh;
import io.github.camelsms.spi.MessageFields;
import io.github.camelsms.spi.MessageFields.Field;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.ProviderFailure;
import io.github.camelsms.spi.ProviderText;
import io.github.camelsms.spi.Scrubber;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code mode: sms}. */
final class TwoFaLinkSend implements Operation<SmsMessage, SmsSubmission> {

    private static final Pattern SENDER = Pattern.compile("[A-Za-z0-9 ]{2,11}");
    private static final int SHORTEST_NUMBER = 10;
    private static final MessageFields FIELDS = new MessageFields(
            TwoFaLinkProvider.ID, Set.of(Field.FROM, Field.UDH), Set.of("mode", "to", "from", "content", "udh"));
    private static final String BASE64 = "base64";
    /** Parameter {@code base64=1}: the text is base64 already. */
    private static final String ENCODED = "1";

    private static final String PLAIN = "0";

    private final Map<String, String> headers;
    private final ProviderText providerText;
    private final Base64Policy base64;

    TwoFaLinkSend(Map<String, String> headers, ProviderText providerText, Base64Policy base64) {
        this.headers = headers;
        this.providerText = providerText;
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
            String given = message.params().get(BASE64);
            if (given == null && inBase64(text)) {
                body.put("content", Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
                body.put(BASE64, 1);
            } else if (given == null || given.equals(PLAIN)) {
                body.put("content", text);
            } else {
                body.put("content", encoded(given, text));
                body.put(BASE64, 1);
            }
        } else if (udh == null) {
            throw refused("the body has no text; accepted: a text, or none with CamelSmsUdh");
        }
        if (udh != null) {
            body.put("udh", udh.value());
        }
        message.params().forEach((name, value) -> {
            if (!name.equals(BASE64)) {
                body.put(name, value);
            }
        });
        return TwoFaLinkProvider.request(headers, body);
    }

    /** Checks that a text is what parameter {@code base64} says: 2FA.link decodes it before it goes to the handset. */
    private static String encoded(String base64, String text) {
        if (!base64.equals(ENCODED)) {
            throw refused("parameter base64 is not accepted; accepted: 1 for a text that is base64 already, 0 for one"
                    + " that is not");
        }
        try {
            if (text.length() % 4 == 0 && Base64.getDecoder().decode(text).length > 0) {
                return text;
            }
        } catch (IllegalArgumentException notBase64) {
            // Its message would quote the text.
        }
        throw refused("parameter base64 is 1 and the text is not base64; accepted: RFC 4648 with padding and without"
                + " line breaks");
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
                .orElseThrow(() -> ProviderFailure.notAnObject(TwoFaLinkProvider.ID, response));
        String id = Json.text(body, "request_id");
        String code = TwoFaLinkCodes.read(body, "errorcode");
        Scrubber scrubber = providerText.replyTo(plain(message));
        if (TwoFaLinkCodes.SUCCESS.equals(code) || (code == null && id != null && response.isSuccess())) {
            // Success without request_id stays a success: an error here would make the route send twice.
            return SmsSubmission.accepted(TwoFaLinkProvider.ID, id)
                    .providerCode(code)
                    .providerText(scrubber.text(Json.text(body, "errormsg")))
                    .build();
        }
        throw TwoFaLinkCodes.error(body, code, response, scrubber);
    }

    /** The message with its text as 2FA.link reads it, which is how an error would repeat it; the base64 of that is found too. */
    private static SmsMessage plain(SmsMessage message) {
        String text = message.text();
        if (text == null || !ENCODED.equals(message.params().get(BASE64))) {
            return message;
        }
        byte[] bytes = Base64.getDecoder().decode(text);
        return message.toBuilder()
                .text(new String(bytes, StandardCharsets.UTF_8))
                .build();
    }

    private static SmsRefusedException refused(String detail) {
        return SmsRefusedException.invalidRequest(TwoFaLinkProvider.ID, detail);
    }
}
