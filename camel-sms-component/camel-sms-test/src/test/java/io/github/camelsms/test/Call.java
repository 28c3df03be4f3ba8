package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.model.SmsException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.service.ServiceHelper;

/** One call through a producer of its own, at the level where a callback made twice would show. */
final class Call {

    private static final AtomicInteger COMPLETED_TWICE = new AtomicInteger();

    private Call() {}

    /** To be asked once the context has stopped, when nothing can complete any more. */
    static void assertNothingCompletedTwice() {
        assertThat(COMPLETED_TWICE).as("exchanges completed twice").hasValue(0);
    }

    /** Makes the call and checks that its Exchange was completed once, without exposing a secret. */
    static Exchange on(CamelContext context, String uri, Consumer<Message> input) throws Exception {
        Endpoint endpoint = context.getEndpoint(uri);
        AsyncProducer producer = endpoint.createAsyncProducer();
        ServiceHelper.startService(producer);
        Exchange exchange = endpoint.createExchange();
        input.accept(exchange.getIn());
        AtomicInteger completions = new AtomicInteger();
        CountDownLatch completed = new CountDownLatch(1);
        Thread caller = new Thread(() -> producer.process(exchange, sync -> {
            if (completions.incrementAndGet() > 1) {
                COMPLETED_TWICE.incrementAndGet();
            }
            completed.countDown();
        }));
        caller.setDaemon(true);
        caller.start();
        assertThat(completed.await(20, TimeUnit.SECONDS)).as("completed").isTrue();
        caller.join();
        ServiceHelper.stopService(producer);
        assertThat(completions).as("times completed").hasValue(1);
        if (exchange.getException() != null) {
            Sentinels.assertAbsent(exchange.getException());
        } else {
            Sentinels.assertAbsent(exchange.getMessage().getBody());
        }
        Sentinels.assertAbsent(endpoint);
        Sentinels.assertAbsent(exchange.getAllProperties());
        return exchange;
    }

    /** Makes a call that must fail as documented. */
    static <X extends SmsException> X failing(Class<X> type, CamelContext context, String uri, Consumer<Message> input)
            throws Exception {
        Exchange exchange = on(context, uri, input);
        assertThat(exchange.getException()).isInstanceOf(type);
        return type.cast(exchange.getException());
    }
}
