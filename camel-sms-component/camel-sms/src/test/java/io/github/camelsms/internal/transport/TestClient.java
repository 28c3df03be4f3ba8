package io.github.camelsms.internal.transport;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.http.HttpTransport;
import org.apache.camel.support.service.ServiceSupport;

/** One of the clients of our own. */
record TestClient(Kind kind, HttpTransport transport, ServiceSupport service) {

    enum Kind {
        ASYNC,
        BLOCKING
    }

    boolean execute(HttpCall call, HttpTransport.Completion completion) {
        return transport.execute(call, completion);
    }

    void start() {
        service.start();
    }

    void stop() {
        service.stop();
    }
}
