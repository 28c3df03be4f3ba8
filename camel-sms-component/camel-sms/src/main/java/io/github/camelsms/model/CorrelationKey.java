package io.github.camelsms.model;

import org.jspecify.annotations.Nullable;

/**
 * What ties a delivery receipt to its send.
 *
 * @param account name of the account, or the provider id for one without a name
 * @param messageId the provider's id
 * @param to recipient; null for the entry that serves receipts without one
 */
public record CorrelationKey(
        String account, String messageId, @Nullable Msisdn to) {}
