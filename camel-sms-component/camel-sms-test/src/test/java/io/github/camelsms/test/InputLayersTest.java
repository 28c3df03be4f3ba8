package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.SenderId;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.SimpleTypeConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A value means the same in a header, an option, a record and a Map, as bytes and as a stream, and is still there after a failure. */
class InputLayersTest {

    private static final String TO = "+447700900123";

    private final SmsSimulator simulator = SmsSimulator.start();
    private final DefaultCamelContext context = new DefaultCamelContext();

    /** Whose text is what it prints. */
    record Code(String value) {
        @Override
        public String toString() {
            return value;
        }
    }

    @BeforeEach
    void start() {
        context.start();
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
        simulator.close();
    }

    private String uri(String operation, String provider, String... options) {
        Credentials keys = simulator.credentials(provider);
        String customer = keys.customerId() == null ? "" : "&customerId=" + keys.customerId();
        String secret = keys.secretKey() == null ? "" : "&secretKey=RAW(" + keys.secretKey() + ")";
        String more = options.length == 0 ? "" : "&" + String.join("&", options);
        return "sms:" + operation + "?provider=" + provider + "&apiKey=RAW(" + keys.apiKey() + ")" + secret + customer
                + "&maxRequestsPerSecond=0&baseUrl=" + simulator.baseUrl(provider) + more;
    }

    private Exchange request(String uri, Consumer<Message> input) {
        return context.createProducerTemplate().request(uri, exchange -> {
            exchange.getMessage().setBody("Hi");
            exchange.getMessage().setHeader(SmsConstants.TO, TO);
            input.accept(exchange.getMessage());
        });
    }

    private Exchange header(String provider, String header, Object value) {
        return request(uri("send", provider), in -> in.setHeader(header, value));
    }

    static Stream<Object> floats() throws Exception {
        JsonNode node = new ObjectMapper().valueToTree(447700900123f);
        return Stream.of(447700900123f, node);
    }

    /** A float of 447700900123 is 447700900864. */
    @ParameterizedTest
    @MethodSource("floats")
    void aFloatIsNoNumberAnywhere(Object number) {
        assertRefused(header("2fa-link", SmsConstants.TO, number));
        assertRefused(header("2fa-link", SmsConstants.FROM, number));
        assertRefused(header("transmitsms", SmsConstants.PARAMS, Map.of("list_id", number)));
        for (String method : List.of("send-sms", "add-to-list")) {
            assertRefused(request(uri("call", "transmitsms", "method=" + method), in -> {
                in.setBody(Map.of("message", "Hi", "list_id", "7", "to", number));
            }));
            assertRefused(request(uri("call", "transmitsms", "method=" + method), in -> {
                in.setBody(null);
                in.setHeader(SmsConstants.PARAMS, Map.of("list_id", "7", "msisdn", List.of(number)));
            }));
        }
        Exchange row = request(uri("send", "2fa-link"), in -> in.setBody(List.of(Map.of("to", number, "text", "Hi"))));
        assertThat(((BulkResult) row.getMessage().getBody(List.class).get(0)).detail())
                .contains("Float");
        assertThat(simulator.requests()).isEmpty();
    }

    private static void assertRefused(Exchange sent) {
        assertThat(sent.getException())
                .isInstanceOf(SmsRefusedException.class)
                .hasMessageContaining("a Float, which keeps 7 digits")
                .hasMessageNotContaining("4477");
    }

