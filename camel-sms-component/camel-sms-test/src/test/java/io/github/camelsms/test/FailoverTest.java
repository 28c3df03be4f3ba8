package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.AccountFailure;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.test.RawServer.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A send with a list of accounts goes on to the next one only where the SMS is known not to be sent and the message is not at fault. */
@ParameterizedClass(name = "{0}")
@EnumSource(Carrier.class)
@Timeout(120)
class FailoverTest {

    private static final ProviderCase FIRST = ProviderCase.of("2fa-link", "send");
    private static final ProviderCase SECOND = ProviderCase.of("transmitsms", "send");
    private static final ProviderCase QUERY = ProviderCase.of("transmitsms", "query");
    private static final Consumer<Message> NOTHING_MORE = in -> {};

    private final Carrier carrier;
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<RawServer> servers = new ArrayList<>();

    FailoverTest(Carrier carrier) {
        this.carrier = carrier;
    }

    @BeforeEach
    void start() {
        context.start();
    }

    @AfterEach
    void stop() throws IOException {
        context.close();
        for (RawServer server : servers) {
            server.close();
        }
    }

    private RawServer answering(Answer answer) throws IOException {
        RawServer server = RawServer.answering(answer);
        servers.add(server);
        return server;
    }

    private SmsAccount account(String name, ProviderCase of, RawServer server) {
        return account(name, of, server.url());
    }

    private SmsAccount account(String name, ProviderCase of, String url) {
        SmsAccount account = new SmsAccount();
        account.setProvider(of.provider());
        account.setApiKey(name + "-key");
        account.setSecretKey(name + "-secret");
        account.setBaseUrl(url);
        account.setMaxRequestsPerSecond(0);
        account.setResponseTimeout(Duration.ofSeconds(60));
        context.getRegistry().bind(name, account);
        return account;
    }

    private Exchange send(String accounts) {
        return send(accounts, NOTHING_MORE);
    }

    private Exchange send(String accounts, Consumer<Message> more) {
        return context.createFluentProducerTemplate()
                .to(carrier.on("sms:send?account=" + accounts))
                .withProcessor(exchange -> {
                    FIRST.input().accept(exchange.getIn());
                    more.accept(exchange.getIn());
                })
                .send();
    }

    private static Answer refusal(String code) {
        return RawServer.reply(200, "application/json", "{\"errorcode\":" + code + ",\"errormsg\":\"No\"}");
    }

    private static List<AccountFailure> failures(Exchange exchange) {
        List<?> failures = exchange.getProperty(SmsConstants.FAILED_ACCOUNTS, List.class);
        return failures == null
                ? List.of()
                : failures.stream().map(AccountFailure.class::cast).toList();
    }

