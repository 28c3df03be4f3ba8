package io.github.camelsms.provider.twochat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.Json;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SenderId;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.MessageFields;
import io.github.camelsms.spi.MessageFields.Field;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.ProviderText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST /sms/send} (section 3). Numbers travel with {@code +}. */
final class TwoChatSend implements Operation<SmsMessage, SmsSubmission> {

    private static final MessageFields FIELDS =
            new MessageFields(TwoChatProvider.ID, Set.of(Field.FROM), Set.of("from_number", "to_number", "text"));

    private final Map<String, String> headers;
    private final ProviderText words;

    TwoChatSend(Map<String, String> headers, ProviderText words) {
        this.headers = headers;
        this.words = words;
    }

    @Override
    public HttpRequest encode(SmsMessage message) {
        FIELDS.check(message);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("from_number", sender(message.from()).e164());
        body.put("to_number", recipient(message.to()).e164());
        body.put("text", text(message.text()));
        body.putAll(message.params());
        return HttpRequest.post("/sms/send", headers, Json.write(body));
    }

    private static Msisdn sender(@Nullable SenderId from) {
        if (from == null) {
            throw refused("CamelSmsFrom is missing; accepted: a number of the account in E.164");
        }
        return from.msisdn()
                .orElseThrow(() -> refused("CamelSmsFrom is not a number; accepted: a number of the account in E.164"));
    }

    private static Msisdn recipient(@Nullable Msisdn to) {
        if (to == null) {
            throw refused("CamelSmsTo is missing; accepted: a number in E.164");
        }
        return to;
    }

    private static String text(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            throw refused("the body has no text; accepted: a text of one character or more");
        }
        return text;
    }

    /** The order of section 3.3. Any 2xx will do, not only 202. */
    @Override
    public SmsSubmission decode(SmsMessage message, HttpResponse response) {
        Optional<JsonNode> reply = Json.object(response.body());
        String said = words.scrub(reply.map(TwoChatErrors::text).orElse(null), message);
        if (!response.isSuccess()) {
            throw TwoChatErrors.byStatus(response, reply, said);
        }
        JsonNode body = reply.orElseThrow(() -> TwoChatErrors.unclear(response, "the reply is no JSON object"));
        if (TwoChatErrors.isRefusal(body)) {
            throw TwoChatErrors.unclear(response, said == null ? "a refusal without text" : said);
        }
        String id = messageId(body);
        if (id == null && !body.path("success").asBoolean()) {
            throw TwoChatErrors.unclear(response, "the reply has neither success nor an id");
        }
        // Success without an id stays a success: an error here would make the route send twice. (3.3)
        return SmsSubmission.accepted(TwoChatProvider.ID, id).build();
    }

    /** The vendor's two descriptions disagree on the name (section 3.1). */
    private static @Nullable String messageId(JsonNode body) {
        String id = Json.text(body, "message_id");
        return id != null ? id : Json.text(body, "message_uuid");
    }

    private static SmsRefusedException refused(String detail) {
        return new SmsRefusedException(SmsFault.of(ErrorClass.INVALID_REQUEST, TwoChatProvider.ID, detail));
    }
}
