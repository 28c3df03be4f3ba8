package io.github.camelsms.benchmarks;

import io.github.camelsms.model.SmsSubmission;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;

/** The component by callbacks, as an asynchronous consumer such as Kafka's or platform-http's calls a route. */
final class SmsSend implements CallbackVariant {

    private final SmsRoute route;
    private final Endpoint from;
    private final AsyncProducer producer;

    SmsSend(SmsRoute route) {
        this.route = route;
        from = route.context().getEndpoint(SmsRoute.FROM);
        try {
            producer = from.createAsyncProducer();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        producer.start();
    }

    @Override
    public void send(Sms sms, Reply reply) {
        Exchange exchange = from.createExchange(ExchangePattern.InOut);
        exchange.getMessage().setBody(route.message(sms));
        producer.process(exchange, doneSync -> finish(exchange, reply));
    }

    private static void finish(Exchange exchange, Reply reply) {
        Exception failure = exchange.getException();
        if (failure == null) {
            reply.accepted(SmsRoute.messageId(exchange.getMessage().getBody(SmsSubmission.class)));
        } else {
            reply.failed(failure);
        }
    }

    @Override
    public void close() {
        producer.stop();
        route.close();
    }
}
