package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.BulkResult.Outcome;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.BulkOperation;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.SmsProvider;
import java.io.IOException;
import java.net.URI;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A provider that reads its replies badly: a list gets a result for each message all the same. */
@ParameterizedClass(name = "{0}")
@EnumSource(Carrier.class)
@Timeout(60)
class BulkFaultsTest {

    private final Carrier carrier;
    private final DefaultCamelContext context = new DefaultCamelContext();
    private RawServer server;

    BulkFaultsTest(Carrier carrier) {
        this.carrier = carrier;
    }

    @BeforeEach
    void start() throws IOException {
        server = RawServer.answering(RawServer.reply(200, "text/plain", "ok"));
        context.start();
    }

    @AfterEach
    void stop() throws IOException {
        context.close();
        server.close();
    }

    /** Takes three messages a call. */
    private record Gateway(URI baseUri, IntFunction<@Nullable BulkResult> results)
            implements SmsProvider, BulkOperation {

        @Override
        public String id() {
            return "gateway";
        }

        @Override
        public Operation<SmsMessage, SmsSubmission> send() {
            return new Operation<>() {
                @Override
                public HttpRequest encode(SmsMessage message) {
                    return HttpRequest.get("/", null, Map.of());
                }

                @Override
                public SmsSubmission decode(SmsMessage message, HttpResponse response) {
                    return SmsSubmission.accepted("gateway", "1").build();
                }
            };
        }

        @Override
        public Optional<BulkOperation> bulk() {
            return Optional.of(this);
        }

        @Override
        public int limit() {
            return 3;
        }

        @Override
        public Optional<Object> shared(SmsMessage message) {
            return Optional.of("all");
        }

        @Override
        public HttpRequest encode(List<SmsMessage> messages) {
            return HttpRequest.get("/", null, Map.of());
        }

        @Override
        public List<BulkResult> decode(List<SmsMessage> messages, HttpResponse response) {
            return new AbstractList<>() {
                @Override
                public BulkResult get(int place) {
                    return results.apply(place);
                }

                @Override
                public int size() {
                    return messages.size();
                }
            };
        }
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("a result is missing", (IntFunction<@Nullable BulkResult>) place -> null),
                Arguments.of("a result throws", (IntFunction<@Nullable BulkResult>) place -> {
                    throw new IllegalStateException("broken");
                }),
                Arguments.of("a result ends in an Error", (IntFunction<@Nullable BulkResult>) place -> {
                    throw new NoClassDefFoundError("com/example/Status");
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void oneResultThatCannotBeReadIsUnknownAndTheOthersStay(String name, IntFunction<@Nullable BulkResult> fault) {
        context.getRegistry()
                .bind(
                        "gateway",
                        new Gateway(
                                URI.create(server.url()),
                                place -> place == 1
                                        ? fault.apply(place)
                                        : BulkResult.accepted(SmsSubmission.accepted("gateway", "id-" + place)
                                                .build())));
        List<SmsMessage> messages = IntStream.range(0, 6)
                .mapToObj(i -> SmsMessage.to(BulkSendTest.number(i))
                        .text("The depot opens at 9.")
                        .build())
                .toList();

        Exchange sent = context.createProducerTemplate()
                .send(
                        carrier.on("sms:send?provider=%23gateway"),
                        exchange -> exchange.getMessage().setBody(messages));

        assertThat(sent.getException()).isNull();
        List<?> results = sent.getMessage().getBody(List.class);
        assertThat(results)
                .extracting(result -> ((BulkResult) result).outcome())
                .containsExactly(
                        Outcome.ACCEPTED,
                        Outcome.UNKNOWN,
                        Outcome.ACCEPTED,
                        Outcome.ACCEPTED,
                        Outcome.UNKNOWN,
                        Outcome.ACCEPTED);
        assertThat(server.requestCount()).isEqualTo(2);
    }

    @Test
    void acceptedMessagesWithoutAnIdAreOneWarningForEachCall() {
        context.getRegistry()
                .bind(
                        "gateway",
                        new Gateway(
                                URI.create(server.url()),
                                place -> BulkResult.accepted(SmsSubmission.accepted("gateway", place == 0 ? "id" : null)
                                        .build())));
        try (LogLines log = new LogLines()) {
            context.createProducerTemplate()
                    .send(
                            "sms:send?provider=%23gateway",
                            exchange -> exchange.getMessage()
                                    .setBody(IntStream.range(0, 6)
                                            .mapToObj(i -> SmsMessage.to(BulkSendTest.number(i))
                                                    .text("The depot opens at 9.")
                                                    .build())
                                            .toList()));

            assertThat(log.lines())
                    .hasSize(2)
                    .allSatisfy(line ->
                            assertThat(line).contains("gateway: 2 of 3 messages accepted without a message id"));
        }
    }
}
