package io.github.camelsms.test;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.camelsms.SmsComponent;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.internal.state.MemoryStateStore;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.JdbcStateStore;
import io.github.camelsms.spi.StateEntry;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a send gets whose idempotency key was used before: one SMS for each key, over all accounts and nodes. */
@Timeout(120)
class IdempotentSendTest {

    private static final String KEY = "order-8842-shipped";
    private static final String OTHER = "+447700900472";

    private final JdbcDataSource database = new JdbcDataSource();
    private final WireMockServer gateway = new WireMockServer(
            WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        context.getComponent("sms", SmsComponent.class).setStateStore(new JdbcStateStore(database));
        context.start();
        gateway.start();
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
        gateway.stop();
    }

    /** How a message with a key comes. */
    private enum Shape {
        ONE,
        LIST,
        RECIPIENTS
    }

    static Stream<Arguments> providersAndShapes() {
        return ProviderCase.sends().flatMap(of -> Stream.of(Shape.values()).map(shape -> Arguments.of(of, shape)));
    }

    private void answers(String body) {
        gateway.resetAll();
        gateway.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(200)
                        .withHeader("Content-Type", "application/json")
                        .withBody(body)));
    }

    private void answers(Fault fault) {
        gateway.resetAll();
        gateway.stubFor(any(anyUrl()).willReturn(aResponse().withFault(fault)));
    }

    private void answers(int status) {
        gateway.resetAll();
        gateway.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status)));
    }

    private void assertRequests(int count) {
        gateway.verify(count, anyRequestedFor(anyUrl()));
    }

    private Exchange send(ProviderCase of, Shape shape) {
        return send(context, of, shape, in -> {});
    }

    private Exchange send(DefaultCamelContext node, ProviderCase of, Shape shape, Consumer<Message> change) {
        return send(node, gateway.baseUrl(), of, shape, change);
    }

    private static Exchange send(
            DefaultCamelContext node, String url, ProviderCase of, Shape shape, Consumer<Message> change) {
        return node.createProducerTemplate().send(of.uri(url), exchange -> {
            Message in = exchange.getMessage();
            of.input().accept(in);
            in.setHeader(SmsConstants.IDEMPOTENCY_KEY, KEY);
            change.accept(in);
            if (shape == Shape.RECIPIENTS) {
                in.setHeader(SmsConstants.TO, List.of(in.getHeader(SmsConstants.TO)));
            } else if (shape == Shape.LIST) {
                in.setBody(List.of(SmsMessage.builder()
                        .text(in.getBody(String.class))
                        .idempotencyKey((String) in.removeHeader(SmsConstants.IDEMPOTENCY_KEY))
                        .build()));
            }
        });
    }

    /** The fate of the message, in whichever shape it came. */
    private static Object fate(Exchange sent) {
        if (sent.getException() != null) {
            return sent.getException().getClass().getSimpleName() + " "
                    + ((SmsException) sent.getException()).errorClass();
        }
        if (sent.getMessage().getBody() instanceof List<?> results) {
            BulkResult result = (BulkResult) results.get(0);
            return switch (result.outcome()) {
                case ACCEPTED -> result.submission();
                case REFUSED -> "SmsRefusedException " + result.errorClass();
                case RETRYABLE -> "SmsRetryableException " + result.errorClass();
                case UNKNOWN -> "SmsOutcomeUnknownException " + result.errorClass();
            };
        }
        return sent.getMessage().getBody();
    }

    private static Map<String, Object> headers(Exchange sent) {
        Map<String, Object> headers = new TreeMap<>(sent.getMessage().getHeaders());
        headers.remove(SmsConstants.REPLAYED);
        return headers;
    }

    @ParameterizedTest
    @MethodSource("providersAndShapes")
    void acceptedIsGivenAgain(ProviderCase of, Shape shape) {
        answers(of.goodReply());
        Exchange first = send(of, shape);
        Exchange second = send(of, shape);

        assertThat(fate(first)).isInstanceOf(SmsSubmission.class);
        assertThat(fate(second)).isEqualTo(fate(first));
        assertThat(headers(second)).isEqualTo(headers(first));
        if (shape == Shape.ONE) {
            assertThat(first.getMessage().getHeader(SmsConstants.REPLAYED)).isNull();
            assertThat(second.getMessage().getHeader(SmsConstants.REPLAYED)).isEqualTo(true);
        }
        assertRequests(1);
    }

    @ParameterizedTest
    @MethodSource("providersAndShapes")
    void knownNotSentIsSent(ProviderCase of, Shape shape) {
        answers(401);
        assertThat(fate(send(of, shape))).asString().startsWith("SmsRefusedException");

        answers(of.goodReply());
        assertThat(fate(send(of, shape))).isInstanceOf(SmsSubmission.class);
        assertRequests(1);
    }

    @ParameterizedTest
    @MethodSource("providersAndShapes")
    void beingSentIsRetryable(ProviderCase of, Shape shape) throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        RawServer.Answer late = (connection, out) -> {
            await(goOn);
            of.good().write(connection, out);
        };
        try (RawServer slow = RawServer.answering(late)) {
            CompletableFuture<Exchange> first =
                    CompletableFuture.supplyAsync(() -> send(context, slow.url(), of, shape, in -> {}));
            Awaitility.await().until(() -> slow.requestCount() == 1);

            assertThat(fate(send(context, slow.url(), of, shape, in -> {})))
                    .isEqualTo("SmsRetryableException TEMPORARY");
            goOn.countDown();
            assertThat(fate(first.get())).isInstanceOf(SmsSubmission.class);
            assertThat(fate(send(context, slow.url(), of, shape, in -> {}))).isEqualTo(fate(first.get()));
            assertThat(slow.requestCount()).isEqualTo(1);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @MethodSource("providersAndShapes")
    void unknownStaysUnknown(ProviderCase of, Shape shape) {
        answers(Fault.EMPTY_RESPONSE);
        assertThat(fate(send(of, shape))).asString().startsWith("SmsOutcomeUnknownException");

        answers(of.goodReply());
        assertThat(fate(send(of, shape))).isEqualTo("SmsOutcomeUnknownException UNKNOWN");
        assertRequests(0);
    }

    @ParameterizedTest
    @MethodSource("providersAndShapes")
    void anotherTextIsRefused(ProviderCase of, Shape shape) {
        answers(of.goodReply());
        send(of, shape);

        Exchange other = send(context, of, shape, in -> in.setBody(in.getBody(String.class) + "!"));

        assertThat(fate(other)).isEqualTo("SmsRefusedException INVALID_REQUEST");
        assertRequests(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Shape.class,
            names = {"ONE", "LIST"})
    void anotherRecipientIsRefused(Shape shape) {
        ProviderCase of = ProviderCase.of("2fa-link", "send");
        answers(of.goodReply());
        send(of, shape);

        Exchange other = send(context, of, shape, in -> in.setHeader(SmsConstants.TO, OTHER));

        assertThat(fate(other)).isEqualTo("SmsRefusedException INVALID_REQUEST");
        assertRequests(1);
    }

    @Test
    void aKeyOfSeveralRecipientsHoldsForEach() {
        ProviderCase of = ProviderCase.of("transmitsms", "send");
        answers("{\"message_id\":331694668,\"recipients\":2,\"error\":{\"code\":\"SUCCESS\",\"description\":\"OK\"}}");
        List<String> two = List.of(Sentinels.TO, OTHER);
        List<String> three = List.of(Sentinels.TO, "+447700900473", OTHER);
        Exchange first = send(context, of, Shape.ONE, in -> in.setHeader(SmsConstants.TO, two));
        answers("{\"message_id\":331694669,\"recipients\":1,\"error\":{\"code\":\"SUCCESS\",\"description\":\"OK\"}}");

        Exchange second = send(context, of, Shape.ONE, in -> in.setHeader(SmsConstants.TO, three));

        List<?> before = first.getMessage().getBody(List.class);
        List<?> now = second.getMessage().getBody(List.class);
        assertThat(now).hasSize(3);
        assertThat(now.get(0)).isEqualTo(before.get(0));
        assertThat(now.get(2)).isEqualTo(before.get(1));
        assertThat(((BulkResult) now.get(1)).submission().messageId()).isEqualTo("331694669");
        assertRequests(1);
        gateway.getAllServeEvents()
                .forEach(call -> assertThat(call.getRequest().getBodyAsString()).endsWith("to=447700900473"));
    }

    @Test
    void aSharedCallThatIsLostLeavesEachRecipientUnknown() {
        ProviderCase of = ProviderCase.of("transmitsms", "send");
        answers(Fault.EMPTY_RESPONSE);
        List<String> two = List.of(Sentinels.TO, OTHER);
        send(context, of, Shape.ONE, in -> in.setHeader(SmsConstants.TO, two));
        answers(of.goodReply());

        Exchange second = send(context, of, Shape.ONE, in -> in.setHeader(SmsConstants.TO, two));

        assertThat(second.getMessage().getBody())
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .extracting("outcome")
                .containsOnly(BulkResult.Outcome.UNKNOWN);
        assertRequests(0);
    }

    @Test
    void aKeyHoldsOverNodesAndAccounts() throws Exception {
        ProviderCase one = ProviderCase.of("2fa-link", "send");
        ProviderCase other = ProviderCase.of("transmitsms", "send");
        answers(one.goodReply());
        Exchange first = send(one, Shape.ONE);
        try (DefaultCamelContext node = new DefaultCamelContext()) {
            node.getComponent("sms", SmsComponent.class).setStateStore(new JdbcStateStore(database));
            node.start();

            Exchange second = send(node, other, Shape.ONE, in -> {});

            assertThat(fate(second)).isEqualTo(fate(first));
            assertThat(second.getMessage().getHeader(SmsConstants.PROVIDER)).isEqualTo("2fa-link");
        }
        assertRequests(1);
    }

    @Test
    void keysAreOfOneProcessWithoutAStore() throws Exception {
        ProviderCase of = ProviderCase.of("2fa-link", "send");
        answers(of.goodReply());
        try (DefaultCamelContext memory = new DefaultCamelContext()) {
            memory.start();
            Exchange first = send(memory, of, Shape.ONE, in -> {});
            assertThat(fate(send(memory, of, Shape.ONE, in -> {}))).isEqualTo(fate(first));
        }
        assertRequests(1);
    }

    @Test
    void aReplayComesAfterTheTimesOfTheMessageHavePassed() {
        ProviderCase of = ProviderCase.of("2fa-link", "send");
        answers(of.goodReply());
        Exchange first = send(of, Shape.ONE);
        Consumer<Message> expired = in -> in.setHeader(SmsConstants.EXPIRES_AT, Instant.EPOCH);

        assertThat(fate(send(context, of, Shape.ONE, expired))).isEqualTo(fate(first));
        Exchange unsent = send(context, of, Shape.ONE, in -> {
            expired.accept(in);
            in.setHeader(SmsConstants.IDEMPOTENCY_KEY, "another");
        });

        assertThat(fate(unsent)).isEqualTo("SmsRefusedException EXPIRED");
        assertRequests(1);
    }

    @Test
    void aSendWithoutAKeyTakesTheMarkOfAReplayAway() {
        ProviderCase of = ProviderCase.of("2fa-link", "send");
        answers(of.goodReply());

        Exchange sent = send(context, of, Shape.ONE, in -> {
            in.removeHeader(SmsConstants.IDEMPOTENCY_KEY);
            in.setHeader(SmsConstants.REPLAYED, true);
        });

        assertThat(sent.getMessage().getHeader(SmsConstants.REPLAYED)).isNull();
    }

    @Test
    void aQueryByIdSettlesAnUnknownOutcome() {
        ProviderCase of = ProviderCase.of("telesign", "send");
        String id = "0123456789ABCDEF0123456789ABCDEF";
        gateway.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(503)
                        .withHeader("Content-Type", "application/json")
                        .withBody("{\"reference_id\":\"" + id + "\",\"status\":{\"code\":290,"
                                + "\"description\":\"Message in progress\"},\"errors\":[{\"code\":-77777,"
                                + "\"description\":\"System unavailable\"}]}")));
        SmsException unknown = (SmsException) send(of, Shape.ONE).getException();
        assertThat(unknown).isInstanceOf(SmsOutcomeUnknownException.class);
        assertThat(unknown.messageId()).contains(id);
        assertThat(((SmsException) send(of, Shape.ONE).getException()).messageId())
                .contains(id);

        answers(ProviderCase.of("telesign", "query").goodReply());
        Exchange query = context.createProducerTemplate()
                .send(
                        ProviderCase.of("telesign", "query").uri(gateway.baseUrl()),
                        exchange -> exchange.getMessage().setHeader(SmsConstants.MESSAGE_ID, id));
        assertThat(query.getException()).isNull();
        Exchange settled = send(of, Shape.ONE);

        assertThat(fate(settled)).isInstanceOfSatisfying(SmsSubmission.class, submission -> {
            assertThat(submission.messageId())
                    .isEqualTo(query.getMessage().getHeader(SmsConstants.MESSAGE_ID))
                    .isNotNull();
            assertThat(submission.to().e164()).isEqualTo(Sentinels.TO);
        });
        assertThat(settled.getMessage().getHeader(SmsConstants.REPLAYED)).isEqualTo(true);
        assertRequests(1);
    }

    @Test
    void aKeyThatIsTooLongIsRefused() {
        ProviderCase of = ProviderCase.of("2fa-link", "send");

        Exchange sent = send(context, of, Shape.ONE, in -> in.setHeader(SmsConstants.IDEMPOTENCY_KEY, "k".repeat(256)));

        assertThat(sent.getException())
                .isInstanceOf(SmsRefusedException.class)
                .hasMessageContaining("CamelSmsIdempotencyKey has 256 characters; accepted: up to 255");
        assertRequests(0);
    }

    /** A store whose calls fail from the one of that name on. */
    private static final class FailingStore implements StateStore {

        private final StateStore entries = new MemoryStateStore();
        private volatile String failing = "";

        private void call(String name) {
            if (name.equals(failing)) {
                throw new IllegalStateException("down");
            }
        }

        @Override
        public Optional<StateEntry> find(String key) {
            call("find");
            return entries.find(key);
        }

        @Override
        public OptionalLong create(String key, StateValue value) {
            call("create");
            return entries.create(key, value);
        }

        @Override
        public OptionalLong replace(String key, long version, StateValue value) {
            call("replace");
            return entries.replace(key, version, value);
        }

        @Override
        public boolean remove(String key, long version) {
            call("remove");
            return entries.remove(key, version);
        }

        @Override
        public List<StateEntry> due(String kind, int limit) {
            return entries.due(kind, limit);
        }
    }

    private FailingStore failingStore(DefaultCamelContext node) {
        FailingStore store = new FailingStore();
        node.getComponent("sms", SmsComponent.class).setStateStore(store);
        node.start();
        return store;
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void nothingIsSentWithoutAClaim(Shape shape) throws Exception {
        ProviderCase of = ProviderCase.of("2fa-link", "send");
        answers(of.goodReply());
        try (DefaultCamelContext node = new DefaultCamelContext()) {
            FailingStore store = failingStore(node);
            store.failing = "create";

            Exchange sent = send(node, of, shape, in -> {});

            assertThat(fate(sent)).isEqualTo("SmsRetryableException TEMPORARY");
            assertRequests(0);
            store.failing = "";
            assertThat(fate(send(node, of, shape, in -> {}))).isInstanceOf(SmsSubmission.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void aStoreThatFailsAfterTheCallLeavesTheMessageAcceptedAndTheKeyUnknown(Shape shape) throws Exception {
        ProviderCase of = ProviderCase.of("2fa-link", "send");
        answers(of.goodReply());
        try (DefaultCamelContext node = new DefaultCamelContext();
                LogLines log = new LogLines()) {
            FailingStore store = failingStore(node);
            store.failing = "replace";

            assertThat(fate(send(node, of, shape, in -> {}))).isInstanceOf(SmsSubmission.class);
            assertThat(log.lines()).hasSize(1);
            store.failing = "";

            assertThat(fate(send(node, of, shape, in -> {}))).isEqualTo("SmsOutcomeUnknownException UNKNOWN");
        }
        assertRequests(1);
    }

    @Test
    void theTableHoldsNothingInClear() throws Exception {
        ProviderCase of = ProviderCase.of("2fa-link", "send");
        answers(of.goodReply());
        SmsSubmission submission = (SmsSubmission) fate(send(of, Shape.ONE));
        answers(Fault.EMPTY_RESPONSE);
        ProviderCase codes = ProviderCase.of("telesign", "send");
        send(context, codes, Shape.ONE, in -> in.setHeader(SmsConstants.IDEMPOTENCY_KEY, "code-" + KEY));

        StringBuilder table = new StringBuilder();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT state_key, state_value FROM camel_sms_state")) {
            while (rows.next()) {
                table.append(rows.getString(1)).append('\n');
                table.append(new String(rows.getBytes(2), StandardCharsets.ISO_8859_1))
                        .append('\n');
            }
        }

        assertThat(table.toString().lines().filter(line -> line.startsWith("send:")))
                .hasSize(2);
        Sentinels.assertAbsent(table);
        assertThat(table.toString())
                .doesNotContain(KEY)
                .doesNotContain(submission.messageId())
                .doesNotContain("Success")
                .doesNotContain("2fa-link");
    }

    @Test
    void failuresSayWhatToDo() {
        ProviderCase of = ProviderCase.of("2fa-link", "send");
        answers(Fault.EMPTY_RESPONSE);
        send(of, Shape.ONE);

        assertThat(send(of, Shape.ONE).getException())
                .hasMessageContaining("outcome of an earlier send with the same CamelSmsIdempotencyKey is unknown");
        assertThat(send(context, of, Shape.ONE, in -> in.setBody("Another text"))
                        .getException())
                .hasMessageContaining(
                        "CamelSmsIdempotencyKey was used for another recipient or text; accepted: a key of its own");
    }
}
