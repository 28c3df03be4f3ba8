package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.SmsEndpoint;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.simulator.ReceivedRequest;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code toD} to many recipients: one endpoint, and the same SMS as from an endpoint for each. */
class DynamicSendTest {

    private static final String NUMBER = "+447700900123";
    private static final String CALL = "sms:call?account=transmitsms&strict=false&maxRequestsPerSecond=0&";

    private final SmsSimulator simulator = SmsSimulator.start();
    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
        simulator.close();
    }

    /** Routes {@code direct:in}, and {@code direct:plain}, where Camel makes an endpoint of each URI. */
    private void start(String uri) throws Exception {
        simulator.configure(context);
        simulator.configure(context, "2fa-link");
        context.getPropertiesComponent().addInitialProperty("country", "+44");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").toD(uri);
                from("direct:plain").toD().uri(uri).allowOptimisedComponents(false);
            }
        });
        context.start();
    }

    private Exchange send(String route, Object body, Map<String, Object> headers) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeaders(new HashMap<>(headers));
        return context.createProducerTemplate().send(route, exchange);
    }

    private long endpoints() {
        return context.getEndpoints().stream()
                .filter(SmsEndpoint.class::isInstance)
                .count();
    }

    @Test
    void aThousandNumbersHaveOneEndpoint() throws Exception {
        List<String> numbers = IntStream.range(0, 1_000)
                .mapToObj(i -> String.format("+447%05d0123", i))
                .toList();
        start("sms:send?to=${header.number}");

        for (String number : numbers) {
            Exchange sent = send("direct:in", "Hello", Map.of("number", number));
            assertThat(sent.getException()).isNull();
        }

        assertThat(simulator.messages()).extracting(SimulatedMessage::to).containsExactlyElementsOf(numbers);
        assertThat(endpoints()).isOne();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sms:send?to=${header.x}|+447700900123",
                "sms:send?to=${header.x}|%2B447700900123",
                "sms:send?to=${header.x}|+44 7700 900123",
                "sms:send?to=${header.x}|447700900123",
                "sms://send?to=${header.x}|+447700900123",
                "sms:send?to=RAW(${header.x})|+447700900123",
                "sms:send?to=RAW{${header.x}}|+447700900123",
                "sms:send?to={{country}}${header.x}|7700900123",
                "sms:send?to=%2B${header.x}&from=ACME&maxSegments=2|447700900123",
                "sms:send?from=${header.x}&to=+447700900123|ACME 24",
                "sms:send?from=RAW(${header.x})&to=+447700900123&responseTimeout=20s|ACME 24",
                "sms:send?to=+447700900123&param.note=RAW(${header.x})|50% & more=+1",
                "sms:send?to=+447700900123&param.note=RAW(${header.x})&from=RAW({{?none}})|a & b",
                "sms:send?to=+447700900123&param.note=${header.x}|a%20b+c",
                "sms:send?apiKey=RAW(sim-2fa-link-key)&secretKey=RAW(sim-2fa-link-secret)&to=${header.x}|+447700900123",
            })
    void sendsWhatAnEndpointForEachSends(String uri, String value) throws Exception {
        start(uri);

        Exchange sent = send("direct:in", "Hello", Map.of("x", value));
        assertThat(sent.getException()).isNull();
        Exchange plain = send("direct:plain", "Hello", Map.of("x", value));

        assertThat(plain.getException()).isNull();
        assertThat(simulator.requests()).hasSize(2);
        assertThat(simulator.requests().get(0).json())
                .isEqualTo(simulator.requests().get(1).json());
        assertThat(simulator.messages()).extracting(SimulatedMessage::to).containsOnly(NUMBER);
        assertThat(sent.getMessage().getHeaders().keySet())
                .isEqualTo(plain.getMessage().getHeaders().keySet());
        assertThat(endpoints()).isEqualTo(2); // that of direct:plain has the number in its URI
    }

    /** What only an endpoint can read goes to one, and is refused there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sms:send?to=${header.x}&colour=red|+447700900123",
                "sms:send?to=${header.x}&to=+447700900124|+447700900123",
                "sms:send?to=+447700900123&from=${header.x}|#bean:nobody",
                "sms:send?to=${header.x}&apiKey=RAW(half|+447700900123",
                "sms:send?to=+447700900123&param.note=${header.x}|a%26b",
            })
    void refusesWhatAnEndpointRefuses(String uri, String value) throws Exception {
        start(uri);

        Exchange sent = send("direct:in", "Hello", Map.of("x", value));
        Exchange plain = send("direct:plain", "Hello", Map.of("x", value));

        assertThat(sent.getException()).isNotNull().hasSameClassAs(plain.getException());
    }

    @Test
    void aHeaderOfTheMessageWinsOverTheOption() throws Exception {
        start("sms:send?to=${header.x}&from=${header.y}&param.note=option&param.other=option");
        Map<String, Object> params = Map.of("note", "header");

        Exchange sent = send(
                "direct:in",
                "Hello",
                Map.of(
                        "x",
                        "+447700900199",
                        "y",
                        "OPTION",
                        SmsConstants.TO,
                        NUMBER,
                        SmsConstants.FROM,
                        "HEADER",
                        SmsConstants.PARAMS,
                        params));

        assertThat(simulator.messages())
                .singleElement()
                .returns(NUMBER, SimulatedMessage::to)
                .returns("HEADER", SimulatedMessage::from);
        assertThat(simulator.requests().get(0).json().orElseThrow())
                .containsEntry("note", "header")
                .containsEntry("other", "option");
        assertThat(sent.getMessage().getHeaders())
                .containsEntry(SmsConstants.TO, NUMBER)
                .containsEntry(SmsConstants.FROM, "HEADER")
                .hasEntrySatisfying(
                        SmsConstants.PARAMS, given -> assertThat(given).isSameAs(params));
    }

    /** Also after a failure, so that the next step does not send to the same number. */
    @Test
    void headersAreAsBeforeAfterwards() throws Exception {
        start("sms:send?to=${header.x}&from=ACME&param.note=option");

        Exchange sent = send("direct:in", "Hello", Map.of("x", NUMBER, SmsConstants.FROM, " "));
        Exchange refused = send("direct:in", "Hello", Map.of("x", "no number"));

        assertThat(sent.getException()).isNull();
        assertThat(sent.getMessage().getHeaders())
                .doesNotContainKeys(SmsConstants.TO, SmsConstants.PARAMS)
                .containsEntry(SmsConstants.FROM, " ");
        assertThat(refused.getException())
                .isInstanceOf(SmsRefusedException.class)
                .hasMessageContaining(SmsConstants.TO)
                .hasMessageNotContaining("no number");
        assertThat(refused.getMessage().getHeaders())
                .doesNotContainKeys(SmsConstants.TO, SmsConstants.FROM, SmsConstants.PARAMS);
        assertThat(simulator.messages()).extracting(SimulatedMessage::from).containsExactly("ACME");
    }

    @Test
    void severalMessagesShareTheOptions() throws Exception {
        start("sms:send?to=${header.x}");

        Exchange sent = send("direct:in", List.of("one", "two"), Map.of("x", NUMBER));

        assertThat(sent.getException()).isNull();
        assertThat(simulator.messages())
                .extracting(SimulatedMessage::to, SimulatedMessage::text)
                .containsExactlyInAnyOrder(tuple(NUMBER, "one"), tuple(NUMBER, "two"));
    }

    @Test
    void methodsOfACallShareAnEndpoint() throws Exception {
        start(CALL + "method=${header.m}&param.a=option&param.b=option&param.c=option");
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("a", "body");
        body.put("b", null);

        send("direct:in", body, Map.of("m", "get-balance", SmsConstants.PARAMS, Map.of("c", "header")));
        send("direct:plain", body, Map.of("m", "get-balance", SmsConstants.PARAMS, Map.of("c", "header")));
        send("direct:in", body, Map.of("m", "get-numbers"));

        List<ReceivedRequest> requests = simulator.requests("transmitsms");
        assertThat(requests).hasSize(3);
        assertThat(requests.get(0).form())
                .isEqualTo(requests.get(1).form())
                .containsEntry("a", "body")
                .containsEntry("b", "option")
                .containsEntry("c", "header");
        assertThat(requests.get(2).form()).containsEntry("c", "option");
        assertThat(endpoints()).isEqualTo(2);
    }

    /** These operations do not read the options: they stay where they are. */
    @ParameterizedTest
    @ValueSource(strings = {"sms:query?to=${header.x}", "sms:feedback?to=${header.x}", "sms:check?to=${header.x}"})
    void otherOperationsAreLeftToCamel(String uri) throws Exception {
        start(uri);

        Exchange sent = send("direct:in", "", Map.of("x", NUMBER));

        assertThat(sent.getException()).isInstanceOf(SmsRefusedException.class);
        assertThat(sent.getMessage().getHeaders()).doesNotContainKey(SmsConstants.TO);
    }
}
