package io.github.camelsms.model;

/**
 * Reports to the provider that the SMS has arrived.
 *
 * @param messageId the provider's id of the send
 */
public record SmsFeedback(String messageId) {}
