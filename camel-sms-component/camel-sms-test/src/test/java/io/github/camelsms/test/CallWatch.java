package io.github.camelsms.test;

import java.util.Set;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/** Notes on which threads calls to a provider are made. */
final class CallWatch extends EventNotifierSupport {

    private final Set<Thread> threads;

    CallWatch(Set<Thread> threads) {
        this.threads = threads;
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof CamelEvent.ExchangeSendingEvent sending
                && sending.getEndpoint().getEndpointUri().startsWith("http")) {
            threads.add(Thread.currentThread());
        }
    }
}
