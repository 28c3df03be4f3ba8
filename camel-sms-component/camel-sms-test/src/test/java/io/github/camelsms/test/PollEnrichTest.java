package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.simulator.SmsSimulator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A route that fetches one event in its middle. */
@Timeout(60)
class PollEnrichTest {

    private static final String HANDSET = "+447700900123";
    private static final long PATIENCE_MILLIS = 30_000;

    private final SmsSimulator simulator = SmsSimulator.start();
    private final DefaultCamelContext context = simulator.configure(new DefaultCamelContext());
    private final AtomicBoolean failing = new AtomicBoolean();

    @AfterEach
    void stop() {
        context.stop();
        simulator.close();
    }

    private ProducerTemplate fetchingFrom(DefaultCamelContext camel, String uri) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:fetch").pollEnrich(uri, PATIENCE_MILLIS).process(exchange -> {
                    if (failing.get()) {
                        throw new IllegalStateException("not now");
                    }
                });
            }
        });
        camel.start();
        return camel.createProducerTemplate();
    }

    @Test
    void aPolledInboxGivesOneSmsAtATime() throws Exception {
        ProducerTemplate template =
                fetchingFrom(context, "sms:inbound?account=2chat&polling=true&initialDelay=0&delay=50");
        CompletableFuture<String> first =
                template.asyncRequestBody("direct:fetch", "", InboundSms.class).thenApply(InboundSms::text);
        await().until(() -> !simulator.requests("2chat").isEmpty()); // reading begins there
        simulator.receive("2chat", HANDSET, "one");

        assertThat(first.get()).isEqualTo("one");
        simulator.receive("2chat", HANDSET, "two");
        simulator.receive("2chat", HANDSET, "three");
        assertThat(template.requestBody("direct:fetch", "", InboundSms.class).text())
                .isEqualTo("two");
        assertThat(template.requestBody("direct:fetch", "", InboundSms.class).text())
                .isEqualTo("three");
    }

    /** What was read is processed when the route that fetched it has succeeded. */
    @Test
    void anSmsComesAgainWhenTheRouteFails() throws Exception {
        ProducerTemplate template =
                fetchingFrom(context, "sms:inbound?account=2chat&polling=true&initialDelay=0&delay=50");
        failing.set(true);
        CompletableFuture<Exchange> first = template.asyncSend("direct:fetch", exchange -> {});
        await().until(() -> !simulator.requests("2chat").isEmpty());
        simulator.receive("2chat", HANDSET, "one");
        assertThat(first.get().getException()).hasMessage("not now");

        failing.set(false);

        assertThat(template.requestBody("direct:fetch", "", InboundSms.class).text())
                .isEqualTo("one");
    }

    @Test
    void aWebhookIsFetchedFromWhenItIsAcknowledgedAtOnce() throws Exception {
        try (Receiver receiver = new Receiver()) {
            ProducerTemplate template = fetchingFrom(
                    receiver.context(), "sms:dlr?provider=2fa-link&verification=none&acknowledge=onReceive");
            CompletableFuture<DeliveryReceipt> fetched =
                    template.asyncRequestBody("direct:fetch", "", DeliveryReceipt.class);

            await().ignoreExceptions()
                    .until(() ->
                            receiver.receipt("/sms/2fa-link/dlr", "65F1", "701").get() == 200);

            assertThat(fetched.get().messageId()).isEqualTo("65F1");
        }
    }

    @Test
    void aWebhookThatWaitsForItsRouteIsRefused() throws Exception {
        try (Receiver receiver = new Receiver()) {
            ProducerTemplate template = fetchingFrom(receiver.context(), "sms:dlr?provider=2fa-link&verification=none");

            Exchange refused = template.send("direct:fetch", exchange -> {});

            assertThat(refused.getException())
                    .hasStackTraceContaining("sms:dlr can be polled, as by pollEnrich, with acknowledge=onReceive");
        }
    }
}
