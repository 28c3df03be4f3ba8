package io.github.camelsms.spi;

import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.SmsCall;
import java.time.Instant;
import java.util.List;

/** Reads SMS from handsets, for gateways that keep what arrives and return it on request. Immutable and thread-safe. */
public interface Inbox {

    /** Makes one {@link SmsProvider#call()} and waits for its end. */
    @FunctionalInterface
    interface Caller {
        /** @throws io.github.camelsms.model.SmsException when it fails */
        CallReply call(SmsCall call);
    }

    /**
     * Reads what arrived at that time or later.
     *
     * @param since may lie before what an earlier reading gave: the same SMS may then be given again
     * @return oldest first
     * @throws io.github.camelsms.model.SmsException when a call fails
     */
    List<InboundSms> read(Instant since, Caller caller);
}
