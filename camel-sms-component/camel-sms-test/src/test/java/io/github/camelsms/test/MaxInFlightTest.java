package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelsms.model.SmsRetryableException;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The limit of calls under way is the account's, over all of its endpoints. */
@ParameterizedClass(name = "{0}")
@EnumSource(Carrier.class)
class MaxInFlightTest {

    private static final ProviderCase SEND = ProviderCase.of("2fa-link", "send");

    private final Carrier carrier;

    MaxInFlightTest(Carrier carrier) {
        this.carrier = carrier;
    }

    @Test
    void endpointsOfOneAccountShareItsPlaces() throws Exception {
        try (RawServer silent = RawServer.answering(RawServer.silence());
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            ProducerTemplate template = context.createProducerTemplate();
            CompletableFuture<Exchange> first = template.asyncSend(
                    SEND.uri(silent.url(), carrier.with("maxInFlight=1", "responseTimeout=5s")), in());
            await().untilAsserted(() -> assertThat(silent.requestCount()).isEqualTo(1));

            Exchange second =
                    template.send(SEND.uri(silent.url(), carrier.with("maxInFlight=1", "responseTimeout=300")), in());

            assertThat(second.getException())
                    .isInstanceOf(SmsRetryableException.class)
                    .hasMessageContaining("no place");
            assertThat(silent.requestCount()).isEqualTo(1);
            assertThat(first).isNotDone();
        }
    }

    private static Processor in() {
        return exchange -> SEND.input().accept(exchange.getIn());
    }
}
