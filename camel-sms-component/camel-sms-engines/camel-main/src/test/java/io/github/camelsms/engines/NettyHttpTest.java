package io.github.camelsms.engines;

class NettyHttpTest extends WebhookContract {

    @Override
    Engine start() throws Exception {
        return Started.withPort("netty-http");
    }
}
