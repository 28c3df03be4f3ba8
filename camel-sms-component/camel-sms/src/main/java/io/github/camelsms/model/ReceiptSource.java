package io.github.camelsms.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a {@link DeliveryReceipt} comes from. */
public enum ReceiptSource {
    /** The provider called us. */
    WEBHOOK,
    /** We asked the provider. */
    QUERY;

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
