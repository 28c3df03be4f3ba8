package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsComponent;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.internal.state.MemoryStateStore;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.BulkResult.Outcome;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.StateEntry;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.EventNotifierSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever fails behind the reply to a send: the message is out, so it stays accepted, with its id, and no other account sends it again. */
@Timeout(60)
class AfterTheReplyTest {

    private static final ProviderCase FIRST = ProviderCase.of("2fa-link", "send");
    private static final ProviderCase SECOND = ProviderCase.of("transmitsms", "send");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private RawServer first;
    private RawServer spare;

    @BeforeEach
    void start() throws IOException {
        first = RawServer.answering(FIRST.good());
        spare = RawServer.answering(SECOND.good());
        account("a", FIRST, first);
        account("b", SECOND, spare);
        context.start();
    }

    @AfterEach
    void stop() throws IOException {
        context.close();
        first.close();
        spare.close();
    }

    private void account(String name, ProviderCase of, RawServer server) {
        SmsAccount account = new SmsAccount();
        account.setProvider(of.provider());
        account.setApiKey(name + "-key");
        account.setSecretKey(name + "-secret");
        account.setBaseUrl(server.url());
        account.setMaxRequestsPerSecond(0);
        context.getRegistry().bind(name, account);
    }

    /** Something that is thrown. */
    private record Thrown(String name, Supplier<Throwable> failure) {
        <X extends Throwable> void now() throws X {
            @SuppressWarnings("unchecked")
            X undeclared = (X) failure.get();
            throw undeclared;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static SmsFault fault() {
        return SmsFault.of(ErrorClass.TEMPORARY, "store", "not now");
    }

    private static final List<Thrown> THROWN = List.of(
            new Thrown("RuntimeException", () -> new IllegalStateException("full")),
            new Thrown("SmsRetryableException", () -> new SmsRetryableException(fault())),
            new Thrown("SmsRefusedException", () -> new SmsRefusedException(fault())),
            new Thrown("SmsOutcomeUnknownException", () -> new SmsOutcomeUnknownException(fault())),
            new Thrown("undeclared IOException", () -> new IOException("disk")),
            new Thrown("LinkageError", () -> new NoClassDefFoundError("com/example/Driver")));

    static Stream<Arguments> carriersAndThrown() {
        return Arrays.stream(Carrier.values())
                .flatMap(carrier -> THROWN.stream().map(thrown -> Arguments.of(carrier, thrown)));
    }

    private Exchange send(Carrier carrier, Object body) {
        return send(carrier, exchange -> exchange.getIn().setBody(body));
    }

    private Exchange send(Carrier carrier, org.apache.camel.Processor input) {
        return context.createProducerTemplate().send(carrier.on("sms:send?account=a,b&correlate=order"), exchange -> {
            input.process(exchange);
            exchange.getMessage().setHeader(SmsConstants.TO, Sentinels.TO);
            exchange.getMessage().setHeader("order", 8842);
        });
    }

    private void assertAcceptedOnce(Exchange sent) {
        assertThat(sent.getException()).isNull();
        assertThat(first.requestCount()).isEqualTo(1);
        assertThat(spare.requestCount()).isZero();
    }

    private void failingStore(Thrown thrown) {
        context.getComponent("sms", SmsComponent.class).setStateStore(new StateStore() {
            @Override
            public Optional<StateEntry> find(String key) {
                return Optional.empty();
            }

            @Override
            public OptionalLong create(String key, StateValue value) {
                thrown.now();
                return OptionalLong.empty();
            }

            @Override
            public OptionalLong replace(String key, long version, StateValue value) {
                thrown.now();
                return OptionalLong.empty();
            }

            @Override
            public boolean remove(String key, long version) {
                thrown.now();
                return false;
            }

            @Override
            public List<StateEntry> due(String kind, int limit) {
                return List.of();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("carriersAndThrown")
    void aStoreThatFailsLeavesTheMessageAccepted(Carrier carrier, Thrown thrown) {
        failingStore(thrown);
        try (LogLines log = new LogLines()) {
            Exchange sent = send(carrier, Sentinels.TEXT);

            assertAcceptedOnce(sent);
            assertThat(sent.getMessage().getHeader(SmsConstants.MESSAGE_ID)).isEqualTo("65F1A2B3-QWJXKTNMZP");
            assertThat(sent.getMessage().getHeader(SmsConstants.ACCOUNT)).isEqualTo("a");
            assertThat(sent.getMessage().getBody(SmsSubmission.class).messageId())
                    .isEqualTo("65F1A2B3-QWJXKTNMZP");
            assertThat(log.lines()).as("what the log says").hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("carriersAndThrown")
    void aStoreThatFailsLeavesAllMessagesOfAListAccepted(Carrier carrier, Thrown thrown) {
        failingStore(thrown);
        List<SmsMessage> messages = IntStream.range(0, 5)
                .mapToObj(i -> SmsMessage.to(BulkSendTest.number(i))
                        .text("The depot opens at 9.")
                        .build())
                .toList();

        Exchange sent = send(carrier, messages);

        assertThat(sent.getException()).isNull();
        List<?> results = sent.getMessage().getBody(List.class);
        assertThat(results).hasSize(5).allSatisfy(result -> {
            assertThat(((BulkResult) result).outcome()).isEqualTo(Outcome.ACCEPTED);
            assertThat(((BulkResult) result).submission().messageId()).isNotNull();
        });
        assertThat(first.requestCount()).isEqualTo(5);
        assertThat(spare.requestCount()).isZero();
    }

    @ParameterizedTest
    @MethodSource("carriersAndThrown")
    void aListenerThatFailsLeavesTheMessageAccepted(Carrier carrier, Thrown thrown) {
        context.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof CamelEvent.ExchangeSentEvent) {
                    thrown.now();
                }
            }
        });

        Exchange sent = send(carrier, Sentinels.TEXT);

        assertAcceptedOnce(sent);
        assertThat(sent.getMessage().getHeader(SmsConstants.MESSAGE_ID)).isNotNull();
    }

    /** Stands for whatever a message of some component does when the result is written into it. */
    @ParameterizedTest
    @MethodSource("carriersAndThrown")
    void aMessageThatDoesNotTakeTheResultIsNotSentAgain(Carrier carrier, Thrown thrown) {
        Exchange sent = send(carrier, exchange -> {
            exchange.setIn(new DefaultMessage(exchange) {
                @Override
                public void setBody(Object body) {
                    if (body instanceof SmsSubmission) {
                        thrown.now();
                    }
                    super.setBody(body);
                }
            });
            exchange.getIn().setBody(Sentinels.TEXT);
        });

        assertAcceptedOnce(sent);
        assertThat(sent.getMessage().getHeader(SmsConstants.MESSAGE_ID)).isEqualTo("65F1A2B3-QWJXKTNMZP");
    }

    /** What asks the store for a send, and where. */
    private enum Feature {
        CORRELATE("sms:send?account=a&correlate=order"),
        MISSING_AFTER("sms:send?account=a&missingAfter=1m"),
        OPT_OUT("sms:send?account=a&optOut=enforce"),
        IDEMPOTENCY_KEY("sms:send?account=a"),
        CALLBACK_URL("sms:send?account=b&correlate=order&callbackUrl=https://shop.example/receipts"),
        VERIFY("sms:verify?account=b");

        private final String uri;

        Feature(String uri) {
            this.uri = uri;
        }

        private @Nullable String key(int i) {
            return this == IDEMPOTENCY_KEY ? "order-8842-" + i : null;
        }
    }

    static Stream<Arguments> featuresAndThrown() {
        return Arrays.stream(Feature.values())
                .flatMap(feature -> THROWN.stream().map(thrown -> Arguments.of(feature, thrown)));
    }

    /** Verify takes one recipient. */
    static Stream<Arguments> featuresOfListsAndThrown() {
        return featuresAndThrown().filter(arguments -> arguments.get()[0] != Feature.VERIFY);
    }

    private int requests() {
        return first.requestCount() + spare.requestCount();
    }

    /** A store in memory that fails as long as the condition holds. */
    private void failingWhile(BooleanSupplier fails, Thrown thrown) {
        StateStore memory = new MemoryStateStore();
        context.getComponent("sms", SmsComponent.class).setStateStore((StateStore) Proxy.newProxyInstance(
                StateStore.class.getClassLoader(), new Class<?>[] {StateStore.class}, (proxy, method, arguments) -> {
                    if (fails.getAsBoolean()) {
                        thrown.now();
                    }
                    return method.invoke(memory, arguments);
                }));
    }

    private Exchange send(Feature feature, Object body) {
        return context.createProducerTemplate().send(feature.uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeader(SmsConstants.TO, Sentinels.TO);
            exchange.getMessage().setHeader("order", 8842);
            if (!(body instanceof List)) {
                exchange.getMessage().setHeader(SmsConstants.IDEMPOTENCY_KEY, feature.key(0));
            }
        });
    }

    private Exchange sendSeveral(Feature feature) {
        return send(
                feature,
                IntStream.range(0, 5)
                        .mapToObj(i -> SmsMessage.to(BulkSendTest.number(i))
                                .text("The depot opens at " + i + ".")
                                .idempotencyKey(feature.key(i))
                                .build())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("featuresAndThrown")
    void aStoreThatFailsFromTheReplyOnLeavesTheMessageAccepted(Feature feature, Thrown thrown) {
        failingWhile(() -> requests() > 0, thrown);

        Exchange sent = send(feature, feature == Feature.VERIFY ? "" : Sentinels.TEXT);

        assertThat(sent.getException()).isNull();
        assertThat(requests()).isEqualTo(1);
        assertThat(sent.getMessage().getHeader(SmsConstants.MESSAGE_ID)).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("featuresAndThrown")
    void aStoreThatAlwaysFailsLeavesAMessageEitherAcceptedOrNotSent(Feature feature, Thrown thrown) {
        failingWhile(() -> true, thrown);

        Exchange sent = send(feature, feature == Feature.VERIFY ? "" : Sentinels.TEXT);

        if (sent.getException() == null) {
            assertThat(requests()).isEqualTo(1);
            assertThat(sent.getMessage().getHeader(SmsConstants.MESSAGE_ID)).isNotNull();
        } else {
            assertThat(requests()).isZero();
            assertThat(sent.getException()).isInstanceOf(SmsRetryableException.class);
        }
        assertThat(sent.getException() == null)
                .as("a store that only remembers keeps nothing from being sent")
                .isEqualTo(
                        feature != Feature.OPT_OUT && feature != Feature.IDEMPOTENCY_KEY && feature != Feature.VERIFY);
    }

    @ParameterizedTest
    @MethodSource("featuresOfListsAndThrown")
    void aStoreThatFailsFromTheReplyOnLosesNoResultOfAList(Feature feature, Thrown thrown) {
        failingWhile(() -> requests() > 0, thrown);

        assertEachIsAcceptedOrNotSent(sendSeveral(feature));
        assertThat(requests()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("featuresOfListsAndThrown")
    void aStoreThatAlwaysFailsLosesNoResultOfAList(Feature feature, Thrown thrown) {
        failingWhile(() -> true, thrown);

        assertEachIsAcceptedOrNotSent(sendSeveral(feature));
    }

    private void assertEachIsAcceptedOrNotSent(Exchange sent) {
        assertThat(sent.getException()).isNull();
        List<?> results = sent.getMessage().getBody(List.class);
        assertThat(results).hasSize(5);
        assertThat(results)
                .allSatisfy(result ->
                        assertThat(((BulkResult) result).outcome()).isIn(Outcome.ACCEPTED, Outcome.RETRYABLE));
        assertThat(results)
                .filteredOn(result -> ((BulkResult) result).outcome() == Outcome.ACCEPTED)
                .hasSize(requests());
    }
}
