package io.github.camelsms.model;

/**
 * How an account failed to send a message.
 *
 * @param account name of the account
 * @param failure what its provider answered, or why it was not asked
 */
public record AccountFailure(String account, SmsException failure) {}
