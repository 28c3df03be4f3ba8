package io.github.camelsms.spi;

import org.jspecify.annotations.Nullable;

/** Cleans the reply to one request. What it returns is one line that repeats nothing of the request. */
public interface Scrubber {

    /** A text for humans, at most 200 characters; null when it is null or blank. */
    @Nullable
    String text(@Nullable String text);

    /** A code that is not one of the documented ones, at most 64 characters; null when it is null or blank. */
    @Nullable
    String code(@Nullable String code);
}
