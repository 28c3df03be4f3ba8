package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The types and spellings in which numbers come, in each place where one may stand: the number that was meant, or a refusal. */
class NumbersFromEverywhereTest {

    private static final String MEANT = "+447700900123";

    private static SmsSimulator simulator;
    private static DefaultCamelContext context;

    @BeforeAll
    static void start() {
        simulator = SmsSimulator.start();
        context = Unlimited.accounts(simulator.configure(new DefaultCamelContext()));
        context.start();
    }

    @AfterAll
    static void stop() {
        context.stop();
        simulator.close();
    }

    @BeforeEach
    void empty() {
        simulator.reset();
    }

    /** Made anew for each place: some can be read once. */
    private static Arguments given(String name, Supplier<Object> number) {
        return Arguments.of(name, number);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (java.io.IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Stream<Arguments> meant() {
        return Stream.of(
                given("Double", () -> 447700900123.0),
                given("BigDecimal with zeros", () -> new BigDecimal("447700900123.000")),
                given("BigDecimal in powers of ten", () -> new BigDecimal("4.47700900123E+11")),
                given("BigInteger", () -> new BigInteger("447700900123")),
                given("AtomicLong", () -> new AtomicLong(447700900123L)),
                given("LongAdder", () -> {
                    LongAdder adder = new LongAdder();
                    adder.add(447700900123L);
                    return adder;
                }),
                given("JSON number", () -> json("447700900123")),
                given("JSON number with zeros", () -> json("447700900123.0")),
                given("JSON number in powers of ten", () -> json("4.47700900123E11")),
                given("JSON text", () -> json("\"+447700900123\"")),
                given("char[]", () -> "+447700900123".toCharArray()),
                given("CharBuffer", () -> CharBuffer.wrap("+447700900123")),
                given("StringBuilder", () -> new StringBuilder("+44 7700 900123")),
                given("bytes", () -> "447700900123\r\n".getBytes(StandardCharsets.UTF_8)),
                given("stream", () -> new ByteArrayInputStream("447700900123".getBytes(StandardCharsets.UTF_8))),
                given("reader", () -> new StringReader("\uFEFF447700900123\n")),
                given("Msisdn", () -> new Msisdn("447700900123")),
                given("no-break spaces", () -> "\u00A0+44\u00A07700\u00A0900123\u00A0"),
                given("figure spaces", () -> "+44\u20077700\u2007900123"),
                given("isolates", () -> "\u2068+447700900123\u2069"),
                given("right-to-left marks", () -> "\u200F+44\u200F7700900123\u200F"),
                given("word joiners", () -> "+44\u20607700\u2060900123"),
                given("hyphens of a word processor", () -> "+44\u20117700\u2011900\u2011123"),
                given("full-width plus", () -> "\uFF0B447700900123"),
                given("brackets around the code", () -> "(+44) 7700-900-123"),
                given("a spreadsheet's zeros", () -> "447700900123.00"));
    }

    static Stream<Arguments> mayMeanAnother() {
        return Stream.of(
                given("Double with decimals", () -> 447700900123.25),
                given("Float", () -> 447700900123f),
                given("negative", () -> -447700900123L),
                given("infinite", () -> Double.NEGATIVE_INFINITY),
                given("JSON with decimals", () -> json("447700900123.5")),
                given("JSON array", () -> json("[\"+447700900123\"]")),
                given("JSON object", () -> json("{\"number\":\"+447700900123\"}")),
                given("powers of ten as text", () -> "4.47700900123E+11"),
                given("decimal comma", () -> "447700900123,00"),
                given("apostrophe of a spreadsheet", () -> "'447700900123"),
                given("formula of a spreadsheet", () -> "=\"447700900123\""),
                given("quotation marks", () -> "\"447700900123\""),
                given("URI", () -> "tel:+447700900123"),
                given("URI with extension", () -> "tel:+447700900123;ext=12"),
                given("java.net.URI", () -> java.net.URI.create("tel:+447700900123")),
                given("SIP", () -> "sip:+447700900123@example.com"),
                given("00", () -> "00447700900123"),
                given("011", () -> "011447700900123"),
                given("+00", () -> "+00447700900123"),
                given(
                        "full-width digits",
                        () -> "\uFF14\uFF14\uFF17\uFF17\uFF10\uFF10\uFF19\uFF10\uFF10\uFF11\uFF12\uFF13"),
                given("superscript", () -> "+4477009001\u00B2\u00B3"),
                given("letters", () -> "+44 7700 9OO123"),
                given("range", () -> "+447700900123-125"),
                given("range with words", () -> "+44 7700 900123 to 900125"),
                given("second ending", () -> "+65 6123 4567\u20134568"),
                given("two numbers", () -> "+447700900123 +447700900124"),
                given("two lines", () -> "+447700900123\n+447700900124"),
                given("NUL", () -> "+447700900123\u0000"),
                given("extension", () -> "+447700900123,,12"),
                given("wait", () -> "+447700900123w12"),
                given("Optional", () -> Optional.of(MEANT)),
                given("Boolean", () -> Boolean.TRUE),
                given("Date", java.util.Date::new),
                given("map", () -> Map.of("to", MEANT)),
                given("long[]", () -> new long[] {447700900123L}));
    }

    private static Exchange send(String uri, Object body, Map<String, Object> headers) {
        return context.createProducerTemplate().send(uri, exchange -> {
            exchange.getMessage().setBody(body);
            headers.forEach(exchange.getMessage()::setHeader);
        });
    }

    /** One exchange for each place of a recipient. */
    private static List<Exchange> fromEveryPlace(Supplier<Object> number) {
        List<Exchange> done = new ArrayList<>();
        for (String account : List.of("2fa-link", "transmitsms")) {
            String uri = "sms:send?account=" + account;
            done.add(send(uri, "header", Map.of(SmsConstants.TO, number.get())));
            done.add(send(uri, "list", Map.of(SmsConstants.TO, List.of(number.get()))));
            done.add(send(uri, "array", Map.of(SmsConstants.TO, new Object[] {number.get()})));
            done.add(send(uri, "set", Map.of(SmsConstants.TO, new LinkedHashSet<>(List.of(number.get())))));
            done.add(send(uri, List.of(Map.of("to", number.get(), "text", "row")), Map.of()));
            done.add(send(
                    uri, Stream.of(Map.of("to", number.get(), "text", "stream")).iterator(), Map.of()));
            done.add(send(uri, SmsMessage.builder().text("record").build(), Map.of(SmsConstants.TO, number.get())));
        }
        done.add(send("sms:verify?account=2fa-link", null, Map.of(SmsConstants.TO, number.get())));
        done.add(send(
                "sms:call?account=transmitsms&method=send-sms",
                Map.of("message", "call", "to", "447700900123"),
                Map.of()));
        return done;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("meant")
    void theNumberThatWasMeantGetsIt(String name, Supplier<Object> number) {
        for (Exchange done : fromEveryPlace(number)) {
            assertThat(done.getException()).isNull();
            results(done).forEach(result -> assertThat(result.outcome()).isEqualTo(BulkResult.Outcome.ACCEPTED));
        }

        assertThat(simulator.messages())
                .hasSize(16)
                .extracting(SimulatedMessage::to)
                .containsOnly(MEANT);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mayMeanAnother")
    void whatMayMeanAnotherNumberIsRefused(String name, Supplier<Object> number) {
        List<Exchange> all = fromEveryPlace(number);
        for (Exchange done : all.subList(0, all.size() - 1)) {
            List<BulkResult> results = results(done);
            if (results.isEmpty()) {
                assertThat(done.getException()).isInstanceOf(SmsRefusedException.class);
                assertClean(done.getException().getMessage());
            } else {
                assertThat(results).singleElement().satisfies(result -> {
                    assertThat(result.errorClass()).isEqualTo(ErrorClass.INVALID_REQUEST);
                    assertClean(result.detail());
                });
            }
        }
        assertThat(simulator.messages()).extracting(SimulatedMessage::text).containsExactly("call");
    }

    private static void assertClean(String line) {
        assertThat(line).hasSizeLessThanOrEqualTo(300).doesNotContain("7700900", "00900", "6123");
        assertThat(line.chars()).noneMatch(Character::isISOControl);
    }

    /** A list as body is one result for each message; what comes lazily is read to its end. */
    private static List<BulkResult> results(Exchange done) {
        Object body = done.getMessage().getBody();
        List<BulkResult> results = new ArrayList<>();
        if (body instanceof java.util.Iterator<?> iterator) {
            iterator.forEachRemaining(one -> results.add((BulkResult) one));
        } else if (body instanceof List<?> list) {
            list.stream().filter(BulkResult.class::isInstance).forEach(one -> results.add((BulkResult) one));
        }
        return results;
    }

    /** The option of an endpoint is a text; there a bad number keeps the route from starting. */
    @Test
    void anOptionIsReadAsAHeaderIs() {
        for (String written : List.of("447700900123.0", "(+44)7700-900123", "447700900123.00")) {
            send("sms:send?account=2fa-link&to=RAW(" + written + ")", "option", Map.of());
        }
        for (String written : List.of("00447700900123", "tel:+447700900123", "'447700900123", "+65-6123-4567-4568")) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> send("sms:send?account=2fa-link&to=RAW(" + written + ")", "option", Map.of())))
                    .hasStackTraceContaining("option to is not a number in E.164");
        }

        assertThat(simulator.messages())
                .hasSize(3)
                .extracting(SimulatedMessage::to)
                .containsOnly(MEANT);
    }

    /** With a region all of them mean the same, except what libphonenumber would have to guess at. */
    @Test
    void aRegionAddsNationalSpellings() {
        List<Object> numbers = Arrays.asList(
                "07700900123",
                7700900123L,
                7700900123.0,
                new BigDecimal("7700900123.00"),
                JsonNodeFactory.instance.numberNode(7700900123L),
                "0044 7700 900123",
                "(07700) 900-123",
                "\u202A07700\u00A0900123\u202C",
                "+44 (0)7700 900123",
                "\uFF10\uFF17\uFF17\uFF10\uFF10\uFF19\uFF10\uFF10\uFF11\uFF12\uFF13");
        for (Object number : numbers) {
            assertThat(send("sms:send?account=2fa-link&defaultRegion=GB", "Hi", Map.of(SmsConstants.TO, number))
                            .getException())
                    .as(String.valueOf(number))
                    .isNull();
        }
        for (Object number :
                List.of("07700 900123/4", "tel:07700900123", "'07700900123", "07700 900123-125", 7700900123.5)) {
            assertThat(send("sms:send?account=2fa-link&defaultRegion=GB", "Hi", Map.of(SmsConstants.TO, number))
                            .getException())
                    .as(String.valueOf(number))
                    .isInstanceOf(SmsRefusedException.class);
        }

        assertThat(simulator.messages())
                .hasSize(numbers.size())
                .extracting(SimulatedMessage::to)
                .containsOnly(MEANT);
    }

    /** What sms:check and sms:query make of a recipient: the same number, or a refusal before any call. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("mayMeanAnother")
    void askingRefusesTheSame(String name, Supplier<Object> number) {
        for (String uri : List.of("sms:check?account=2fa-link", "sms:query?account=transmitsms")) {
            Exchange done =
                    send(uri, "123456", Map.of(SmsConstants.TO, number.get(), SmsConstants.MESSAGE_ID, "331694668"));

            assertThat(done.getException()).as(uri).isInstanceOf(SmsRefusedException.class);
            assertClean(done.getException().getMessage());
        }
        assertThat(simulator.requests()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("meant")
    void aCodeIsFoundByEverySpellingOfItsRecipient(String name, Supplier<Object> number) {
        send("sms:verify?account=2fa-link", null, Map.of(SmsConstants.TO, MEANT));
        String text = simulator.messages().get(simulator.messages().size() - 1).text();
        String code = text.substring(text.length() - 6);

        Exchange done = send("sms:check?account=2fa-link", code, Map.of(SmsConstants.TO, number.get()));

        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getBody().toString()).contains("VALID").doesNotContain("INVALID");
    }
}
