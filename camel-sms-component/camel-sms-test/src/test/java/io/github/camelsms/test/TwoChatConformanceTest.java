package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.spi.SmsProvider;
import io.github.camelsms.spi.Webhook;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

class TwoChatConformanceTest extends ProviderConformance {

    TwoChatConformanceTest() {
        super("2chat");
    }

    @Override
    protected SmsMessage sampleMessage() {
        return SmsMessage.to("+447700900123")
                .from("+13125550147")
                .text("Your parcel arrives today.")
                .build();
    }

    @Override
    protected Map<String, Object> requests() {
        String twoSegments = "Your parcel 7781 left our depot this morning and will arrive between 14:00 and 16:00. If"
                + " nobody is home the driver leaves it with a neighbour and puts a card through your letterbox.";
        return Map.of(
                "send-request.json", sampleMessage(),
                "send-request-unicode.json", withText("Код 4821 ✔"),
                "send-request-long.json", withText(twoSegments));
    }

    @Override
    protected String target(Fixture request) {
        return "POST /sms/send";
    }

    @Override
    protected Map<String, String> headers(Fixture request) {
        return Map.of("X-User-API-Key", options().requireApiKey().value(), "Accept", "application/json");
    }

    @Override
    protected Optional<String> notCovered(Fixture fixture) {
        if (fixture.kind().equals("webhook")) {
            return fixture.json().has("event") ? Optional.of("events of WhatsApp are dropped") : Optional.empty();
        }
        return switch (fixture.operation()) {
            case "send", "query", "any" -> Optional.empty();
            default -> Optional.of("operation " + fixture.operation() + " of 2Chat is not offered");
        };
    }

    /** 2Chat has no codes, so what is not listed is a status (section 4). */
    @Override
    protected List<HttpResponse> unlistedRefusals() {
        String body = "{\"error\": true, \"error_message\": \"Something new\"}";
        return Stream.of(302, 405, 418, 451, 500, 505, 599)
                .map(status -> HttpResponse.of(status, body))
                .toList();
    }

    /** Section 5.1: the direction of a message is exposed, as the provider's code. */
    @Override
    protected void expect(Fixture response, String name, JsonNode expected, Object result) {
        assertThat(name).isEqualTo("direction");
        assertThat(((DeliveryReceipt) result).providerCode()).isEqualTo(expected.asText());
    }

    /** Section 6: no event of an SMS is documented; one without a name is read like an SMS. */
    @Override
    protected Optional<? extends Webhook<?>> webhook(SmsProvider provider, Fixture call) {
        return provider.inbound();
    }
}