    private static String closedPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + free.getLocalPort();
        }
    }

    @Test
    void theFirstAccountSendsWhileItCan() throws Exception {
        RawServer spare = answering(SECOND.good());
        account("a", FIRST, answering(FIRST.good()));
        account("b", SECOND, spare);

        Exchange sent = send("a,b");

        assertThat(sent.getException()).isNull();
        assertThat(sent.getMessage().getHeader(SmsConstants.ACCOUNT)).isEqualTo("a");
        assertThat(failures(sent)).isEmpty();
        assertThat(spare.requestCount()).isZero();
    }

    @Test
    void theNextAccountSendsWhatTheFirstCouldNot() throws Exception {
        account("a", FIRST, closedPort());
        account("b", SECOND, answering(SECOND.good()));

        Exchange sent = send("a, b");

        assertThat(sent.getException()).isNull();
        assertThat(sent.getMessage().getHeader(SmsConstants.ACCOUNT)).isEqualTo("b");
        assertThat(sent.getMessage().getHeader(SmsConstants.PROVIDER)).isEqualTo("transmitsms");
        assertThat(sent.getMessage().getBody(SmsSubmission.class).account()).isEqualTo("b");
        assertThat(failures(sent)).hasSize(1).first().satisfies(failure -> {
            assertThat(failure.account()).isEqualTo("a");
            assertThat(failure.failure()).isInstanceOf(SmsRetryableException.class);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 402, 403, 429})
    void refusalsOfTheAccountGoOn(int status) throws Exception {
        account("a", FIRST, answering(RawServer.reply(status, "text/plain", "")));
        account("b", SECOND, answering(SECOND.good()));

        assertThat(send("a,b").getMessage().getHeader(SmsConstants.ACCOUNT)).isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource({"400, INVALID_REQUEST", "404, INVALID_REQUEST"})
    void refusalsOfTheMessageDoNot(int status, ErrorClass why) throws Exception {
        RawServer spare = answering(SECOND.good());
        account("a", FIRST, answering(RawServer.reply(status, "text/plain", "")));
        account("b", SECOND, spare);

        Exchange refused = send("a,b");

        assertThat(refused.getException(SmsRefusedException.class).errorClass()).isEqualTo(why);
        assertThat(failures(refused)).hasSize(1);
        assertThat(spare.requestCount()).isZero();
    }

    @Test
    void aBlockedRecipientIsRefusedByOneAccountForAll() throws Exception {
        RawServer spare = answering(SECOND.good());
        account("a", FIRST, answering(refusal("301")));
        account("b", SECOND, spare);

        assertThat(send("a,b").getException(SmsRefusedException.class).errorClass())
                .isEqualTo(ErrorClass.REJECTED);
        assertThat(spare.requestCount()).isZero();
    }

    @Test
    void aTimeOutNeverReachesTheNextAccount() throws Exception {
        RawServer silent = answering(RawServer.silence());
        RawServer spare = answering(SECOND.good());
        account("a", FIRST, silent).setResponseTimeout(Duration.ofSeconds(1));
        account("b", SECOND, spare);

        assertThat(send("a,b").getException()).isInstanceOf(SmsOutcomeUnknownException.class);
        assertThat(silent.requestCount()).isEqualTo(1);
        assertThat(spare.requestCount()).isZero();
    }

    @Test
    void anUnknownOutcomeOfTheSecondIsTheOutcome() throws Exception {
        RawServer spare = answering(SECOND.good());
        account("a", FIRST, closedPort());
        account("b", SECOND, answering(RawServer.reply(503, "text/plain", "")));
        account("c", SECOND, spare);

        Exchange unknown = send("a,b,c");

        assertThat(unknown.getException()).isInstanceOf(SmsOutcomeUnknownException.class);
        assertThat(unknown.getException(SmsRetryableException.class)).isNull();
        assertThat(failures(unknown)).extracting(AccountFailure::account).containsExactly("a", "b");
        assertThat(spare.requestCount()).isZero();
    }

    @Test
    void whereAllFailOneThatIsWorthARepeatDecides() throws Exception {
        account("a", FIRST, closedPort());
        account("b", SECOND, answering(RawServer.reply(401, "text/plain", "")));

        Exchange failed = send("a,b");

        assertThat(failed.getException()).isInstanceOf(SmsRetryableException.class);
        assertThat(failures(failed)).extracting(AccountFailure::account).containsExactly("a", "b");
    }

    @Test
    void whereNoneIsWorthARepeatTheLastDecides() throws Exception {
        account("a", FIRST, answering(RawServer.reply(402, "text/plain", "")));
        account("b", SECOND, answering(RawServer.reply(401, "text/plain", "")));

        assertThat(send("a,b").getException(SmsRefusedException.class).errorClass())
                .isEqualTo(ErrorClass.AUTHENTICATION);
    }

    @Test
    void aMessageThatExpiresMeanwhileIsNotSentByTheNext() throws Exception {
        RawServer spare = answering(SECOND.good());
        Answer slowRefusal = (connection, out) -> {
            connection.setSoTimeout(700);
            try {
                connection.getInputStream().read();
            } catch (IOException late) {
                RawServer.reply(402, "text/plain", "").write(connection, out);
            }
        };
        RawServer slow = answering(slowRefusal);
        account("a", FIRST, slow).setResponseTimeout(Duration.ofSeconds(30));
        account("b", SECOND, spare);

        Exchange expired = send(
                "a,b", in -> in.setHeader(SmsConstants.EXPIRES_AT, Instant.now().plus(Duration.ofMillis(600))));

        assertThat(expired.getException(SmsException.class).errorClass()).isEqualTo(ErrorClass.EXPIRED);
        assertThat(spare.requestCount()).isZero();
    }

    @Test
    void anAccountThatKeepsFailingRests() throws Exception {
        RawServer broke = answering(RawServer.reply(402, "text/plain", ""));
        account("a", FIRST, broke);
        account("b", SECOND, answering(SECOND.good()));

        for (int i = 0; i < 5; i++) {
            assertThat(send("a,b").getMessage().getHeader(SmsConstants.ACCOUNT)).isEqualTo("b");
        }
        assertThat(broke.requestCount()).isEqualTo(3);
    }

    @Test
    void whereAllRestAllAreTried() throws Exception {
        RawServer first = answering(RawServer.reply(402, "text/plain", ""));
        RawServer second = answering(RawServer.reply(402, "text/plain", ""));
        account("a", FIRST, first);
        account("b", SECOND, second);

        for (int i = 0; i < 5; i++) {
            send("a,b");
        }
        assertThat(first.requestCount()).isEqualTo(5);
        assertThat(second.requestCount()).isEqualTo(5);
    }

    /** The second account pauses, so that the call has to wait for its turn there. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachCallIsSeenOnceAndTheEndIsToldOnce(boolean transacted) throws Exception {
        AtomicInteger answers = new AtomicInteger();
        RawServer second = RawServer.choosing(request -> answers.getAndIncrement() == 0
                ? RawServer.reply(429, "text/plain", "", "Retry-After: 1")
                : SECOND.good());
        servers.add(second);
        account("a", FIRST, answering(RawServer.reply(402, "text/plain", "")));
        account("b", SECOND, second).setMaxRequestsPerSecond(2);
        send("b");
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        EndsSeen seen = new EndsSeen();
        context.getManagementStrategy().addEventNotifier(new CallWatch(threads));
        context.getManagementStrategy().addEventNotifier(seen);
        AsyncProducer producer =
                context.getEndpoint(carrier.on("sms:send?account=a,b")).createAsyncProducer();
        producer.start();
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.getExchangeExtension().setTransacted(transacted);
        FIRST.input().accept(exchange.getIn());
        List<Boolean> ends = new CopyOnWriteArrayList<>();
        CountDownLatch end = new CountDownLatch(1);

        boolean sync = producer.process(exchange, doneSync -> {
            ends.add(doneSync);
            end.countDown();
        });

        assertThat(end.await(60, TimeUnit.SECONDS)).isTrue();
        producer.stop();
        context.stop();
        assertThat(ends).containsExactly(sync);
        assertThat(exchange.getMessage().getHeader(SmsConstants.ACCOUNT)).isEqualTo("b");
        assertThat(seen.calls).hasValue(2);
        assertThat(second.requestCount()).isEqualTo(2);
        if (transacted) {
            assertThat(sync).isTrue();
            assertThat(threads).containsExactly(Thread.currentThread());
        }
    }

    /** Counts the calls to providers that Camel says have ended. */
    private static final class EndsSeen extends EventNotifierSupport {

        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public void notify(CamelEvent event) {
            if (event instanceof CamelEvent.ExchangeSentEvent sent
                    && sent.getEndpoint().getEndpointUri().startsWith("http")) {
                calls.incrementAndGet();
            }
        }
    }

    @Test
    void aMessageThatNamesItsAccountHasNoOther() throws Exception {
        RawServer spare = answering(SECOND.good());
        account("a", FIRST, closedPort());
        account("b", SECOND, spare);

        Exchange failed = send("a,b", in -> in.setHeader(SmsConstants.ACCOUNT, "a"));

        assertThat(failed.getException()).isInstanceOf(SmsRetryableException.class);
        assertThat(spare.requestCount()).isZero();
    }

    @Test
    void whatWasReportedDoesNotSteerTheNextSend() throws Exception {
        RawServer good = answering(FIRST.good());
        account("a", FIRST, good);
        account("b", SECOND, answering(SECOND.good()));
        Exchange exchange = context.getEndpoint("sms:send?account=a,b").createExchange();
        exchange.setProperty("CamelSmsAccountReported", "b");
        exchange.getIn().setHeader(SmsConstants.ACCOUNT, "b");
        FIRST.input().accept(exchange.getIn());

        context.createProducerTemplate().send(carrier.on("sms:send?account=a,b"), exchange);

        assertThat(exchange.getMessage().getHeader(SmsConstants.ACCOUNT)).isEqualTo("a");
        assertThat(good.requestCount()).isEqualTo(1);
    }

    @Test
    void aQueryBehindTheSendAsksTheAccountThatSent() throws Exception {
        RawServer provider =
                RawServer.choosing(request -> request.target().contains("send") ? SECOND.good() : QUERY.good());
        servers.add(provider);
        account("a", FIRST, closedPort());
        account("b", SECOND, provider);
        Exchange sent = send("a,b");

        Exchange asked = context.createProducerTemplate().send(carrier.on("sms:query?account=a,b"), sent);

        assertThat(asked.getException()).isNull();
        assertThat(asked.getMessage().getHeader(SmsConstants.ACCOUNT)).isEqualTo("b");
        assertThat(provider.requestCount()).isEqualTo(2);
    }

    @Test
    void aQueryThatDoesNotSayWhoSentIsRefused() throws Exception {
        account("a", FIRST, closedPort());
        account("b", SECOND, closedPort());

        Exchange refused = context.createFluentProducerTemplate()
                .to(carrier.on("sms:query?account=a,b"))
                .withHeaders(Map.of(SmsConstants.MESSAGE_ID, "id-1"))
                .send();

        assertThat(refused.getException())
                .isInstanceOf(SmsRefusedException.class)
                .hasMessageContainingAll("CamelSmsAccount is missing", "[a, b]");
    }

    @Test
    void aListDoesNotReceive() throws Exception {
        account("a", FIRST, closedPort());
        account("b", SECOND, closedPort());

        assertThatThrownBy(() -> context.getEndpoint("sms:dlr?account=a,b").createConsumer(exchange -> {}))
                .hasMessageContaining("must name one account");
    }

    @Test
    void aListBearsNoCredentialsOfTheEndpoint() throws Exception {
        account("a", FIRST, closedPort());
        account("b", SECOND, closedPort());

        assertThatThrownBy(() -> context.getEndpoint("sms:send?account=a,b&apiKey=k")
                        .createProducer()
                        .start())
                .hasStackTraceContaining("credentials must stand in these");
    }
}
