package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.simulator.MessageState;
import io.github.camelsms.simulator.Outcome;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code sms:call}, polling and TeleSign's Messaging API, end to end against the simulator. */
class CallsToTheSimulatorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SmsSimulator simulator = SmsSimulator.start();
    private final DefaultCamelContext context = simulator.configure(new DefaultCamelContext());

    @BeforeEach
    void start() {
        context.start();
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
        simulator.close();
    }

    private Exchange request(String uri, Map<String, Object> headers, Object body) {
        return context.createFluentProducerTemplate()
                .to(uri)
                .withHeaders(headers)
                .withBody(body)
                .request(Exchange.class);
    }

    private Exchange call(String options, Map<String, Object> params) {
        return request("sms:call?account=transmitsms&maxRequestsPerSecond=0&method=" + options, Map.of(), params);
    }

    private Map<?, ?> good(String options, Map<String, Object> params) {
        Exchange exchange = call(options, params);
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody(Map.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void aListIsFilledAndReadPageByPage(String format) {
        String as = "&format=" + format;
        Object list = good("add-list" + as, Map.of("name", "Gym")).get("id");
        IntStream.range(0, 25)
                .forEach(n ->
                        good("add-to-list" + as, Map.of("list_id", list, "msisdn", String.valueOf(61491570100L + n))));

        Exchange read = call("get-list&paging=true" + as, Map.of("list_id", list, "max", 10));

        assertThat(read.getProperty(SmsConstants.NEXT_PAGE, Map.class).get("page"))
                .isEqualTo(2);
        List<Object> numbers = new ArrayList<>();
        Iterator<?> rows = read.getMessage().getBody(Iterator.class);
        rows.forEachRemaining(row -> numbers.add(((Map<?, ?>) row).get("msisdn")));
        assertThat(numbers).hasSize(25).doesNotHaveDuplicates().contains(61491570100L, 61491570124L);
        assertThat(call("add-list" + as, Map.of("name", "Gym")).getException())
                .isInstanceOfSatisfying(
                        SmsRefusedException.class,
                        refused -> assertThat(refused.providerCode()).contains("KEY_EXISTS"));
    }

    @Test
    void aScheduledSendIsCancelledOnce() {
        Exchange sent = request(
                "sms:send?account=transmitsms&maxRequestsPerSecond=0",
                Map.of(
                        SmsConstants.TO,
                        "+61491570156",
                        SmsConstants.SEND_AT,
                        Instant.now().plus(Duration.ofDays(1))),
                "Later");
        Map<String, Object> id = Map.of("id", sent.getMessage().getHeader(SmsConstants.MESSAGE_ID));

        assertThat(good("cancel-sms", id)).isNotEmpty();
        assertThat(simulator.messages()).extracting(SimulatedMessage::state).containsExactly(MessageState.CANCELLED);
    }

    @Test
    void theBalanceIsANumber() {
        assertThat(good("get-balance", Map.of()).get("balance")).isInstanceOfAny(BigDecimal.class, Integer.class);
    }

    @Test
    void aClientsSecretsAreNotPrinted() {
        Map<?, ?> client = good(
                "add-client",
                Map.of("name", "Shop", "email", "a@example.com", "password", "change-me", "msisdn", "61491570156"));

        assertThat(client.get("apikey"))
                .isInstanceOfSatisfying(
                        String.class,
                        key -> assertThat(client.toString()).doesNotContain(key).contains("apikey=***"));
    }

    @Test
    void twoChatIsPolled() throws Exception {
        Queue<InboundSms> arrived = new ConcurrentLinkedQueue<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("sms:inbound?account=2chat&polling=true&initialDelay=0&delay=100")
                        .process(exchange -> arrived.add(exchange.getMessage().getBody(InboundSms.class)));
            }
        });
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> !simulator.requests("2chat").isEmpty());

        simulator.receive("2chat", "447700900123", "Is it still free?");

        Awaitility.await().atMost(PATIENCE).until(() -> !arrived.isEmpty());
        assertThat(arrived)
                .singleElement()
                .satisfies(sms -> assertThat(sms.text()).isEqualTo("Is it still free?"));
    }

    @Test
    void telesignSendsTextsOfOnesOwn() {
        simulator.outcome("15555550100", Outcome.DELIVERED);
        Exchange sent = request(
                "sms:send?account=telesign&api=messaging",
                Map.of(SmsConstants.TO, "+15555550100"),
                "Your parcel arrives today.");

        assertThat(sent.getException()).isNull();
        assertThat(simulator.messages("telesign"))
                .singleElement()
                .returns("Your parcel arrives today.", SimulatedMessage::text);
        Map<String, Object> id =
                Map.of(SmsConstants.MESSAGE_ID, sent.getMessage().getHeader(SmsConstants.MESSAGE_ID));
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(request("sms:query?account=telesign&api=messaging", id, null)
                                .getMessage()
                                .getBody(DeliveryReceipt.class)
                                .status())
                        .hasToString("DELIVERED"));
    }
}
