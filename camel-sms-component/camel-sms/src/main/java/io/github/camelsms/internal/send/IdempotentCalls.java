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
 * Makes the calls of messages with an idempotency key: the key is claimed before the call and settled when it has ended, so no other send
 * with the key makes one. A failover to another account is a call of its own: the key is free in between.
 */
final class IdempotentCalls {

    /** Beyond the waits that options bound: reading, writing and the store. */
    private static final Duration LEASE_BESIDES = Duration.ofSeconds(30);

    private final IdempotentSends sends;

    IdempotentCalls(IdempotentSends sends) {
        this.sends = sends;
    }

    /** The message as providers see it. */
    static SmsMessage withoutKey(SmsMessage message) {
        return message.idempotencyKey() == null
                ? message
                : message.toBuilder().idempotencyKey(null).build();
    }

    /** Sends one message, unless its key says otherwise. */
    boolean execute(
            AccountClient<SmsMessage, SmsSubmission> client,
            Exchange exchange,
            SmsMessage message,
            AccountClient.Completion<SmsSubmission> completion) {
        IdempotentSends.Claim claim =
                sends.claim(attempt(client), List.of(message)).get(0);
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
        return client.execute(
                exchange,
                withoutKey(message),
                (result, sync) -> completion.done(settled(client, held, message, result), sync));
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

    private static IdempotentSends.Attempt attempt(AccountClient<?, ?> client) {
        AccountSettings settings = client.settings();
        Duration lease = settings.rateLimitTimeout()
                .plus(settings.connectTimeout())
                .plus(settings.responseTimeout().multipliedBy(2)) // for a place, then for the reply
                .plus(LEASE_BESIDES);
        return new IdempotentSends.Attempt(
                client.provider(), IdempotentSends.newReference(), settings.idempotencyWindow(), lease);
    }

    /**
     * Claims the keys of messages that share a call.
     *
     * @param read all messages as they were read, by place
     */
    KeyedChunk claimed(AccountClient<?, ?> client, BulkPlan.Chunk chunk, List<? extends @Nullable SmsMessage> read) {
        List<SmsMessage> withKey = withKey(chunk, read);
        if (withKey.isEmpty()) {
            return KeyedChunk.without(chunk);
        }
        List<IdempotentSends.Claim> claims = sends.claim(attempt(client), withKey);
        KeyedChunk claimed = new KeyedChunk(new BulkPlan.Chunk(), new HashMap<>(), new HashMap<>());
        List<IdempotentSends.Settlement> tooLate = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < chunk.places().size(); i++) {
            int place = chunk.places().get(i);
            SmsMessage message = Objects.requireNonNull(read.get(place));
            if (message.idempotencyKey() == null) {
                claimed.toSend().add(place, chunk.messages().get(i));
                continue;
            }
            IdempotentSends.Claim claim = claims.get(next++);
            IdempotentSends.Held held = claim.held();
            SmsException past = held == null ? null : past(client, message);
            if (held == null) {
                claimed.decided().put(place, decided(client, message, claim));
            } else if (past != null) {
                tooLate.add(held.notSent());
                claimed.decided().put(place, failed(client, message, past));
            } else {
                claimed.held().put(place, held);
                claimed.toSend().add(place, chunk.messages().get(i));
            }
        }
        if (!tooLate.isEmpty()) {
            sends.settle(tooLate);
        }
        return claimed;
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
