package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.BulkResult.Outcome;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An iterator of messages: its results are an iterator, and messages are read and sent as these are asked for. */
@ParameterizedClass(name = "{0}")
@EnumSource(Carrier.class)
@Timeout(120)
class BulkIteratorTest {

    private static final String TEXT = "The depot opens at 9.";

    private final Carrier carrier;
    private final DefaultCamelContext context = new DefaultCamelContext();
    private SmsSimulator simulator;
    private String uri;

    BulkIteratorTest(Carrier carrier) {
        this.carrier = carrier;
    }

    @BeforeEach
    void start() {
        simulator = SmsSimulator.start();
        Credentials keys = simulator.credentials("transmitsms");
        uri = "sms:send?provider=transmitsms&apiKey=RAW(" + keys.apiKey() + ")&secretKey=RAW(" + keys.secretKey()
                + ")&maxRequestsPerSecond=0&baseUrl=" + simulator.baseUrl("transmitsms");
        context.start();
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
        simulator.close();
    }

    private static SmsMessage message(int i) {
        return SmsMessage.to(BulkSendTest.number(i)).text(TEXT).build();
    }

    /** Counts what is read of it. @param size null-free: how many there are */
    private static final class Source implements Iterator<Object>, Closeable {
        private final int size;
        private final IntUnaryOperator beforeEach;
        private final AtomicInteger read = new AtomicInteger();
        private final AtomicBoolean closed = new AtomicBoolean();

        Source(int size, IntUnaryOperator beforeEach) {
            this.size = size;
            this.beforeEach = beforeEach;
        }

        Source(int size) {
            this(size, i -> i);
        }

        @Override
        public boolean hasNext() {
            return read.get() < size;
        }

