package io.github.camelsms.internal.send;

import io.github.camelsms.internal.client.AccountClient;
import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.internal.state.IdempotentSends;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsSubmission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of messages that are tracked. The key of a message is claimed before the call and settled when it has ended, so no other
 * send with the key makes one; a failover to another account is a call of its own, with the key free in between. Where a send names the
 * address of its receipts, the address carries a reference by which they find the send.
 */
final class TrackedCalls {

    /** Beyond the waits that options bound: reading, writing and the store. */
    private static final Duration LEASE_BESIDES = Duration.ofSeconds(30);

    private final IdempotentSends sends;
    private final SentMessages sent;

    TrackedCalls(IdempotentSends sends, SentMessages sent) {
        this.sends = sends;
        this.sent = sent;
    }

    /** The message as providers see it. */
    static SmsMessage withoutKey(SmsMessage message) {
        return message.idempotencyKey() == null
                ? message
                : message.toBuilder().idempotencyKey(null).build();
    }

    /** Whether anything is to be known of the message behind its call. */
    static boolean isTracked(AccountClient<?, ?> client, SmsMessage message) {
        return message.idempotencyKey() != null || isReferenced(client, message);
    }

    /** Whether receipts will bring what option {@code correlate} is to find. */
    private static boolean isReferenced(AccountClient<?, ?> client, SmsMessage completed) {
        return !client.settings().correlate().isEmpty()
                && client.binding().defaults().namesReceipts(completed);
    }

    /**
     * Sends one message, unless its key says otherwise.
     *
     * @param read the message as it was read: a repeat may go through an account that adds something else
     */
    boolean execute(
            AccountClient<SmsMessage, SmsSubmission> client,
            Exchange exchange,
            SmsMessage read,
            SmsMessage message,
            AccountClient.Completion<SmsSubmission> completion) {
        IdempotentSends.Attempt attempt = attempt(client, List.of(message));
        SmsMessage outgoing = client.binding().defaults().referenced(withoutKey(message), attempt.reference());
        if (message.idempotencyKey() == null) {
            sent.announce(client, exchange, attempt);
            return client.execute(exchange, outgoing, completion);
        }
        IdempotentSends.Claim claim = sends.claim(attempt, List.of(read)).get(0);
        IdempotentSends.Held held = claim.held();
        if (held == null) {
            completion.done(new AccountClient.Result<>(claim.earlier(), claim.refusal(), null, true), true);
            return true;
        }
        SmsException past = past(client, message);
        if (past != null) {
            sends.settle(List.of(held.notSent()));
            completion.done(new AccountClient.Result<>(null, past, null), true);
            return true;
        }
        sent.announce(client, exchange, attempt);
        return client.execute(
                exchange, outgoing, (result, sync) -> completion.done(settled(client, held, message, result), sync));
    }

    private AccountClient.Result<SmsSubmission> settled(
            AccountClient<SmsMessage, SmsSubmission> client,
            IdempotentSends.Held held,
            SmsMessage message,
            AccountClient.Result<SmsSubmission> result) {
        SmsSubmission output = result.output();
        if (output == null) {
            SmsException failure = result.failureOrUnknown(client.provider());
            sends.settle(List.of(
                    failure instanceof SmsOutcomeUnknownException
                            ? held.unknown(client.account(), failure.messageId().orElse(null), null)
                            : held.notSent()));
            return result;
        }
        SmsSubmission accepted = client.binding().results().completed(message, output);
        sends.settle(List.of(held.accepted(accepted)));
        return new AccountClient.Result<>(accepted, null, result.response());
    }

    /** Why a message must not be sent any more; null when it may be. */
    private static @Nullable SmsException past(AccountClient<?, ?> client, SmsMessage message) {
        try {
            client.binding().messages().checkTimes(message);
            return null;
        } catch (SmsException refused) {
            return refused;
        }
    }

    private static IdempotentSends.Attempt attempt(AccountClient<?, ?> client, List<SmsMessage> completed) {
        AccountSettings settings = client.settings();
        Duration lease = settings.rateLimitTimeout()
                .plus(settings.connectTimeout())
                .plus(settings.responseTimeout().multipliedBy(2)) // for a place, then for the reply
                .plus(LEASE_BESIDES);
        return new IdempotentSends.Attempt(
                client.provider(),
                IdempotentSends.newReference(),
                client.binding().defaults().namesReceipts(completed.get(0)),
                completed.size() > 1,
                settings.idempotencyWindow(),
                lease);
    }

