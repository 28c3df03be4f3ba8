package io.github.camelsms.provider.telesign;

/** TeleSign's two APIs: one sends codes, the other texts. */
enum TelesignApi {
    VERIFY,
    MESSAGING
}