        @Override
        public Object next() {
            return message(beforeEach.applyAsInt(read.getAndIncrement()));
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    @SuppressWarnings("unchecked")
    private Iterator<BulkResult> send(String options, Object body) {
        Exchange exchange = context.createProducerTemplate().request(carrier.on(uri + options), in -> {
            in.getMessage().setBody(body);
            in.getMessage().setHeader(SmsConstants.FROM, "ExampleCo");
        });
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody(Iterator.class);
    }

    @Test
    void messagesAreReadAndSentAsTheirResultsAreAskedFor() {
        Source source = new Source(1100);
        Iterator<BulkResult> results = send("", source);
        assertThat(source.read).hasValue(0);
        assertThat(simulator.requests()).isEmpty();

        results.next();
        assertThat(source.read).hasValue(500);
        assertThat(simulator.requests()).hasSize(1);

        List<BulkResult> all = new ArrayList<>();
        results.forEachRemaining(all::add);
        assertThat(all).hasSize(1099).extracting(BulkResult::outcome).containsOnly(Outcome.ACCEPTED);
        assertThat(all)
                .extracting(result -> result.to().e164())
                .containsExactlyElementsOf(
                        IntStream.range(1, 1100).mapToObj(BulkSendTest::number).toList());
        assertThat(simulator.requests()).hasSize(3);
        assertThat(simulator.messages())
                .hasSize(1100)
                .extracting(SimulatedMessage::from)
                .containsOnly("ExampleCo");
        assertThat(source.closed).isTrue();
    }

    @Test
    void batchSizeIsHowManyAreReadAtATime() {
        Source source = new Source(10);
        send("&batchSize=4", source).next();

        assertThat(source.read).hasValue(4);
        assertThat(simulator.messages()).hasSize(4);
    }

    @Test
    void headersOfTheSendHoldForTheLastMessageToo() {
        Iterator<BulkResult> results = send("&batchSize=1", new Source(2));
        results.next();
        results.next();

        assertThat(results).isExhausted();
        assertThat(simulator.messages()).extracting(SimulatedMessage::from).containsExactly("ExampleCo", "ExampleCo");
    }

    @Test
    void streamsAndOtherIterablesCountAsIterators() {
        Stream<SmsMessage> stream = IntStream.range(0, 3).mapToObj(BulkIteratorTest::message);
        Iterable<Object> iterable = () -> new Source(2);

        assertThat(send("", stream)).toIterable().hasSize(3);
        assertThat(send("", iterable)).toIterable().hasSize(2);
        assertThat(simulator.messages()).hasSize(5);
    }

    @Test
    void whatTheSourceGaveBeforeItFailedIsSentAndReportedFirst() {
        Iterator<BulkResult> results = send("&batchSize=4", new Source(10, i -> {
            if (i == 6) {
                throw new IllegalStateException("the file ends in the middle of a line");
            }
            return i;
        }));
        List<BulkResult> reported = new ArrayList<>();

        assertThatThrownBy(() -> results.forEachRemaining(reported::add))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("middle of a line");
        assertThat(reported).hasSize(6).extracting(BulkResult::outcome).containsOnly(Outcome.ACCEPTED);
        assertThat(simulator.messages()).hasSize(6);
    }

    @Test
    void routeSplitsTheResults() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:campaign")
                        .to(uri + "&batchSize=10")
                        .split(body())
                        .streaming()
                        .to("mock:results");
            }
        });
        MockEndpoint mock = context.getEndpoint("mock:results", MockEndpoint.class);
        mock.expectedMessageCount(25);
        Source source = new Source(25);

        context.createProducerTemplate().sendBody("direct:campaign", source);

        mock.assertIsSatisfied();
        assertThat(mock.getExchanges())
                .extracting(exchange ->
                        exchange.getMessage().getBody(BulkResult.class).outcome())
                .containsOnly(Outcome.ACCEPTED);
        assertThat(simulator.requests()).hasSize(3);
        assertThat(source.closed).isTrue();
    }

    /** As undeclared checked exceptions get out of iterators. */
    @SuppressWarnings("unchecked")
    private static <X extends Throwable> int undeclared(Throwable failure) throws X {
        throw (X) failure;
    }

    static Stream<Throwable> failuresOfASource() {
        return Stream.of(
                new IllegalStateException("the file ends in the middle of a line"),
                new IOException("the disk is gone"),
                new NoClassDefFoundError("com/example/Parser"),
                new StackOverflowError("so many brackets"),
                new AssertionError("a row has no number"));
    }

    @ParameterizedTest
    @MethodSource("failuresOfASource")
    void splitOfResultsGetsAllThatWasSentBeforeTheSourceFailed(Throwable failure) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:campaign")
                        .to(uri + "&batchSize=10")
                        .split(body())
                        .streaming()
                        .to("mock:results");
            }
        });
        MockEndpoint mock = context.getEndpoint("mock:results", MockEndpoint.class);
        Source source = new Source(100, i -> i < 25 ? i : undeclared(failure));

        Throwable seen = catchThrowable(() -> context.createProducerTemplate().sendBody("direct:campaign", source));

        assertThat(seen).hasStackTraceContaining(failure.getMessage());
        assertThat(mock.getExchanges())
                .hasSize(25)
                .extracting(exchange ->
                        exchange.getMessage().getBody(BulkResult.class).outcome())
                .containsOnly(Outcome.ACCEPTED);
        assertThat(simulator.messages()).hasSize(25);
        assertThat(source.closed).isTrue();
        assertThat(context.getInflightRepository().size()).isZero();
    }

    @Test
    void closedResultsSendNothingMore() throws Exception {
        Source source = new Source(10);
        Iterator<BulkResult> results = send("&batchSize=2", source);
        results.next();
        ((Closeable) results).close();

        assertThat(results).toIterable().hasSize(1);
        assertThat(source.closed).isTrue();
        assertThat(simulator.messages()).hasSize(2);
    }

    @Test
    void afterTheStopTheRestIsReportedAsNotSent() {
        Iterator<BulkResult> results = send("&batchSize=2", new Source(5));
        results.next();
        context.stop();

        assertThat(results)
                .toIterable()
                .extracting(BulkResult::outcome)
                .containsExactly(Outcome.ACCEPTED, Outcome.RETRYABLE, Outcome.RETRYABLE, Outcome.RETRYABLE);
        assertThat(simulator.messages()).hasSize(2);
    }
}
