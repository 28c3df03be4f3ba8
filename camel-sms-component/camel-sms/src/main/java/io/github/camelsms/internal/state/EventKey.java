package io.github.camelsms.internal.state;

import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.Msisdn;
import org.jspecify.annotations.Nullable;

/**
 * What distinguishes an event from others. Prints masked: the names contain numbers.
 *
 * @param event of a receipt: account, message id, recipient and state; of an inbound SMS: account and message id, or what else
 *     distinguishes it
 * @param message the message whose progress a receipt reports; null for an inbound SMS, which has no progress
 * @param rank how far the message has come, from 0 to {@link #HIGHEST_RANK}
 */
public record EventKey(String event, @Nullable String message, int rank) {

    /** What comes after a state of the same or a higher rank is stale. */
    static final int HIGHEST_RANK = 3;

    /** From this rank on a message is at an end. */
    static final int FINAL_RANK = 2;

    /** A longer provider code is kept as its digest. */
    private static final int LONGEST_CODE = 64;

    /** @param account name of the account, or the provider id for one without a name */
    public static EventKey of(String account, DeliveryReceipt receipt) {
        String message = message(account, receipt.messageId(), receipt.to());
        return new EventKey(
                message + '|' + receipt.status() + '|' + shortened(receipt.providerCode()), message, rank(receipt));
    }

    /**
     * The message whose progress receipts report.
     *
     * @param to as receipts name the recipient; null where they do not
     */
    public static String message(String account, String messageId, @Nullable Msisdn to) {
        return "dlr|" + account + '|' + messageId + '|' + digits(to);
    }

    /** What is delivered of a message that is given up: once, whatever came before. */
    public static EventKey missing(String account, DeliveryReceipt receipt) {
        return new EventKey(message(account, receipt.messageId(), receipt.to()) + "|missing", null, 0);
    }

    /** @param account name of the account, or the provider id for one without a name */
    public static EventKey of(String account, InboundSms sms) {
        String id = sms.messageId() != null
                ? sms.messageId()
                : digits(sms.from()) + '|' + sms.at() + '|' + StateKeys.digest(sms.text());
        return new EventKey("inbound|" + account + '|' + id, null, 0);
    }

    /** A handset that has the SMS has it, whatever was given up before: DELIVERED ranks above the other final states. */
    public static int rank(DeliveryReceipt receipt) {
        if (receipt.status() == DeliveryStatus.DELIVERED) {
            return HIGHEST_RANK;
        }
        if (receipt.statusFinal()) {
            return FINAL_RANK;
        }
        return receipt.status() == DeliveryStatus.SENT ? 1 : 0;
    }

    private static @Nullable String shortened(@Nullable String code) {
        return code == null || code.length() <= LONGEST_CODE ? code : StateKeys.digest(code);
    }

    /** A number prints masked, which would make one of many. */
    private static String digits(@Nullable Msisdn number) {
        return number == null ? "" : number.digits();
    }

    @Override
    public String toString() {
        return "EventKey[rank=" + rank + "]";
    }
}
