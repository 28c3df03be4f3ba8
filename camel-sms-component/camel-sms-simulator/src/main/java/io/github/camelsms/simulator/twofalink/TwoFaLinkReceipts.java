package io.github.camelsms.simulator.twofalink;

import io.github.camelsms.simulator.Members;
import io.github.camelsms.simulator.RetryPlan;
import io.github.camelsms.simulator.SimulatedAccount;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.WebhookCall;
import io.github.camelsms.simulator.WebhookDouble;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Delivery receipts of 2FA.link: a {@code POST} of JSON whose values are all strings, unsigned, to the one URL of the account.
 *
 * <p>Documented: method, type, names, {@code statuscode} 701 to 705, "SMS delivered" with a small d.
 *
 * <ul>
 * <li>guess: three attempts, 10 s and 60 s apart, each with 10 s for the reply; any status of 2xx ends them.
 * <li>guess: one receipt for a message, of however many segments; none while it is sent.
 * <li>guess: the texts of 702 to 705 are those of a query.
 * </ul>
 */
final class TwoFaLinkReceipts implements WebhookDouble {

    private static final RetryPlan RETRIES = new RetryPlan(
            Duration.ofSeconds(10),
            List.of(Duration.ofSeconds(10), Duration.ofSeconds(60)),
            RetryPlan.Contented.STATUS_2XX);

    @Override
    public RetryPlan retries() {
        return RETRIES;
    }

    @Override
    public Optional<WebhookCall> receipt(SimulatedMessage message, URI target, SimulatedAccount account) {
        return switch (message.state()) {
            case ACCEPTED, SENT, CANCELLED -> Optional.empty();
            case DELIVERED -> Optional.of(call(message, target, account, "SMS delivered", "701"));
            case UNDELIVERED -> Optional.of(call(message, target, account, "SMS Undelivered", "702"));
            case REJECTED -> Optional.of(call(message, target, account, "SMS Rejected", "703"));
            case EXPIRED -> Optional.of(call(message, target, account, "SMS Expired", "704"));
            case UNKNOWN -> Optional.of(call(message, target, account, "Unknown", "705"));
        };
    }

    private static WebhookCall call(
            SimulatedMessage message, URI target, SimulatedAccount account, String status, String statusCode) {
        return WebhookCall.postJson(
                target,
                new Members()
                        .with("request_id", message.messageId())
                        .with("sender", Optional.ofNullable(message.from()).orElse(TwoFaLinkDouble.STANDARD_SENDER))
                        .with("msisdn", message.msisdn())
                        .with("status", status)
                        .with("statuscode", statusCode)
                        .with(
                                "timestamp",
                                TwoFaLinkDouble.TIME.format(Optional.ofNullable(message.finalAt())
                                        .orElseGet(() -> account.clock().instant()))));
    }
}
