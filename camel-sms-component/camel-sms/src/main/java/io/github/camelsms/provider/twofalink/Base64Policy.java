package io.github.camelsms.provider.twofalink;

/** When the text travels as base64 of its UTF-8 bytes. */
enum Base64Policy {
    /** When it has a character outside the GSM alphabet. */
    AUTO,
    ALWAYS,
    NEVER
}
