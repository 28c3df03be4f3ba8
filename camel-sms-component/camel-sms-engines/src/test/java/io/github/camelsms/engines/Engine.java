package io.github.camelsms.engines;

import org.apache.camel.CamelContext;

/** A running HTTP server of Camel. */
interface Engine {

    CamelContext context();

    int port();

    /** What stands before every path. */
    default String prefix() {
        return "";
    }

    /** Value of option {@code webhookComponent}. */
    String component();

    void stop() throws Exception;
}
