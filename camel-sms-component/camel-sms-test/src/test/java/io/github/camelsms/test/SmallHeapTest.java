package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A reply without end does not take the memory of the process: in one with little of it, calls fail and the next one is made. */
@Timeout(120)
class SmallHeapTest {

    private static final ProviderCase SEND = ProviderCase.of("2fa-link", "send");

    static Stream<Arguments> repliesWithoutEnd() {
        String field = "X-Padding: " + "x".repeat(1000) + "\r\n";
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n";
        String trailer = "X: " + "x".repeat(60_000) + "\r\n";
        return Stream.of(
                Arguments.of("trailers", Carrier.ASYNC, chunked, trailer),
                Arguments.of("trailers", Carrier.CALLERS_THREAD, chunked, trailer),
                Arguments.of("trailers", Carrier.CAMEL_HTTP, chunked, trailer),
                Arguments.of("many fields", Carrier.ASYNC, "HTTP/1.1 200 OK\r\n", field),
                Arguments.of("one long field", Carrier.ASYNC, "HTTP/1.1 200 OK\r\nX: ", "x".repeat(1000)),
                Arguments.of("status without end", Carrier.ASYNC, "HTTP/1.1 200 ", "x".repeat(1000)),
                Arguments.of("interim replies", Carrier.ASYNC, "", "HTTP/1.1 100 Continue\r\n\r\n"),
                Arguments.of("many fields", Carrier.CALLERS_THREAD, "HTTP/1.1 200 OK\r\n", field),
                Arguments.of("one long field", Carrier.CALLERS_THREAD, "HTTP/1.1 200 OK\r\nX: ", "x".repeat(1000)),
                Arguments.of("many fields", Carrier.CAMEL_HTTP, "HTTP/1.1 200 OK\r\n", field),
                Arguments.of("one long field", Carrier.CAMEL_HTTP, "HTTP/1.1 200 OK\r\nX: ", "x".repeat(1000)),
                Arguments.of("body", Carrier.CALLERS_THREAD, "HTTP/1.1 200 OK\r\n\r\n", "x".repeat(1000)),
                Arguments.of("body", Carrier.ASYNC, "HTTP/1.1 200 OK\r\n\r\n", "x".repeat(1000)),
                Arguments.of("body", Carrier.CAMEL_HTTP, "HTTP/1.1 200 OK\r\n\r\n", "x".repeat(1000)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("repliesWithoutEnd")
    void aReplyWithoutEndIsCutOff(String name, Carrier carrier, String begin, String again) throws Exception {
        boolean byTime = name.startsWith("interim"); // none of them is long, so only the time-out ends them
        try (RawServer endless = RawServer.answering(RawServer.endless(begin, again));
                RawServer good = RawServer.answering(SEND.good())) {
            Process sender = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-Xmx40m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Sender.class.getName(),
                            SEND.uri(endless.url(), carrier.with("responseTimeout=" + (byTime ? "5s" : "30s"))),
                            SEND.uri(good.url(), carrier.option()))
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(sender.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(sender.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(printed)
                    .contains("SmsOutcomeUnknownException", "accepted")
                    .doesNotContain("OutOfMemoryError");
            assertThat(printed.contains("responseTimeout")).isEqualTo(byTime);
        }
    }

    /** Sends to each URI and prints how that ended. */
    static final class Sender {

        private Sender() {}

        public static void main(String[] uris) throws Exception {
            try (DefaultCamelContext context = new DefaultCamelContext()) {
                context.start();
                for (String uri : uris) {
                    Exchange sent = context.createProducerTemplate()
                            .send(uri, exchange -> SEND.input().accept(exchange.getIn()));
                    System.out.println(sent.getException() == null ? "accepted" : sent.getException());
                }
            }
            Runtime.getRuntime().halt(0);
        }
    }
}
