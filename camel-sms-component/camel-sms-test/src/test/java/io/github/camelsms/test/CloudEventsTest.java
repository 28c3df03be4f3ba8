package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.ReceiptSource;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.DataType;
import org.apache.camel.spi.TransformerKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events as CloudEvents, by the data type {@code sms:application-cloudevents}. */
class CloudEventsTest {

    private static final String NUMBER = "+447700900123";
    private static final String CLOUD_EVENT = "sms:application-cloudevents";
    private static final Instant AT = Instant.parse("2026-09-15T10:30:00Z");

    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                // As transformDataType does, which Camel 4.14 calls transform.
                from("direct:in")
                        .process(exchange -> exchange.getContext()
                                .getTransformerRegistry()
                                .resolveTransformer(new TransformerKey(CLOUD_EVENT))
                                .transform(exchange.getMessage(), DataType.ANY, new DataType(CLOUD_EVENT)));
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Exchange transformed(Object event) {
        Exchange exchange = context.createProducerTemplate()
                .send("direct:in", in -> in.getMessage().setBody(event));
        assertThat(exchange.getException()).isNull();
        return exchange;
    }

    private static DeliveryReceipt receipt(String number, DeliveryStatus status) {
        return DeliveryReceipt.of("transmitsms", "65F1", status, ReceiptSource.WEBHOOK)
                .to(Msisdn.parse(number))
                .at(AT)
                .build()
                .withAccount("my account");
    }

    @Test
    void aReceiptIsAnEvent() {
        Exchange event = transformed(receipt(NUMBER, DeliveryStatus.DELIVERED));

        assertThat(event.getMessage().getHeaders())
                .containsAllEntriesOf(Map.of(
                        "CamelCloudEventVersion", "1.0",
                        "CamelCloudEventType", "io.github.camelsms.dlr",
                        "CamelCloudEventSource", "sms.dlr.my%20account",
                        "CamelCloudEventSubject", "65F1",
                        "CamelCloudEventTime", "2026-09-15T10:30:00Z",
                        "Content-Type", "application/json"));
        assertThat(event.getMessage().getHeader("CamelCloudEventID", String.class))
                .startsWith("dlr:")
                .doesNotContain(NUMBER.substring(1));
        assertThat(event.getMessage().getBody(String.class))
                .contains("\"messageId\":\"65F1\"")
                .contains("\"status\":\"DELIVERED\"");
    }

    /** One message id may cover several recipients, and a message has several states. */
    @Test
    void theIdIsThatOfTheEvent() {
        Object id = id(receipt(NUMBER, DeliveryStatus.SENT));

        assertThat(id(receipt(NUMBER, DeliveryStatus.SENT))).isEqualTo(id);
        assertThat(id(receipt(NUMBER, DeliveryStatus.DELIVERED))).isNotEqualTo(id);
        assertThat(id(receipt("+447700900124", DeliveryStatus.SENT))).isNotEqualTo(id);
    }

    private Object id(Object event) {
        return transformed(event).getMessage().getHeader("CamelCloudEventID");
    }

    @Test
    void anInboundSmsIsAnEvent() {
        InboundSms sms = InboundSms.of("2chat", null, null, Msisdn.parse(NUMBER), null, "Hello", false, null);
        Exchange event = transformed(sms);

        assertThat(event.getMessage().getHeaders())
                .containsEntry("CamelCloudEventType", "io.github.camelsms.inbound")
                .containsEntry("CamelCloudEventSource", "sms.inbound.2chat")
                .doesNotContainKey("CamelCloudEventSubject");
        assertThat(Instant.parse(event.getMessage().getHeader("CamelCloudEventTime", String.class)))
                .isEqualTo(Instant.ofEpochMilli(event.getClock().getCreated()));
    }

    @Test
    void anythingElseIsRefused() {
        assertThatThrownBy(() -> context.createProducerTemplate().requestBody("direct:in", "{\"messageId\":\"1\"}"))
                .hasStackTraceContaining("accepted: a DeliveryReceipt or an InboundSms");
    }
}
