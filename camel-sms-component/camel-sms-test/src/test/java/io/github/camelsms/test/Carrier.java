package io.github.camelsms.test;

import java.util.Arrays;
import java.util.stream.Stream;

/** What carries calls to a provider. What a test shows of one must hold for all, so test classes run once for each. */
enum Carrier {
    /** The asynchronous client: no thread waits. */
    ASYNC("transport=async"),
    /** An endpoint of camel-http. */
    CAMEL_HTTP("transport=camel-http"),
    /** The thread that begins a call waits for its end. */
    CALLERS_THREAD("synchronous=true");

    private final String option;

    Carrier(String option) {
        this.option = option;
    }

    /** URI options that choose this carrier, before further ones. */
    String[] with(String... options) {
        return Stream.concat(Stream.of(option), Arrays.stream(options)).toArray(String[]::new);
    }

    /** The option as it stands in a URI. */
    String option() {
        return option;
    }

    /** The same for a list of accounts, whose endpoint has few options of its own. */
    String on(String uri) {
        return uri + (uri.contains("?") ? "&" : "?") + option;
    }
}
