package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.FileBinding;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.support.SimpleTypeConverter;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/** The types in which routes bring text, numbers, times and parameters: what each becomes, and that none becomes something else. */
class InputKindsTest extends CamelTestSupport {

    private static final String TO = "+447700900123";
    private static final Credentials KEYS = Credentials.keyAndSecret("key1", "secret1");

    private static SmsSimulator simulator;

    @TempDir
    private static Path folder;

    /** Nobody's text. */
    static final class Order {
        final String secret = "lighthouse";
    }

    /** A text by a converter that somebody wrote. */
    record Greeting(String name) {}

    @BeforeAll
    static void startSimulator() {
        simulator = SmsSimulator.builder()
                .credentials("2fa-link", KEYS)
                .credentials("transmitsms", KEYS)
                .credentials("telesign", Credentials.customer("CUSTOMER-1", "a+b/c+d/AAAA"))
                .start();
    }

    @AfterAll
    static void stopSimulator() {
        simulator.close();
    }

    @BeforeEach
    void empty() {
        simulator.reset();
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                String keys = "&apiKey=key1&secretKey=secret1&maxRequestsPerSecond=0&baseUrl=";
                from("direct:2fa-link").to("sms:send?provider=2fa-link" + keys + simulator.baseUrl("2fa-link"));
                from("direct:transmitsms")
                        .to("sms:send?provider=transmitsms" + keys + simulator.baseUrl("transmitsms"));
                from("direct:call").to("sms:call?provider=transmitsms" + keys + simulator.baseUrl("transmitsms"));
                from("direct:query").to("sms:query?provider=2fa-link" + keys + simulator.baseUrl("2fa-link"));
                from("direct:feedback").to("sms:feedback?provider=2fa-link" + keys + simulator.baseUrl("2fa-link"));
                from("direct:telesign")
                        .to("sms:send?provider=telesign&customerId=CUSTOMER-1&apiKey=RAW(a+b/c+d/AAAA)"
                                + "&maxRequestsPerSecond=0&baseUrl=" + simulator.baseUrl("telesign"));
            }
        };
    }

    private Exchange send(String route, Object body, Map<String, Object> headers) {
        return template.request("direct:" + route, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeader(SmsConstants.TO, TO);
            exchange.getMessage().setHeaders(new HashMap<>(exchange.getMessage().getHeaders()));
            headers.forEach(exchange.getMessage()::setHeader);
        });
    }

    private static SmsRefusedException refusal(Exchange exchange) {
        assertThat(exchange.getException()).isInstanceOf(SmsRefusedException.class);
        SmsRefusedException refusal = (SmsRefusedException) exchange.getException();
        assertThat(refusal.errorClass()).isEqualTo(ErrorClass.INVALID_REQUEST);
        assertOneLine(refusal.getMessage());
        assertThat(simulator.messages()).isEmpty();
        return refusal;
    }

    private static void assertOneLine(String message) {
        assertThat(message).hasSizeLessThanOrEqualTo(300).doesNotContain("lighthouse", "7009001", "073415", "forged");
        assertThat(message.chars()).noneMatch(c -> Character.isISOControl(c) || c == 0x2028);
    }

    private static Document xml() throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream("<sms note=\"Grüße\">Grüße</sms>".getBytes(StandardCharsets.UTF_8)));
    }

    static Stream<Arguments> texts() throws Exception {
        Path file = Files.writeString(folder.resolve("text.txt"), "Grüße");
        Path marked = Files.writeString(folder.resolve("marked.txt"), "\uFEFFGrüße");
        GenericFile<java.io.File> generic = new GenericFile<>();
        generic.setFile(file.toFile());
        generic.setAbsoluteFilePath(file.toString());
        generic.setBinding(new FileBinding());
        return Stream.of(
                Arguments.of("String", "Grüße"),
                Arguments.of("StringBuilder", new StringBuilder("Grüße")),
                Arguments.of("bytes", "Grüße".getBytes(StandardCharsets.UTF_8)),
                Arguments.of("stream", new ByteArrayInputStream("Grüße".getBytes(StandardCharsets.UTF_8))),
                Arguments.of("reader", new StringReader("Grüße")),
                Arguments.of("char[]", "Grüße".toCharArray()),
                Arguments.of("characters of a buffer", java.nio.CharBuffer.wrap("Grüße")),
                Arguments.of("bytes of a buffer", ByteBuffer.wrap("Grüße".getBytes(StandardCharsets.UTF_8))),
                Arguments.of("stream of its own type", new ByteArrayInputStream(bytes("Grüße")) {}),
                Arguments.of("reader of its own type", new StringReader("Grüße") {}),
                Arguments.of("file", file.toFile()),
                Arguments.of("path", file),
                Arguments.of("file with a byte order mark", marked.toFile()),
                Arguments.of("file of a file endpoint", generic),
                Arguments.of("JSON text", JsonNodeFactory.instance.textNode("Grüße")),
                Arguments.of("XML text", xml().getDocumentElement().getFirstChild()),
                Arguments.of("XML attribute", xml().getDocumentElement().getAttributeNode("note")),
                Arguments.of("own converter", new Greeting("Grüße")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void aTextIsSentAsItIs(String name, Object body) {
        addConverter();
        Exchange sent = send("2fa-link", body, Map.of());

        assertThat(sent.getException()).isNull();
        assertThat(simulator.messages()).singleElement().returns("Grüße", SimulatedMessage::text);
    }

    private void addConverter() {
        context.getTypeConverterRegistry()
                .addTypeConverter(
                        String.class,
                        Greeting.class,
                        new SimpleTypeConverter(false, (type, exchange, value) -> ((Greeting) value).name()));
    }

    @Test
    void aNumberIsSentAsItIsWritten() {
        send("2fa-link", 4711, Map.of());
        send("2fa-link", new BigDecimal("12.50"), Map.of());

        assertThat(simulator.messages()).extracting(SimulatedMessage::text).containsExactly("4711", "12.50");
    }

    static Stream<Arguments> noTexts() {
        Supplier<String> lambda = () -> "lighthouse";
        return Stream.of(
                Arguments.of("Order", new Order()),
                Arguments.of("Optional", Optional.of("lighthouse")),
                Arguments.of("int[]", new int[] {1, 2}),
                Arguments.of("long[]", new long[] {447700900123L}),
                Arguments.of("double[]", new double[] {1.5}),
                Arguments.of("IllegalStateException", new IllegalStateException("lighthouse")),
                Arguments.of("lambda", lambda),
                Arguments.of("Class", Order.class),
                Arguments.of("CompletableFuture", CompletableFuture.completedFuture("lighthouse")),
                Arguments.of("ObjectNode", new ObjectMapper().createObjectNode().put("text", "lighthouse")),
                Arguments.of("StringBuilder[]", new StringBuilder[0].getClass().getComponentType()),
                Arguments.of("Thread", Thread.currentThread()),
                Arguments.of("Object", new Object()),
                Arguments.of("Locale", java.util.Locale.UK),
                Arguments.of("BitSet", new java.util.BitSet()),
                Arguments.of("StringJoiner", new java.util.StringJoiner(",").add("lighthouse")),
                Arguments.of("SimpleEntry", new java.util.AbstractMap.SimpleEntry<>("lighthouse", "x")),
                Arguments.of("AtomicReference", new java.util.concurrent.atomic.AtomicReference<>("lighthouse")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noTexts")
    void whatIsNotATextIsRefusedByItsType(String type, Object value) {
        String named = value instanceof Class ? "Class" : type;
        assertThat(refusal(send("2fa-link", value, Map.of()))).hasMessageContaining(named);
        assertThat(refusal(send("2fa-link", "Hi", Map.of(SmsConstants.FROM, value))))
                .hasMessageContaining(named);
        assertThat(refusal(send("2fa-link", "Hi", Map.of(SmsConstants.TO, value))))
                .hasMessageContaining(SmsConstants.TO);
        assertThat(refusal(send("telesign", "Hi $$CODE$$", Map.of(SmsConstants.VERIFY_CODE, value))))
                .hasMessageContaining(named);
        assertThat(refusal(send("transmitsms", "Hi", Map.of(SmsConstants.PARAMS, Map.of("tracked_link_url", value)))))
                .hasMessageContaining(named);
        assertThat(refusal(send("call", Map.of("list_id", value), Map.of(SmsConstants.METHOD, "get-list"))))
                .hasMessageContaining(named);
        assertThat(refusal(send("query", value, Map.of()))).hasMessageContaining(named);
        assertThat(refusal(send("feedback", value, Map.of()))).hasMessageContaining(named);
        assertThat(refusal(send("2fa-link", "Hi", Map.of(SmsConstants.ACCOUNT, value))))
                .hasMessageContaining(named);
        assertThat(refusal(send("2fa-link", "Hi", Map.of(SmsConstants.EXPIRES_AT, value))))
                .hasMessageContaining(SmsConstants.EXPIRES_AT);
        assertThat(refusal(send("2fa-link", "Hi", Map.of(SmsConstants.VALIDITY, value))))
                .hasMessageContaining(SmsConstants.VALIDITY);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noTexts")
    void oneOfSeveralThatIsNotATextIsRefusedByItself(String type, Object value) {
        List<Object> elements = new ArrayList<>(List.of("Hi", Map.of("to", TO, "text", value), "Ho"));
        elements.add(1, value);
        Exchange sent = send("2fa-link", elements, Map.of());

        List<?> results = sent.getMessage().getBody(List.class);
        assertThat(results).hasSize(4);
        assertThat(simulator.messages()).extracting(SimulatedMessage::text).containsExactlyInAnyOrder("Hi", "Ho");
        for (Object refused : results.subList(1, 3)) {
            BulkResult result = (BulkResult) refused;
            assertThat(result.errorClass()).isEqualTo(ErrorClass.INVALID_REQUEST);
            assertOneLine(result.detail());
        }
    }

    /** Camel remembers how it turned an object into text, and then does so with types that are below it. */
    @Test
    void whatWasRefusedBeforeDoesNotChangeWhatALaterTextMeans() {
        refusal(send("2fa-link", new Object(), Map.of()));
        send("2fa-link", List.of(new StringReader("Grüße") {}), Map.of());
        send("2fa-link", new StringReader("Grüße") {}, Map.of());

        assertThat(simulator.messages()).extracting(SimulatedMessage::text).containsExactly("Grüße", "Grüße");
    }

    @Test
    void aBufferMayBeReadByEveryAccountAndRecipient() {
        ByteBuffer text = ByteBuffer.wrap(bytes("Grüße"));
        Exchange sent =
                send("2fa-link", List.of(text, text), Map.of(SmsConstants.FROM, ByteBuffer.wrap(bytes("ACME"))));

        assertThat(sent.getException()).isNull();
        assertThat(simulator.messages())
                .hasSize(2)
                .allSatisfy(message -> assertThat(message.text()).isEqualTo("Grüße"))
                .allSatisfy(message -> assertThat(message.from()).isEqualTo("ACME"));
    }

    @ParameterizedTest
    @ValueSource(classes = {Byte[].class, Character[].class})
    void anArrayOfBytesOrCharactersAsObjectsIsNotSeveralMessages(Class<?> type) {
        assertThat(refusal(send("2fa-link", java.lang.reflect.Array.newInstance(type.getComponentType(), 3), Map.of())))
                .hasMessageContaining(type.getSimpleName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2hx", "2h, or so", "2h\u0000", "0x", "2w", "2 h", "2.5h", "P1Y", "h", "\u0662h"})
    void whatCamelWouldReadHalfOfADurationIsRefused(String validity) {
        assertThat(refusal(send("transmitsms", "Hi", Map.of(SmsConstants.VALIDITY, validity))))
                .hasMessageContaining("not a duration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id\u0000", "id\nid", "\u0085id1\u0007"})
    void anIdWithAControlCharacterIsRefused(String id) {
        assertThat(refusal(send("query", null, Map.of(SmsConstants.MESSAGE_ID, "a" + id + "b"))))
                .hasMessageContaining("control character");
        assertThat(refusal(send("feedback", "a" + id + "b", Map.of()))).hasMessageContaining("control character");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void bytesInHeadersAreText() {
        send(
                "2fa-link",
                bytes("Hi"),
                Map.of(SmsConstants.FROM, bytes("ACME"), SmsConstants.TO, bytes("447700900124\r\n")));
        send("telesign", "Hi $$CODE$$", Map.of(SmsConstants.VERIFY_CODE, bytes("483")));
        send(
                "2fa-link",
                List.of(Map.of("to", bytes("447700900125"), "from", bytes("ACME"), "text", bytes("Grüße"))),
                Map.of());
        send("transmitsms", "Ho", Map.of(SmsConstants.PARAMS, Map.of("list_id", bytes(" "))));

        assertThat(simulator.messages("2fa-link"))
                .hasSize(2)
                .allSatisfy(message -> assertThat(message.from()).isEqualTo("ACME"));
        assertThat(simulator.messages("2fa-link"))
                .extracting(SimulatedMessage::to)
                .containsExactly("+447700900124", "+447700900125");
        assertThat(simulator.messages("telesign")).singleElement().returns("483", SimulatedMessage::verifyCode);
        assertThat(simulator.messages("transmitsms")).singleElement().returns("Ho", SimulatedMessage::text);
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedAsValues() {
        byte[] latin = "Café".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(refusal(send("2fa-link", "Hi", Map.of(SmsConstants.FROM, latin))))
                .hasMessageContaining("UTF-8");
        assertThat(refusal(send("transmitsms", "Hi", Map.of(SmsConstants.PARAMS, Map.of("list_id", latin)))))
                .hasMessageContaining("UTF-8");
    }

    @Test
    void whiteSpaceAndMarksAtTheEndsDoNotCount() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("\uFEFFto", "\u00A0+447700900124\n");
        row.put("text ", "Hi");
        row.put("sendAt", " \t");
        row.put("params", Map.of("\uFEFFlist_id", "  "));
        send("2fa-link", List.of(row), Map.of(SmsConstants.FROM, "\uFEFFACME\u200B\r\n"));
        Exchange list = send(
                "2fa-link",
                "Ho",
                Map.of(
                        SmsConstants.TO, "447700900131,447700900132\n".split(","),
                        SmsConstants.EXPIRES_AT, "\uFEFF",
                        SmsConstants.SEND_AT, "",
                        SmsConstants.VALIDITY, "\t",
                        SmsConstants.FROM, "\u00A0",
                        SmsConstants.UDH, " ",
                        SmsConstants.VERIFY_CODE, "\r\n",
                        SmsConstants.PARAMS, " ",
                        SmsConstants.ACCOUNT, " "));

        assertThat(list.getException()).isNull();
        assertThat(simulator.messages())
                .extracting(SimulatedMessage::to)
                .containsExactlyInAnyOrder("+447700900124", "+447700900131", "+447700900132");
        assertThat(simulator.messages()).extracting(SimulatedMessage::from).containsOnly("ACME", null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"447700900123.0", "+44 7700 900\u2011123", "\u202A+447700900123\u202C", "(+44) 7700 900123"})
    void aNumberIsTheSameFromEveryPlace(String number) {
        send("2fa-link", "header", Map.of(SmsConstants.TO, number));
        send("2fa-link", "list", Map.of(SmsConstants.TO, List.of(number)));
        send("2fa-link", "array", Map.of(SmsConstants.TO, new Object[] {number}));
        send("2fa-link", List.of(Map.of("to", number, "text", "row")), Map.of());
        send("2fa-link", SmsMessage.to(number).text("message").build(), Map.of());
        template.request(
                "sms:send?provider=2fa-link&apiKey=key1&secretKey=secret1&maxRequestsPerSecond=0&to=RAW(" + number
                        + ")&baseUrl=" + simulator.baseUrl("2fa-link"),
                exchange -> exchange.getMessage().setBody("option"));

        assertThat(simulator.messages())
                .hasSize(6)
                .allSatisfy(message -> assertThat(message.to()).isEqualTo(TO));
    }

    static Stream<Object> numbers() {
        return Stream.of(
                447700900123L,
                4.47700900123E11,
                new BigDecimal("447700900123.00"),
                Msisdn.parse(TO),
                JsonNodeFactory.instance.numberNode(447700900123L),
                JsonNodeFactory.instance.numberNode(447700900123.0),
                new StringBuilder("+447700900123"));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void aNumberMayBeANumber(Object number) {
        send("2fa-link", "header", Map.of(SmsConstants.TO, number));
        send("2fa-link", "list", Map.of(SmsConstants.TO, List.of(number)));
        send("2fa-link", List.of(Map.of("to", number, "text", "row")), Map.of());

        assertThat(simulator.messages())
                .hasSize(3)
                .allSatisfy(message -> assertThat(message.to()).isEqualTo(TO));
    }

    static Stream<Object> strangers() {
        return Stream.of(
                "447700900123.5",
                "+212522940770/74",
                "+65 6123 4567/8",
                "+44 07700 900123",
                "+7 (8) (495) 123-45-67",
                new BigDecimal("447700900123.01"),
                -447700900123L,
                447700900123f,
                "4.47700900123E11");
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void aNumberThatMayBeSomebodyElsesIsRefused(Object number) {
        assertThat(refusal(send("2fa-link", "Hi", Map.of(SmsConstants.TO, number))))
                .hasMessageContaining("E.164");
        for (Exchange sent : List.of(
                send("2fa-link", "Hi", Map.of(SmsConstants.TO, List.of(number))),
                send("2fa-link", List.of(Map.of("to", number, "text", "Hi")), Map.of()))) {
            assertThat((List<?>) sent.getMessage().getBody(List.class))
                    .singleElement()
                    .satisfies(result -> assertOneLine(((BulkResult) result).detail()));
        }
        assertThat(simulator.messages()).isEmpty();
    }

    static Stream<Object> times() {
        return Stream.of(
                java.sql.Date.valueOf("2099-01-01"),
                java.sql.Timestamp.from(Instant.parse("2099-01-01T00:00:00Z")),
                Date.from(Instant.parse("2099-01-01T00:00:00Z")),
                calendar(),
                Instant.parse("2099-01-01T00:00:00Z"),
                LocalDate.parse("2099-01-01"),
                LocalDateTime.parse("2099-01-01T00:00:00"),
                OffsetDateTime.parse("2099-01-01T02:00:00+02:00"),
                OffsetDateTime.parse("2099-01-01T02:00:00+02:00").atZoneSameInstant(ZoneOffset.UTC),
                "2099-01-01",
                "2099-01-01 00:00:00",
                " 2099-01-01T00:00:00Z\r\n",
                "2099-01-01T01:00:00+01:00[Europe/Berlin]",
                bytes("2099-01-01T00:00:00Z"));
    }

    private static Calendar calendar() {
        Calendar calendar = Calendar.getInstance();
        calendar.setTimeInMillis(Instant.parse("2099-01-01T00:00:00Z").toEpochMilli());
        return calendar;
    }

    @ParameterizedTest
    @MethodSource("times")
    void aTimeIsReadInEachOfItsTypes(Object time) {
        Exchange sent = send("transmitsms", "Hi", Map.of(SmsConstants.SEND_AT, time, SmsConstants.EXPIRES_AT, time));

        assertThat(sent.getException()).isNull();
        assertThat(simulator.requests("transmitsms"))
                .last()
                .satisfies(request -> assertThat(new String(request.body(), StandardCharsets.UTF_8))
                        .contains("send_at=2099-01-01+00%3A00%3A00"));
    }

    static Stream<Object> noTimes() {
        return Stream.of(
                java.sql.Time.valueOf("10:30:00"),
                Instant.MIN,
                LocalTime.NOON,
                LocalDate.MAX,
                LocalDate.MIN,
                LocalDateTime.MAX,
                OffsetDateTime.MIN,
                OffsetDateTime.MAX,
                Instant.MAX,
                4102444800000L,
                new Order(),
                Optional.of(Instant.now()),
                new int[1],
                "lighthouse\r\nforged");
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("noTimes")
    void whatIsNotATimeIsRefused(Object time) {
        refusal(send("transmitsms", "Hi", Map.of(SmsConstants.SEND_AT, time)));
        Exchange several = send("transmitsms", List.of(Map.of("to", TO, "text", "Hi", "sendAt", time)), Map.of());
        assertThat((List<?>) several.getMessage().getBody(List.class))
                .singleElement()
                .satisfies(
                        result -> assertThat(((BulkResult) result).errorClass()).isEqualTo(ErrorClass.INVALID_REQUEST));
        assertThat(simulator.messages()).isEmpty();
    }

    @Test
    void aTimeBeforeAllCalendarsHasCome() {
        for (Object time : List.of(Instant.MIN, OffsetDateTime.MIN, LocalDate.MIN)) {
            Exchange sent = send("2fa-link", "Hi", Map.of(SmsConstants.EXPIRES_AT, time));
            assertThat(sent.getException()).isInstanceOf(SmsRefusedException.class);
            assertOneLine(sent.getException().getMessage());
        }
        for (Object validity : List.of(
                Duration.ofSeconds(-1), Duration.ofSeconds(Long.MAX_VALUE), Duration.ofSeconds(Long.MIN_VALUE))) {
            refusal(send("transmitsms", "Hi", Map.of(SmsConstants.VALIDITY, validity)));
        }
    }

    private static final String ROW =
            "447700900123;lighthouse keeper waits;073415\r\nERROR forged\u2028forged " + "x".repeat(2000);

    static Stream<Consumer<Message>> rows() {
        return Stream.of(
                in -> in.setHeader(SmsConstants.ACCOUNT, ROW),
                in -> in.setHeader(SmsConstants.FROM, ROW),
                in -> in.setHeader(SmsConstants.TO, ROW),
                in -> in.setHeader(SmsConstants.UDH, ROW),
                in -> in.setHeader(SmsConstants.SEND_AT, ROW),
                in -> in.setHeader(SmsConstants.EXPIRES_AT, ROW),
                in -> in.setHeader(SmsConstants.VALIDITY, ROW),
                in -> in.setHeader(SmsConstants.PARAMS, ROW),
                in -> in.setHeader(SmsConstants.VERIFY_CODE, ROW));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aRefusalNeverRepeatsWhatItRefuses(Consumer<Message> change) {
        for (String route : List.of("2fa-link", "transmitsms", "telesign")) {
            Exchange sent = template.request("direct:" + route, exchange -> {
                exchange.getMessage().setBody("Hi");
                exchange.getMessage().setHeader(SmsConstants.TO, TO);
                change.accept(exchange.getMessage());
            });
            refusal(sent);
        }
    }

    @Test
    void aRefusalNeverRepeatsASenderThatAProviderDoesNotTake() {
        refusal(send("2fa-link", "Hi", Map.of(SmsConstants.FROM, "lighthouse,073415")));
        refusal(send("transmitsms", "Hi", Map.of(SmsConstants.FROM, "lighthouse 073415")));
    }

    @Test
    void aRefusedCallNeverRepeatsWhatItRefuses() {
        refusal(send("call", Map.of(), Map.of(SmsConstants.METHOD, ROW)));
        refusal(send("call", Map.of(), Map.of(SmsConstants.METHOD, "lighthouse-073415")));
        refusal(send("call", Map.of(ROW, "1"), Map.of(SmsConstants.METHOD, "get-list")));
        refusal(send("call", Map.of("lighthouse", "1", "list_id", "1"), Map.of(SmsConstants.METHOD, "get-list")));
        refusal(send("call", null, Map.of(SmsConstants.METHOD, "get-list", SmsConstants.PARAMS, Map.of(ROW, ROW))));
        Exchange row = send("2fa-link", List.of(Map.of("to", TO, ROW, "Hi"), Map.of("lighthouse", "Hi")), Map.of());
        for (Object result : row.getMessage().getBody(List.class)) {
            assertOneLine(((BulkResult) result).detail());
        }
    }

    @Test
    void aFileThatIsGoneIsRefused() {
        refusal(send("2fa-link", folder.resolve("gone.txt").toFile(), Map.of()));
        refusal(send(
                "2fa-link",
                new java.io.InputStream() {
                    @Override
                    public int read() throws java.io.IOException {
                        throw new java.io.IOException("lighthouse");
                    }
                },
                Map.of()));
    }

    @Test
    void theRawReplyIsAtHandAfterASendAndAQuery() {
        Exchange sent = send("2fa-link", "Hi", Map.of());
        HttpResponse reply = sent.getProperty(SmsConstants.RAW_REPLY, HttpResponse.class);
        String id = sent.getMessage().getHeader(SmsConstants.MESSAGE_ID, String.class);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(new String(reply.body(), StandardCharsets.UTF_8)).contains(id);
        assertThat(reply.toString()).doesNotContain(id);

        Exchange asked = send("query", null, Map.of(SmsConstants.MESSAGE_ID, id));
        HttpResponse answer = asked.getProperty(SmsConstants.RAW_REPLY, HttpResponse.class);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("statuscode");
    }
}
