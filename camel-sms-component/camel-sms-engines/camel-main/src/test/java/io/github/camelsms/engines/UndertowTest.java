package io.github.camelsms.engines;

class UndertowTest extends WebhookContract {

    @Override
    Engine start() throws Exception {
        return Started.withPort("undertow");
    }

    @Override
    boolean tellsPeer() {
        return false;
    }

    @Override
    boolean refusesStrayPercentSigns() {
        return true;
    }
}
