package io.github.camelsms.provider.twochat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.Json;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ReceiptSource;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.spi.Lenient;
import io.github.camelsms.spi.MessageFields;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.ProviderText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /sms/message/{id}}. 2Chat's own documents do not describe it: it rests on what the vendor published elsewhere
 * (2ChatCo/agent-skills, {@code skills/2chat-sms/SKILL.md}), and whether it takes the id that a send gave is unproven.
 *
 * <p>2Chat says that a message exists and what it cost, never what became of it: the status is ACCEPTED, NOT_FOUND or, of an inbound
 * message, UNKNOWN. The provider code is the direction.
 */
final class TwoChatQuery implements Operation<SmsQuery, DeliveryReceipt> {

    private final Map<String, String> headers;
    private final ProviderText providerText;

    TwoChatQuery(Map<String, String> headers, ProviderText providerText) {
        this.headers = headers;
        this.providerText = providerText;
    }

    @Override
    public HttpRequest encode(SmsQuery query) {
        MessageFields.refuseVerifyCode(TwoChatProvider.ID, query);
        String id = query.messageId();
        if (id.equals(".") || id.equals("..")) {
            throw refused("CamelSmsMessageId is a step in a path, not an id");
        }
        String segment = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
        return HttpRequest.get("/sms/message/" + segment, null, headers);
    }

    @Override
    public DeliveryReceipt decode(SmsQuery query, HttpResponse response) {
        if (response.status() == 404) {
            return receipt(query, DeliveryStatus.NOT_FOUND).build();
        }
        JsonNode body = TwoChatErrors.accepted(response, providerText.replyTo(query));
        JsonNode message = body.path("message");
        if (!message.isObject()) {
            throw TwoChatErrors.unclear(response, "the reply has no message");
        }
        Lenient.warnOfOtherId(TwoChatProvider.ID, query.messageId(), Json.text(message, "uuid"));
        String direction = Json.text(message, "direction");
        boolean ours = direction == null || direction.equals("outbound");
        Instant created = Lenient.utc(Json.text(message, "created_at"));
        Instant updated = Lenient.utc(Json.text(message, "updated_at"));
        return receipt(query, ours ? DeliveryStatus.ACCEPTED : DeliveryStatus.UNKNOWN)
                .to(Lenient.msisdn(Json.text(message, "destination")))
                .from(Lenient.sender(Json.text(message, "source")))
                .segments(Json.integer(message, "fragments"))
                .price(Json.decimal(message, "price"), null)
                .providerCode(direction(direction))
                .submittedAt(created)
                .at(updated != null ? updated : created)
                .detail("voip_number_setup_id", Json.integer(message, "voip_number_setup_id"))
                .build();
    }

    private static @Nullable String direction(@Nullable String text) {
        return text != null && (text.equals("outbound") || text.equals("inbound")) ? text : null;
    }

    private static DeliveryReceipt.Builder receipt(SmsQuery query, DeliveryStatus status) {
        return DeliveryReceipt.of(TwoChatProvider.ID, query.messageId(), status, ReceiptSource.QUERY);
    }

    @Override
    public boolean repeatable(SmsQuery query) {
        return true;
    }

    private static SmsRefusedException refused(String detail) {
        return SmsRefusedException.invalidRequest(TwoChatProvider.ID, detail);
    }
}
