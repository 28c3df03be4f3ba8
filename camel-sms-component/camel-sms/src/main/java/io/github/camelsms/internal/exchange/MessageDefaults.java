package io.github.camelsms.internal.exchange;

import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.internal.options.ReceiptAddress;
import io.github.camelsms.internal.options.SendAddresses;
import io.github.camelsms.model.GsmStandIns;
import io.github.camelsms.model.Segments;
import io.github.camelsms.model.SenderId;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsRefusedException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one account makes of a message that was read from an exchange: its sender, its parameters, its encoding, its limit of segments. */
public final class MessageDefaults {

    private final HeaderReader headers;
    private final @Nullable SenderId from;
    private final Map<String, String> params;
    private final SendAddresses addresses;
    private final @Nullable Integer maxSegments;
    private final boolean smartEncoding;

    /**
     * @param addresses of the account's webhooks
     * @throws IllegalArgumentException when option {@code from} is malformed
     */
    MessageDefaults(HeaderReader headers, AccountSettings settings, SendAddresses addresses) {
        this.headers = headers;
        this.from = MessageReader.option("from", settings.from(), SenderId::parse);
        this.params = settings.params();
        this.addresses = addresses;
        this.maxSegments = settings.maxSegments();
        this.smartEncoding = settings.smartEncoding();
    }

    /**
     * The message as this account sends it.
     *
     * @throws SmsRefusedException when the text takes more segments than option {@code maxSegments} allows
     */
    public SmsMessage complete(SmsMessage given) {
        SmsMessage message = smartEncoding ? shortened(given) : given;
        checkSegments(message);
        Map<String, String> webhooks = addresses.parameters();
        boolean sender = from != null && message.from() == null;
        boolean parameters = !params.isEmpty() || !webhooks.isEmpty();
        if (!sender && !parameters) {
            return message;
        }
        SmsMessage.Builder completed = message.toBuilder();
        if (sender) {
            completed.from(from);
        }
        if (parameters) {
            completed.params(MessageReader.merged(webhooks, params, message.params()));
        }
        return completed.build();
    }

    /** With stand-ins, where these save a segment. A text with a header of its own was divided by its author. */
    private static SmsMessage shortened(SmsMessage message) {
        String text = message.text();
        String shorter = text == null || message.udh() != null ? null : GsmStandIns.shortened(text);
        return shorter == null ? message : message.toBuilder().text(shorter).build();
    }

    /**
     * How many characters of the text were replaced.
     *
     * @return null when the account replaces none
     */
    public @Nullable Integer replaced(SmsMessage given, SmsMessage completed) {
        if (!smartEncoding) {
            return null;
        }
        String text = given.text();
        return text == null || text.equals(completed.text()) ? 0 : GsmStandIns.foreign(text);
    }

    /**
     * Whether the message makes the provider report its receipts where this component reads them.
     *
     * @param completed as {@link #complete} returned it
     */
    public boolean namesReceipts(SmsMessage completed) {
        return isNamed(completed, addresses.receipts());
    }

    /** The message with a reference in the address of its receipts; unchanged when it does not name such an address. */
    public SmsMessage referenced(SmsMessage completed, String reference) {
        ReceiptAddress address = addresses.receipts();
        if (address == null || !isNamed(completed, address)) {
            return completed;
        }
        Map<String, String> own = new LinkedHashMap<>(completed.params());
        own.put(address.parameter(), address.with(reference));
        return completed.toBuilder().params(own).build();
    }

    /** An address that the message or the account names otherwise stays as it is. */
    private static boolean isNamed(SmsMessage completed, @Nullable ReceiptAddress address) {
        return address != null && address.address().equals(completed.params().get(address.parameter()));
    }

    private void checkSegments(SmsMessage message) {
        String text = message.text();
        if (maxSegments != null && text != null) {
            Segments segments = Segments.of(text);
            if (!segments.fitIn(maxSegments)) {
                throw headers.refused("the text takes " + segments.count() + " segments of " + segments.encoding()
                        + (segments.forcedAt() < 0 ? "" : ", forced by the character at index " + segments.forcedAt())
                        + "; accepted: up to " + maxSegments + " (option maxSegments)");
            }
        }
    }
}
