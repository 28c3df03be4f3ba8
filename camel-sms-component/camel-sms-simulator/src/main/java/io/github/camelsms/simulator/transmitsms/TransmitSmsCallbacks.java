package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.HandsetReply;
import io.github.camelsms.simulator.RetryPlan;
import io.github.camelsms.simulator.SimulatedAccount;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.WebhookCall;
import io.github.camelsms.simulator.WebhookDouble;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Delivery receipts, replies and link hits of Transmit SMS: a {@code GET} with everything in the query, behind the parameters that the
 * customer's URL has, and a signature over all of them.
 *
 * <p>Documented: names, {@code dlr_callback}, {@code reply_callback} and {@code link_hits_callback} before the account's URL, one receipt for each
 * recipient, up to four retries after 1 minute, 5 minutes, 1 hour and 24 hours when the endpoint cannot be reached.
 *
 * <ul>
 * <li>guess: each wait counts from the attempt before; 30 s for a reply; an endpoint that answers 500 was reached, and
 * nothing is repeated.
 * <li>guess: {@code pending} comes when the message is sent, none when its fate is unknown or it is cancelled; an expired
 * message is a {@code soft-bounce}, an undelivered or rejected one a {@code hard-bounce}.
 * <li>guess: {@code user_id} is 54911 and {@code rate} 10.
 * <li>guess: a reply that answers nothing has an empty {@code message_id}; {@code STOP} alone is an opt-out.
 * <li>guess: a hit on a link goes to {@code link_hits_callback}, else to where receipts go; {@code list_id} is 0 without a list.
 * <li>guess: no call tells of changed lists.
 * <li>guess: a sender of letters cannot be answered; without a sender the shared number is.
 * </ul>
 */
final class TransmitSmsCallbacks implements WebhookDouble {

    private static final String USER_ID = "54911";
    private static final String RATE = "10";
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final RetryPlan RETRIES = new RetryPlan(
            Duration.ofSeconds(30),
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofHours(24)),
            RetryPlan.Contented.ANY_REPLY);

    private final NumberMethods numbers;
    private final LinkHits linkHits;

    TransmitSmsCallbacks(NumberMethods numbers, LinkHits linkHits) {
        this.numbers = numbers;
        this.linkHits = linkHits;
    }

    @Override
    public RetryPlan retries() {
        return RETRIES;
    }

    @Override
    public Optional<String> receiptUrl(SimulatedMessage message) {
        return Optional.ofNullable(message.fields().get("dlr_callback")).filter(url -> !url.isBlank());
    }

    @Override
    public Optional<String> replyUrl(SimulatedMessage message) {
        return Optional.ofNullable(message.fields().get("reply_callback"))
                .filter(url -> !url.isBlank())
                .or(() -> numbers.forwardUrl(Report.senderOf(message)));
    }

    @Override
    public Optional<WebhookCall> receipt(SimulatedMessage message, URI target, SimulatedAccount account) {
        return switch (message.state()) {
            case ACCEPTED, UNKNOWN, CANCELLED -> Optional.empty();
            case SENT, DELIVERED, UNDELIVERED, REJECTED, EXPIRED ->
                Optional.of(call(target, receiptParameters(message, account), account));
        };
    }

    private static Map<String, String> receiptParameters(SimulatedMessage message, SimulatedAccount account) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("message_id", message.messageId());
        parameters.put("mobile", message.msisdn());
        parameters.put(
                "datetime",
                Parameters.time(Optional.ofNullable(message.finalAt())
                        .orElseGet(() -> account.clock().instant())));
        parameters.put("status", Report.recipientStatus(message));
        parameters.put("user_id", USER_ID);
        parameters.put("rate", RATE);
        return parameters;
    }

    @Override
    public Optional<WebhookCall> reply(HandsetReply reply, URI target, SimulatedAccount account) {
        SimulatedMessage answered = reply.answered();
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("user_id", USER_ID);
        parameters.put("message_id", answered == null ? "" : answered.messageId());
        parameters.put("mobile", reply.msisdn());
        parameters.put("longcode", answered == null ? NumberMethods.SHARED : Report.senderOf(answered));
        parameters.put("datetime_entry", Parameters.time(reply.at()));
        parameters.put("response", reply.text());
        parameters.put("response_id", String.valueOf(account.ids().next()));
        parameters.put("is_optout", reply.isOptOut() ? "yes" : "no");
        return NUMBER.matcher(parameters.get("longcode")).matches()
                ? Optional.of(call(target, parameters, account))
                : Optional.empty();
    }

    @Override
    public Optional<String> linkHitUrl(SimulatedMessage message) {
        return Optional.ofNullable(message.fields().get("link_hits_callback")).filter(url -> !url.isBlank());
    }

    @Override
    public Optional<WebhookCall> linkHit(SimulatedMessage message, URI target, SimulatedAccount account) {
        List<LinkHits.Hit> hits = linkHits.of(message);
        if (hits.isEmpty()) {
            return Optional.empty();
        }
        LinkHits.Hit hit = hits.get(hits.size() - 1);
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("datetime", Parameters.time(hit.at()));
        parameters.put("firstname", Optional.ofNullable(hit.firstName()).orElse(""));
        parameters.put("lastname", Optional.ofNullable(hit.lastName()).orElse(""));
        parameters.put("link_hits", String.valueOf(hit.count()));
        parameters.put("list_id", String.valueOf(hit.listId()));
        parameters.put("longcode", Report.senderOf(message));
        parameters.put("message", message.text());
        parameters.put("message_id", message.messageId());
        parameters.put("mobile", message.msisdn());
        parameters.put("rate", RATE);
        parameters.put("user_id", USER_ID);
        return Optional.of(call(target, parameters, account));
    }

    @Override
    public Set<String> signatureHeaders() {
        return Set.of(TransmitSmsSignature.HEADER);
    }

    private static WebhookCall call(URI target, Map<String, String> parameters, SimulatedAccount account) {
        String own = Optional.ofNullable(target.getRawQuery())
                .filter(query -> !query.isEmpty())
                .map(query -> query + "&")
                .orElse("");
        String query = own
                + parameters.entrySet().stream()
                        .map(parameter -> parameter.getKey() + "="
                                + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        String path =
                Optional.of(target.getRawPath()).filter(raw -> !raw.isEmpty()).orElse("/");
        URI url = URI.create(target.getScheme() + "://" + target.getRawAuthority() + path + "?" + query);
        return WebhookCall.get(url)
                .withHeader(
                        TransmitSmsSignature.HEADER,
                        TransmitSmsSignature.of(query, account.credentials().secret()));
    }
}
