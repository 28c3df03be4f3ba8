/**
 * TeleSign's SMS Verify API: forms in, JSON out. Sections in comments are those of the wire notes on its API as of 2026, which follow
 * its reference page "Send SMS verification code" and its published OpenAPI.
 */
@NullMarked
package io.github.camelsms.provider.telesign;

import org.jspecify.annotations.NullMarked;
