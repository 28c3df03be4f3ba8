package io.github.camelsms.simulator.telesign;

import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.Members;
import io.github.camelsms.simulator.RetryPlan;
import io.github.camelsms.simulator.SimulatedAccount;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.WebhookCall;
import io.github.camelsms.simulator.WebhookDouble;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Transaction callbacks of TeleSign Verify and Messaging: a {@code POST} of JSON, signed over the bytes of the body alone.
 *
 * <p>Documented: members, both headers with the signature, {@code callback_url} before the registered URL, at most four
 * attempts, each with 5 s for the reply, 5, 10 and 15 s apart, until status 200; no callback for 290.
 *
 * <ul>
 * <li>guess: an endpoint that cannot be reached is tried again like one that answers something else than 200.
 * <li>guess: plain HTTP is called too, and any port.
 * <li>guess: 203 comes when the message is sent; the ends are those of a query: 200, 207, 504, 221, 250.
 * <li>guess: {@code X-TS-Authorization} has the bare signature; {@code code_state} is UNKNOWN whatever was checked.
 * <li>guess: {@code additional_info} has the number of parts, the price in USD, and a mobile network of the United States.
 * <li>guess: a callback of Messaging without an external id has {@code external_id} null.
 * </ul>
 */
final class TelesignCallbacks implements WebhookDouble {

    private static final String AUTHORIZATION = "Authorization";
    private static final String BARE_AUTHORIZATION = "X-TS-Authorization";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final RetryPlan RETRIES = new RetryPlan(
            Duration.ofSeconds(5),
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(15)),
            RetryPlan.Contented.STATUS_200);

    @Override
    public RetryPlan retries() {
        return RETRIES;
    }

    @Override
    public Optional<String> receiptUrl(SimulatedMessage message) {
        return Optional.ofNullable(message.fields().get("callback_url"));
    }

    @Override
    public Optional<WebhookCall> receipt(SimulatedMessage message, URI target, SimulatedAccount account) {
        return switch (message.state()) {
            case ACCEPTED, CANCELLED -> Optional.empty();
            case SENT, DELIVERED, UNDELIVERED, REJECTED, EXPIRED, UNKNOWN ->
                Optional.of(signed(WebhookCall.postJson(target, body(message, account)), account.credentials()));
        };
    }

    @Override
    public Set<String> signatureHeaders() {
        return Set.of(AUTHORIZATION, BARE_AUTHORIZATION);
    }

    private static WebhookCall signed(WebhookCall call, Credentials credentials) {
        String signature = TelesignAuthentication.sign(call.body(), credentials.apiKey());
        return call.withHeader(AUTHORIZATION, "TSA " + credentials.customer() + ":" + signature)
                .withHeader(BARE_AUTHORIZATION, signature);
    }

    private static Members body(SimulatedMessage message, SimulatedAccount account) {
        Instant updatedOn = Optional.ofNullable(message.finalAt())
                .orElseGet(() -> account.clock().instant());
        TelesignStatus state = TelesignStatus.of(message.state());
        Members status = new Members()
                .with("code", state.code())
                .with("description", state.description())
                .with("updated_on", TIME.format(updatedOn));
        Members info = new Members()
                .with("message_parts_count", message.segments())
                .with("price", message.price().toPlainString())
                .with("mnc", "004")
                .with("mcc", "310")
                .with("currency", "USD");
        if (TelesignMessaging.sent(message)) {
            return new Members()
                    .with("reference_id", message.messageId())
                    .with("status", status)
                    .with("submit_timestamp", TIME.format(message.acceptedAt()))
                    .with("additional_info", info)
                    .with("external_id", TelesignMessaging.externalId(message));
        }
        return new Members()
                .with("status", status)
                .with("submit_timestamp", TIME.format(message.acceptedAt()))
                .with("errors", List.of())
                .with("reference_id", message.messageId())
                .with("verify", new Members().with("code_state", "UNKNOWN").with("code_entered", null))
                .with("sub_resource", "sms")
                .with("additional_info", info);
    }
}
