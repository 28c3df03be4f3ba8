package io.github.camelsms.engines;

class JettyTest extends WebhookContract {

    @Override
    Engine start() throws Exception {
        return Started.withPort("jetty");
    }

    /** Jetty itself fails to read such a content type. */
    @Override
    int statusOfUnknownCharset() {
        return 500;
    }
}
