package io.github.camelsms.internal.options;

import org.jspecify.annotations.Nullable;

/**
 * The options that only {@code sms:call} has.
 *
 * @param method null when each message names its own
 * @param strict whether what the provider does not document is refused
 * @param paging whether the rows of all pages are wanted
 * @param rawReply whether the reply is wanted as it came
 */
public record CallOptions(@Nullable String method, boolean strict, boolean paging, boolean rawReply) {

    public CallOptions {
        if (paging && rawReply) {
            throw new IllegalArgumentException(
                    "options paging and rawReply exclude each other: pages are read, not handed on");
        }
    }
}
