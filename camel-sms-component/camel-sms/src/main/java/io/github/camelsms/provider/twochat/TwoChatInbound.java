package io.github.camelsms.provider.twochat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.http.Json;
import io.github.camelsms.http.WebhookRequest;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.WebhookException;
import io.github.camelsms.spi.Lenient;
import io.github.camelsms.spi.Verification;
import io.github.camelsms.spi.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An SMS that arrived. 2Chat documents no such event: this reads what its other events look like, and is there for the day
 * that an account offers one.
 *
 * <p>What is not an inbound SMS is dropped: events of WhatsApp and of calls, and messages that the account sent itself. Where an id or
 * every number is missing nothing is guessed: the text is then the whole body, and only the id, if there is one, stands beside it.
 */
final class TwoChatInbound implements Webhook<InboundSms> {

    private static final List<String> OTHER_CHANNELS = List.of("whatsapp.", "call.");

    /** Members that hold the two numbers: who writes, and who is written to (in an inbound message). */
    private static final String[][] NUMBERS = {
        {"remote_phone_number", "channel_phone_number"}, {"source", "destination"}, {"from_number", "to_number"}
    };

    @Override
    public Set<String> methods() {
        return Set.of("POST");
    }

    @Override
    public Verification verification() {
        return Verification.TOKEN;
    }

    @Override
    public List<InboundSms> decode(WebhookRequest request) {
        JsonNode body = Json.object(request.body())
                .orElseThrow(() -> WebhookException.unreadable("the body is not a JSON object"));
        if (isOfAnotherChannel(Json.text(body, "event")) || isOurs(body)) {
            return List.of();
        }
        String uuid = Json.text(body, "uuid");
        String id = uuid != null ? uuid : Json.text(body, "id");
        for (String[] pair : NUMBERS) {
            String from = Json.text(body, pair[0]);
            String to = Json.text(body, pair[1]);
            if (id != null && (from != null || to != null)) {
                return List.of(sms(body, id, from, to));
            }
        }
        String whole = new String(request.body(), StandardCharsets.UTF_8);
        return List.of(InboundSms.of(TwoChatProvider.ID, id, null, null, null, whole, false, null));
    }

    private static InboundSms sms(JsonNode body, String id, @Nullable String from, @Nullable String to) {
        Instant timestamp = Lenient.utc(Json.text(body, "timestamp"));
        return InboundSms.of(
                TwoChatProvider.ID,
                id,
                null,
                Lenient.msisdn(from),
                Lenient.ours(to),
                text(body),
                false,
                timestamp != null ? timestamp : Lenient.utc(Json.text(body, "created_at")));
    }

    /** As it was written; empty for a message without text, such as a picture. */
    private static String text(JsonNode body) {
        JsonNode nested = body.path("message").path("text");
        return (nested.isTextual() ? nested : body.path("text")).asText();
    }

    private static boolean isOfAnotherChannel(@Nullable String event) {
        return event != null && OTHER_CHANNELS.stream().anyMatch(event.toLowerCase(Locale.ROOT)::startsWith);
    }

    /** Whether the account sent it: a route that answers what arrives would answer itself. */
    private static boolean isOurs(JsonNode body) {
        String direction = Json.text(body, "direction");
        String sentBy = Json.text(body, "sent_by");
        boolean inbound = "inbound".equals(direction) || "user".equals(sentBy);
        return !inbound && (direction != null || sentBy != null);
    }
}