    /**
     * Prepares the messages that share a call: claims their keys, and has their receipts bring the reference of the call.
     *
     * @param chunk as the account sends them
     * @param read all messages as they were read, by place
     */
    KeyedChunk prepared(
            AccountClient<?, ?> client,
            Exchange exchange,
            BulkPlan.Chunk chunk,
            List<? extends @Nullable SmsMessage> read) {
        List<SmsMessage> withKey = withKey(chunk, read);
        if (withKey.isEmpty() && !isReferenced(client, chunk.messages().get(0))) {
            return KeyedChunk.without(chunk);
        }
        IdempotentSends.Attempt attempt = attempt(client, chunk.messages());
        List<IdempotentSends.Claim> claims = withKey.isEmpty() ? List.of() : sends.claim(attempt, withKey);
        KeyedChunk prepared = new KeyedChunk(new BulkPlan.Chunk(), new HashMap<>(), new HashMap<>());
        List<IdempotentSends.Settlement> tooLate = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < chunk.places().size(); i++) {
            int place = chunk.places().get(i);
            SmsMessage message = Objects.requireNonNull(read.get(place));
            IdempotentSends.Claim claim = message.idempotencyKey() == null ? null : claims.get(next++);
            IdempotentSends.Held held = claim == null ? null : claim.held();
            SmsException past = held == null ? null : past(client, message);
            if (claim != null && held == null) {
                prepared.decided().put(place, decided(client, message, claim));
            } else if (held != null && past != null) {
                tooLate.add(held.notSent());
                prepared.decided().put(place, failed(client, message, past));
            } else {
                if (held != null) {
                    prepared.held().put(place, held);
                }
                prepared.toSend()
                        .add(
                                place,
                                client.binding()
                                        .defaults()
                                        .referenced(chunk.messages().get(i), attempt.reference()));
            }
        }
        if (!tooLate.isEmpty()) {
            sends.settle(tooLate);
        }
        if (!prepared.toSend().places().isEmpty()) {
            sent.announce(client, exchange, attempt);
        }
        return prepared;
    }

    private static List<SmsMessage> withKey(BulkPlan.Chunk chunk, List<? extends @Nullable SmsMessage> read) {
        List<SmsMessage> withKey = List.of();
        for (int place : chunk.places()) {
            SmsMessage message = Objects.requireNonNull(read.get(place));
            if (message.idempotencyKey() != null) {
                withKey = withKey.isEmpty() ? new ArrayList<>() : withKey;
                withKey.add(message);
            }
        }
        return withKey;
    }

    private static BulkResult decided(AccountClient<?, ?> client, SmsMessage message, IdempotentSends.Claim claim) {
        SmsSubmission earlier = claim.earlier();
        return earlier != null
                ? BulkResult.accepted(earlier).withAccount(earlier.account())
                : failed(client, message, Objects.requireNonNull(claim.refusal()));
    }

    private static BulkResult failed(AccountClient<?, ?> client, SmsMessage message, SmsException failure) {
        return BulkResult.failed(failure, message.to())
                .withAccount(client.settings().account());
    }

    /**
     * Settles the keys of a call that has ended.
     *
     * @param failure why the call failed; null when it did not
     * @param results those of the messages that were sent, in their order
     */
    void settle(
            AccountClient<?, ?> client, KeyedChunk chunk, @Nullable SmsException failure, List<BulkResult> results) {
        Map<Integer, IdempotentSends.Held> held = chunk.held();
        if (held.isEmpty()) {
            return;
        }
        List<IdempotentSends.Settlement> settlements = new ArrayList<>(held.size());
        for (int i = 0; i < results.size(); i++) {
            IdempotentSends.Held key = held.get(chunk.toSend().places().get(i));
            if (key != null) {
                settlements.add(settlement(client, key, failure, results.get(i), results.size() > 1));
            }
        }
        sends.settle(settlements);
    }

    private static IdempotentSends.Settlement settlement(
            AccountClient<?, ?> client,
            IdempotentSends.Held held,
            @Nullable SmsException failure,
            BulkResult result,
            boolean shared) {
        SmsSubmission submission = result.submission();
        String failed = failure == null ? null : failure.messageId().orElse(null);
        return switch (result.outcome()) {
            case ACCEPTED -> held.accepted(Objects.requireNonNull(submission));
            case REFUSED, RETRYABLE -> held.notSent();
            case UNKNOWN ->
                held.unknown(
                        client.account(),
                        submission == null ? failed : submission.messageId(),
                        shared ? result.to() : null);
        };
    }
}
