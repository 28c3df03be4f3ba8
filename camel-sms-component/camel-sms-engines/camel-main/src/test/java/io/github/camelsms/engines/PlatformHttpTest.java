package io.github.camelsms.engines;

import org.apache.camel.main.Main;

/** Vert.x on Camel Main, which nobody has asked to start. */
class PlatformHttpTest extends WebhookContract {

    @Override
    Engine start() throws Exception {
        int port = Started.freePort();
        Main main = Started.main("camel.server.port", String.valueOf(port), "camel.server.host", "127.0.0.1");
        main.start();
        return new Started(main.getCamelContext(), port, "platform-http", "", main::stop);
    }
}
