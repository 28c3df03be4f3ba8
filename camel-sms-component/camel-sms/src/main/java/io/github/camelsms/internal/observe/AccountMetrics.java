package io.github.camelsms.internal.observe;

import io.github.camelsms.SmsOperation;
import io.github.camelsms.model.DeliveryReceipt;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** The meters of one account. No method throws, and none may block. */
public interface AccountMetrics {

    CallMetrics calls(SmsOperation operation);

    /** Adds what gauges read; accounts of equal names add up. */
    void watch(IntSupplier inFlight, BooleanSupplier circuitOpen);

    /** A receipt was processed: once for each event. */
    void received(DeliveryReceipt receipt);

    /** A webhook answered a call with an error. @param status HTTP status of the answer */
    void refused(SmsOperation operation, int status);
}
