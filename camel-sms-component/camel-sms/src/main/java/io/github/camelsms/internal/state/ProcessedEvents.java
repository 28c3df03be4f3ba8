package io.github.camelsms.internal.state;

import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.Msisdn;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.spi.IdempotentRepository;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which news was processed and how far each message had come, in one repository. News is entered only after its route has
 * succeeded, so a crash in between lets the provider's repeat through.
 */
public final class ProcessedEvents {

    /** What to do with a piece of news. */
    public enum Verdict {
        /** Nothing like it was processed. */
        NEW,
        /** It comes after news of a later state. */
        STALE,
        /** It was processed before. */
        DUPLICATE,
        /** It is being processed at this moment. */
        RUNNING
    }

    /** An account's messages have their states in order: what comes after a state of the same or a higher rank is stale. */
    private static final int HIGHEST_RANK = 3;

    private final IdempotentRepository repository;
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    public ProcessedEvents(IdempotentRepository repository) {
        this.repository = repository;
    }

    /** Key of a receipt: account, message id, recipient and state. */
    public static String key(String account, DeliveryReceipt receipt) {
        return message(account, receipt) + '|' + receipt.status() + '|' + receipt.providerCode();
    }

    /** Key of an inbound SMS: account and message id, or what else tells it from others. */
    public static String key(String account, InboundSms sms) {
        String id = sms.messageId() != null
                ? sms.messageId()
                : digits(sms.from()) + '|' + sms.at() + '|' + digest(sms.text());
        return "inbound|" + account + '|' + id;
    }

    /** Tells texts apart without keeping them. */
    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every Java platform has it
        }
    }

    private static String message(String account, DeliveryReceipt receipt) {
        return "dlr|" + account + '|' + receipt.messageId() + '|' + digits(receipt.to());
    }

    /** A number prints masked, which would make one of many. */
    private static String digits(@Nullable Msisdn number) {
        return number == null ? "" : number.digits();
    }

    /** Takes the key until {@link #leave}; nobody else may process it meanwhile. */
    public Verdict enter(String key) {
        if (!running.add(key)) {
            return Verdict.RUNNING;
        }
        try {
            if (!repository.contains(key)) {
                return Verdict.NEW;
            }
        } catch (RuntimeException unavailable) {
            running.remove(key);
            throw unavailable;
        }
        running.remove(key);
        return Verdict.DUPLICATE;
    }

    /** Takes the receipt's key, and tells whether a later state was processed before. */
    public Verdict enter(String account, DeliveryReceipt receipt) {
        String key = key(account, receipt);
        Verdict verdict = enter(key);
        if (verdict == Verdict.DUPLICATE) {
            repository.add(reached(account, receipt, rank(receipt))); // a crash may have come between the two entries
        }
        if (verdict != Verdict.NEW) {
            return verdict;
        }
        try {
            for (int rank = rank(receipt); rank <= HIGHEST_RANK; rank++) {
                if (repository.contains(reached(account, receipt, rank))) {
                    return Verdict.STALE;
                }
            }
            return Verdict.NEW;
        } catch (RuntimeException unavailable) {
            running.remove(key);
            throw unavailable;
        }
    }

    /** Enters a receipt whose route has succeeded: its key first, else a repeat after a crash in between would pass for a late one. */
    public void succeeded(String account, DeliveryReceipt receipt) {
        repository.add(key(account, receipt));
        repository.add(reached(account, receipt, rank(receipt)));
    }

    /** Enters news whose route has succeeded. */
    public void succeeded(String key) {
        repository.add(key);
    }

    public void leave(String key) {
        running.remove(key);
    }

    private static String reached(String account, DeliveryReceipt receipt, int rank) {
        return message(account, receipt) + "|reached " + rank;
    }

    /** A handset that has the SMS has it, whatever was given up before: DELIVERED ranks above the other final states. */
    public static int rank(DeliveryReceipt receipt) {
        if (receipt.status() == DeliveryStatus.DELIVERED) {
            return HIGHEST_RANK;
        }
        if (receipt.statusFinal()) {
            return 2;
        }
        return receipt.status() == DeliveryStatus.SENT ? 1 : 0;
    }
}