    @Test
    void aBlankValueIsNoneInOptionsAndRecords() {
        Exchange option = request(uri("send", "transmitsms", "param.list_id=RAW( )"), in -> {});
        Exchange message = request(
                uri("send", "transmitsms"),
                in -> in.setBody(SmsMessage.to(TO)
                        .text("Hi")
                        .params(Map.of("list_id", " "))
                        .build()));
        Exchange nearer = request(
                uri("send", "telesign", "param.ucid=RAW( BACS )"),
                in -> in.setBody(SmsMessage.to(TO)
                        .text("Hi $$CODE$$")
                        .verifyCode(" 483\n")
                        .params(Map.of("ucid", "\t"))
                        .build()));

        assertThat(option.getException()).isNull();
        assertThat(message.getException()).isNull();
        assertThat(nearer.getException()).isNull();
        assertThat(simulator.messages("transmitsms"))
                .hasSize(2)
                .allSatisfy(sent -> assertThat(sent.to()).isEqualTo(TO));
        assertThat(simulator.messages("telesign")).singleElement().returns("483", SimulatedMessage::verifyCode);
        assertThat(simulator.requests("telesign"))
                .singleElement()
                .satisfies(request -> assertThat(request.text()).contains("ucid=BACS&"));
        assertThat(new SenderId(" ACME\u00A0").value()).isEqualTo("ACME");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Stream<Object> bytesOf(String text) {
        return Stream.of(bytes(text), ByteBuffer.wrap(bytes(text)), new ByteArrayInputStream(bytes(text)));
    }

    /** The charset of the exchange is that of its body. */
    @Test
    void bytesOfEveryTypeAreUtf8() {
        bytesOf("ACME").forEach(sender -> header("2fa-link", SmsConstants.FROM, sender));
        bytesOf("Ünal")
                .forEach(value -> request(uri("send", "telesign"), in -> {
                    in.setBody("Hi $$CODE$$");
                    in.setHeader(SmsConstants.VERIFY_CODE, "483");
                    in.getExchange().setProperty(Exchange.CHARSET_NAME, "ISO-8859-1");
                    in.setHeader(
                            SmsConstants.PARAMS, Map.of(bytes("transaction_payee"), value, "transaction_amount", "1"));
                }));

        assertThat(simulator.messages("2fa-link"))
                .extracting(SimulatedMessage::from)
                .containsExactly("ACME", "ACME", "ACME");
        assertThat(simulator.requests("telesign"))
                .hasSize(3)
                .allSatisfy(request -> assertThat(request.text()).contains("transaction_payee=%C3%9Cnal"));
    }

    @Test
    void bytesOfAUserDataHeaderAreItsOctets() {
        byte[] octets = {5, 0, 3, 42, 2, 1};
        for (Object udh : List.of(octets, ByteBuffer.wrap(octets), new ByteArrayInputStream(octets))) {
            assertThat(header("2fa-link", SmsConstants.UDH, udh).getException()).isNull();
        }
        assertThat(simulator.requests())
                .hasSize(3)
                .allSatisfy(request -> assertThat(request.text()).contains("0500032A0201"));
    }

    @Test
    void anAccountMayComeAsAStream() {
        Credentials keys = simulator.credentials("2fa-link");
        SmsAccount account = new SmsAccount();
        account.setProvider("2fa-link");
        account.setApiKey(keys.apiKey());
        account.setSecretKey(keys.secretKey());
        account.setBaseUrl(simulator.baseUrl("2fa-link").toString());
        context.getRegistry().bind("alerts", account);
        Exchange sent = request(
                "sms:send", in -> in.setHeader(SmsConstants.ACCOUNT, new ByteArrayInputStream(bytes("alerts"))));

        assertThat(sent.getException()).isNull();
        assertThat(simulator.messages()).hasSize(1);
    }

    @Test
    void aConverterWhoseTextIsWhatTheTypePrintsCounts() {
        context.getTypeConverterRegistry()
                .addTypeConverter(
                        String.class,
                        Code.class,
                        new SimpleTypeConverter(false, (type, exchange, value) -> ((Code) value).value()));
        for (int i = 0; i < 2; i++) {
            assertThat(request(uri("send", "2fa-link"), in -> in.setBody(new Code("lighthouse")))
                            .getException())
                    .isNull();
            // one that has no converter stays refused, however often it comes
            assertThat(request(uri("send", "2fa-link"), in -> in.setBody(new Printed()))
                            .getException())
                    .isInstanceOf(SmsRefusedException.class);
        }
        assertThat(simulator.messages())
                .hasSize(2)
                .allSatisfy(sent -> assertThat(sent.text()).isEqualTo("lighthouse"));
    }

    private static final class Printed implements Comparable<Printed> {
        @Override
        public int compareTo(Printed other) {
            return 0;
        }

        @Override
        public String toString() {
            return "Hi";
        }
    }

    static Stream<Object> streams() {
        return Stream.of(new ByteArrayInputStream(bytes("Grüße")), new StringReader("Grüße"));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamIsStillThereForTheRedelivery(Object body) throws Exception {
        simulator.whenSent().refuse("OVER_LIMIT").times(1);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                getContext().setStreamCaching(false);
                onException(SmsRetryableException.class).maximumRedeliveries(40).redeliveryDelay(100);
                from("direct:notify").to(uri("send", "transmitsms"));
            }
        });
        Exchange sent = request("direct:notify", in -> in.setBody(body));

        assertThat(sent.getException()).isNull();
        assertThat(simulator.messages()).singleElement().returns("Grüße", SimulatedMessage::text);
    }

    @Test
    void aStreamIsStillThereForAnotherSend() throws Exception {
        simulator.whenSent().by("transmitsms").refuse("OVER_LIMIT").times(1);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                getContext().setStreamCaching(false);
                from("direct:notify")
                        .doTry()
                        .to(uri("send", "transmitsms"))
                        .doCatch(SmsRetryableException.class)
                        .to(uri("send", "2fa-link"))
                        .end();
            }
        });
        Exchange sent = request("direct:notify", in -> {
            in.setBody(new ByteArrayInputStream(bytes("Grüße")));
            in.setHeader(SmsConstants.FROM, new ByteArrayInputStream(bytes("ACME")));
        });

        assertThat(sent.getException()).isNull();
        assertThat(simulator.messages("2fa-link"))
                .singleElement()
                .returns("Grüße", SimulatedMessage::text)
                .returns("ACME", SimulatedMessage::from);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2fa-link", "2chat", "transmitsms", "telesign"})
    void theRawReplyIsAtHandAfterASendAndAQuery(String provider) {
        Exchange sent = header(provider, SmsConstants.FROM, provider.equals("2chat") ? "+447700900999" : null);
        String id = sent.getMessage().getHeader(SmsConstants.MESSAGE_ID, String.class);
        assertThat(sent.getException()).isNull();
        assertThat(rawReply(sent)).contains(id);

        Exchange asked = request(uri("query", provider), in -> {
            in.setBody(null);
            in.setHeader(SmsConstants.MESSAGE_ID, id);
        });
        assertThat(rawReply(asked)).isNotBlank().isNotEqualTo(rawReply(sent));
    }

    private static String rawReply(Exchange exchange) {
        HttpResponse reply = exchange.getProperty(SmsConstants.RAW_REPLY, HttpResponse.class);
        return new String(reply.body(), StandardCharsets.UTF_8);
    }
}
