package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.dom.DOMSource;
import org.apache.camel.Exchange;
import org.apache.camel.WrappedFile;
import org.apache.camel.component.file.FileBinding;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.converter.stream.InputStreamCache;
import org.apache.camel.converter.stream.ReaderCache;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

/** The types in which a text comes, in each place where one may stand: it arrives as it is on every handset, or nothing is sent. */
class BodiesOfEveryKindTest {

    private static final String TEXT = "Grüße, 1 €";
    private static final String TO = "+447700900123";
    private static final String OTHER = "+447700900124";

    @TempDir
    private static Path folder;

    private static SmsSimulator simulator;
    private static DefaultCamelContext context;

    private enum Kind {
        HELLO
    }

    private record Order(String secret) {}

    /** Prints what looks like a text. */
    private static final class Printed {
        @Override
        public String toString() {
            return "lighthouse";
        }
    }

    /** Of a component of somebody else's. */
    private record RemoteFile(Object body) implements WrappedFile<String> {
        @Override
        public String getFile() {
            return "lighthouse.txt";
        }

        @Override
        public Object getBody() {
            return body;
        }

        @Override
        public long getFileLength() {
            return 0;
        }
    }

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
    private static Arguments given(String name, Supplier<Object> text) {
        return Arguments.of(name, text);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static File file(String text) {
        try {
            return Files.writeString(folder.resolve("text" + text.length() + ".txt"), text)
                    .toFile();
        } catch (java.io.IOException noDisk) {
            throw new IllegalStateException(noDisk);
        }
    }

    private static GenericFile<File> generic(Object body) {
        GenericFile<File> file = new GenericFile<>();
        file.setFile(file(TEXT));
        file.setAbsoluteFilePath(file.getFile().getPath());
        file.setBinding(new FileBinding());
        if (body != null) {
            file.setBody(body);
        }
        return file;
    }

    private static Document xml(String text) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(bytes("<sms>" + text + "</sms>")));
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                given("String", () -> TEXT),
                given("StringBuffer", () -> new StringBuffer(TEXT)),
                given("CharBuffer", () -> CharBuffer.wrap(TEXT)),
                given("char[]", TEXT::toCharArray),
                given("byte[]", () -> bytes(TEXT)),
                given("read-only ByteBuffer", () -> ByteBuffer.wrap(bytes(TEXT)).asReadOnlyBuffer()),
                given("InputStream", () -> new ByteArrayInputStream(bytes(TEXT))),
                given("InputStreamCache", () -> new InputStreamCache(bytes(TEXT))),
                given("Reader", () -> new StringReader(TEXT)),
                given("ReaderCache", () -> new ReaderCache(TEXT)),
                given("File", () -> file(TEXT)),
                given("Path", () -> file(TEXT).toPath()),
                given("File with a byte order mark", () -> file("\uFEFF" + TEXT)),
                given("GenericFile", () -> generic(null)),
                given("GenericFile that was read", () -> generic(bytes(TEXT))),
                given("JSON text", () -> JsonNodeFactory.instance.textNode(TEXT)),
                given("XML text", () -> xml(TEXT).getDocumentElement().getFirstChild()),
                given(
                        "XML of one CDATA",
                        () -> xml("<![CDATA[" + TEXT + "]]>")
                                .getDocumentElement()
                                .getFirstChild()),
                given("BOM", () -> "\uFEFF" + TEXT));
    }

    static Stream<Arguments> noTexts() {
        return Stream.of(
                given("record", () -> new Order("lighthouse")),
                given("object that prints a text", Printed::new),
                given("Optional", () -> Optional.of("lighthouse")),
                given("OptionalInt", () -> OptionalInt.of(73415)),
                given("CompletableFuture", () -> CompletableFuture.completedFuture("lighthouse")),
                given("AtomicReference", () -> new AtomicReference<>("lighthouse")),
                given("Throwable", () -> new IllegalStateException("lighthouse")),
                given("int[]", () -> new int[] {1}),
                given("boolean[]", () -> new boolean[] {true}),
                given("JSON object", () -> new ObjectMapper().createObjectNode().put("text", "lighthouse")),
                given("JSON POJO", () -> JsonNodeFactory.instance.pojoNode(new Order("lighthouse"))),
                given("Class", () -> Order.class),
                given("Supplier", () -> (Supplier<String>) () -> "lighthouse"),
                given("file that is gone", () -> new File("lighthouse.txt")),
                given("bytes in another charset", () -> "Grüße".getBytes(StandardCharsets.ISO_8859_1)),
                given(
                        "stream in another charset",
                        () -> new ByteArrayInputStream("Grüße".getBytes(StandardCharsets.ISO_8859_1))),
                given("bytes that are cut", () -> java.util.Arrays.copyOf(bytes("1 €"), 4)),
                given("half a surrogate pair", () -> "lighthouse \ud83d"),
                given("half a surrogate pair in an array", () -> "\ude00".toCharArray()));
    }

    private static Exchange send(String uri, Object body, Map<String, Object> headers) {
        return context.createProducerTemplate().send(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeader(SmsConstants.TO, TO);
            headers.forEach(exchange.getMessage()::setHeader);
        });
    }

    private static List<BulkResult> results(Exchange done) {
        List<BulkResult> results = new ArrayList<>();
        Object body = done.getMessage().getBody();
        Iterator<?> all = body instanceof Iterator<?> iterator
                ? iterator
                : body instanceof List<?> list ? list.iterator() : List.of().iterator();
        all.forEachRemaining(one -> {
            if (one instanceof BulkResult result) {
                results.add(result);
            }
        });
        return results;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void aTextArrivesAsItIs(String name, Supplier<Object> text) {
        for (String account : List.of("2fa-link", "transmitsms")) {
            String uri = "sms:send?account=" + account;
            assertThat(send(uri, text.get(), Map.of()).getException()).isNull();
            assertThat(results(send(uri, text.get(), Map.of(SmsConstants.TO, List.of(TO, OTHER)))))
                    .extracting(BulkResult::outcome)
                    .containsOnly(BulkResult.Outcome.ACCEPTED);
            results(send(uri, List.of(text.get(), Map.of("text", text.get())), Map.of()));
            results(send(uri, Stream.of(text.get()), Map.of()));
        }

        assertThat(simulator.messages())
                .hasSize(12)
                .extracting(SimulatedMessage::text)
                .containsOnly(TEXT);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void theSecondAccountGetsTheSameText(String name, Supplier<Object> text) {
        simulator.whenSent().by("transmitsms").refuse("OVER_LIMIT").times(1);

        assertThat(send("sms:send?account=transmitsms,2fa-link", text.get(), Map.of())
                        .getException())
                .isNull();

        assertThat(simulator.messages("2fa-link")).singleElement().returns(TEXT, SimulatedMessage::text);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noTexts")
    void whatIsNotATextIsNotSent(String name, Supplier<Object> body) {
        for (String account : List.of("2fa-link", "2chat", "transmitsms", "telesign")) {
            String uri = "sms:send?account=" + account + (account.equals("2chat") ? "&from=%2B14155550100" : "");
            assertRefused(send(uri, body.get(), Map.of()).getException());
            for (Exchange several : List.of(
                    send(uri, body.get(), Map.of(SmsConstants.TO, List.of(TO, OTHER))),
                    send(uri, List.of(body.get()), Map.of()),
                    send(uri, List.of(Map.of("to", TO, "text", body.get())), Map.of()))) {
                assertThat(results(several)).isNotEmpty().allSatisfy(result -> {
                    assertThat(result.errorClass()).isEqualTo(ErrorClass.INVALID_REQUEST);
                    assertClean(result.detail());
                });
            }
        }
        assertRefused(send("sms:verify?account=2fa-link", body.get(), Map.of()).getException());
        assertThat(simulator.messages()).isEmpty();
    }

    private static void assertRefused(Exception failure) {
        assertThat(failure).isInstanceOf(SmsRefusedException.class);
        assertClean(failure.getMessage());
    }

    private static void assertClean(String line) {
        assertThat(line).hasSizeLessThanOrEqualTo(300).doesNotContainIgnoringCase("lighthouse", "73415", "Gr\u00fc");
        assertThat(line.chars()).noneMatch(Character::isISOControl);
    }

    /** What has one way of being written is a text. */
    @Test
    void plainValuesAreWrittenAsTheyAre() {
        UUID id = UUID.randomUUID();
        for (Object body : List.of(Kind.HELLO, 12, 'x', true, id, LocalDate.parse("2026-09-15"), Duration.ofHours(2))) {
            assertThat(send("sms:send?account=2fa-link", body, Map.of()).getException())
                    .isNull();
        }

        assertThat(simulator.messages())
                .extracting(SimulatedMessage::text)
                .containsExactly("HELLO", "12", "x", "true", id.toString(), "2026-09-15", "PT2H");
    }

    /** Nothing to send is no message, whatever it comes in. */
    @Test
    void anEmptyTextIsRefused() {
        for (Supplier<Object> empty : List.<Supplier<Object>>of(
                () -> "",
                () -> new byte[0],
                () -> new char[0],
                () -> new ByteArrayInputStream(new byte[0]),
                () -> new StringReader(""),
                JsonNodeFactory.instance::nullNode,
                () -> "\uFEFF",
                () -> file(""))) {
            for (String account : List.of("2fa-link", "transmitsms")) {
                assertRefused(send("sms:send?account=" + account, empty.get(), Map.of())
                        .getException());
            }
        }
        assertRefused(send("sms:send?account=2fa-link", null, Map.of()).getException());
        assertThat(simulator.messages()).isEmpty();
    }

    /** The file of another component, whose content is at hand. */
    @Test
    void aWrappedFileIsItsContentOrRefused() {
        assertRefused(send("sms:send?account=2fa-link", new RemoteFile(null), Map.of())
                .getException());
        Exchange read = send("sms:send?account=2fa-link", new RemoteFile(TEXT), Map.of());

        if (read.getException() == null) {
            assertThat(simulator.messages()).singleElement().returns(TEXT, SimulatedMessage::text);
        } else {
            assertRefused(read.getException());
            assertThat(simulator.messages()).isEmpty();
        }
    }

    @Test
    void theCharsetOfTheExchangeIsThatOfItsBytes() {
        for (Object body : List.of(
                "Grüße".getBytes(StandardCharsets.ISO_8859_1),
                ByteBuffer.wrap("Grüße".getBytes(StandardCharsets.ISO_8859_1)),
                new ByteArrayInputStream("Grüße".getBytes(StandardCharsets.ISO_8859_1)))) {
            Exchange done = context.createProducerTemplate().send("sms:send?account=2fa-link", exchange -> {
                exchange.setProperty(Exchange.CHARSET_NAME, "ISO-8859-1");
                exchange.getMessage().setBody(body);
                exchange.getMessage().setHeader(SmsConstants.TO, TO);
            });
            assertThat(done.getException()).isNull();
        }
        for (String unknown : List.of("lighthouse", "l i", "", "utf-8;lighthouse")) {
            Exchange done = context.createProducerTemplate().send("sms:send?account=2fa-link", exchange -> {
                exchange.setProperty(Exchange.CHARSET_NAME, unknown);
                exchange.getMessage().setBody(bytes("Hi"));
                exchange.getMessage().setHeader(SmsConstants.TO, TO);
            });
            if (done.getException() != null) {
                assertRefused(done.getException());
            }
        }

        assertThat(simulator.messages()).extracting(SimulatedMessage::text).startsWith("Grüße", "Grüße", "Grüße");
    }

    /** An XML tree is not a text by itself: Camel may write it with its markup. */
    @Test
    void aTreeIsSentWithItsMarkupOrRefused() {
        for (Object tree : List.of(xml("Hi"), xml("Hi").getDocumentElement(), new DOMSource(xml("Hi")))) {
            Exchange done = send("sms:send?account=2fa-link", tree, Map.of());
            if (done.getException() != null) {
                assertRefused(done.getException());
            }
        }
        assertThat(simulator.messages())
                .allSatisfy(message -> assertThat(message.text()).contains("<sms>Hi</sms>"));
    }

    /** Ids and codes come in the same types. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("noTexts")
    void anIdThatIsNotATextIsNotAskedFor(String name, Supplier<Object> body) {
        for (String uri : List.of("sms:query?account=2fa-link", "sms:feedback?account=2fa-link")) {
            assertRefused(send(uri, body.get(), Map.of()).getException());
            assertRefused(
                    send(uri, null, Map.of(SmsConstants.MESSAGE_ID, body.get())).getException());
        }
        Exchange check = send("sms:check?account=2fa-link", body.get(), Map.of());
        assertThat(check.getException() != null
                        || String.valueOf(check.getMessage().getBody()).contains("NOT_FOUND"))
                .isTrue();
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void anIdOrAKeyIsBounded() {
        String longest = "x".repeat(255);
        for (String id : List.of(longest + "x", "x".repeat(60_000), "a\u0000b", "a\u202Eb", "a\u2028b", "a\ud83d")) {
            for (String uri : List.of("sms:query?account=2fa-link", "sms:feedback?account=2fa-link")) {
                assertRefused(
                        send(uri, null, Map.of(SmsConstants.MESSAGE_ID, id)).getException());
                assertRefused(send(uri, id, Map.of()).getException());
            }
            assertRefused(send("sms:check?account=telesign", "123456", Map.of(SmsConstants.VERIFICATION_ID, id))
                    .getException());
        }
        for (String key : List.of(longest + "x", "a\u0000b", "a\nb")) {
            assertRefused(send("sms:send?account=2fa-link", "Hi", Map.of(SmsConstants.IDEMPOTENCY_KEY, key))
                    .getException());
        }
        assertRefused(
                send("sms:check?account=2fa-link", "1".repeat(256), Map.of()).getException());
        assertThat(simulator.requests()).isEmpty();
    }
}
