package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.BulkResult.Outcome;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.test.RawServer.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Several messages and several accounts: each message goes on by itself, and only where it is known not to be sent and not at fault. */
@ParameterizedClass(name = "{0}")
@EnumSource(Carrier.class)
@Timeout(120)
class BulkFailoverTest {

    private static final ProviderCase FIRST = ProviderCase.of("2fa-link", "send");
    private static final ProviderCase SECOND = ProviderCase.of("transmitsms", "send");
    private static final Consumer<Message> NOTHING_MORE = in -> {};

    private final Carrier carrier;
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<RawServer> servers = new ArrayList<>();

    BulkFailoverTest(Carrier carrier) {
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

    private SmsAccount account(String name, ProviderCase of, String url) {
        SmsAccount account = new SmsAccount();
        account.setProvider(of.provider());
        account.setApiKey(name + "-key");
        account.setSecretKey(name + "-secret");
        account.setBaseUrl(url);
        account.setMaxRequestsPerSecond(0);
        context.getRegistry().bind(name, account);
        return account;
    }

    private RawServer kept(RawServer server) {
        servers.add(server);
        return server;
    }

    /** A Transmit SMS that takes whatever comes. */
    private RawServer taking() throws IOException {
        return kept(RawServer.choosing(request -> {
            int recipients = request.body().split("%2C", -1).length;
            return RawServer.reply(
                    200,
                    "application/json",
                    "{\"message_id\":331694668,\"recipients\":" + recipients
                            + ",\"error\":{\"code\":\"SUCCESS\",\"description\":\"OK\"}}");
        }));
    }

    private static String closedPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + free.getLocalPort();
        }
    }

    private static List<SmsMessage> messages(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> SmsMessage.to(BulkSendTest.number(i))
                        .text("The depot opens at 9.")
                        .build())
                .toList();
    }

    private static boolean isFor(RawServer.Received request, int recipient) {
        return request.body().contains(BulkSendTest.number(recipient).substring(1));
    }

    private Exchange send(String uri, Object body) {
        return send(uri, body, NOTHING_MORE);
    }

    private Exchange send(String uri, Object body, Consumer<Message> more) {
        return context.createProducerTemplate().request(carrier.on(uri), exchange -> {
            exchange.getIn().setBody(body);
            more.accept(exchange.getIn());
        });
    }

    private static List<BulkResult> results(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        List<?> results = exchange.getMessage().getBody(List.class);
        return results.stream().map(BulkResult.class::cast).toList();
    }

    @Test
    void theNextAccountSendsWhatTheFirstCouldNot() throws Exception {
        RawServer second = taking();
        account("a", FIRST, closedPort());
        account("b", SECOND, second.url()).setFrom("ExampleCo");

        Exchange sent = send("sms:send?account=a,b", messages(40));

        List<BulkResult> results = results(sent);
        assertThat(results)
                .hasSize(40)
                .extracting(BulkResult::outcome, BulkResult::account)
                .containsOnly(tuple(Outcome.ACCEPTED, "b"));
        assertThat(results)
                .extracting(BulkResult::to)
                .containsExactlyElementsOf(
                        messages(40).stream().map(SmsMessage::to).toList());
        assertThat(results)
                .allSatisfy(result -> assertThat(result.submission().account()).isEqualTo("b"));
        assertThat(second.requestCount()).isEqualTo(1);
        assertThat(second.requests().get(0).body()).contains("from=ExampleCo");
        assertThat(sent.getMessage().getHeaders()).doesNotContainKeys(SmsConstants.ACCOUNT, SmsConstants.PROVIDER);
    }

    @Test
    void whatMayBeSentOrIsAtFaultItselfStays() throws Exception {
        Answer broke = RawServer.reply(402, "text/plain", "");
        RawServer first = kept(RawServer.choosing(request -> {
            if (isFor(request, 0)) {
                return FIRST.good();
            }
            if (isFor(request, 1)) {
                return RawServer.reply(400, "text/plain", "");
            }
            return isFor(request, 2) ? RawServer.bytesThenReset("HTTP/1.1 200 OK\r\nContent-Type: appl") : broke;
        }));
        RawServer second = taking();
        account("a", FIRST, first.url());
        account("b", SECOND, second.url());

        List<BulkResult> results = results(send("sms:send?account=a,b", messages(5)));

        assertThat(results)
                .extracting(BulkResult::outcome, BulkResult::errorClass, BulkResult::account)
                .containsExactly(
                        tuple(Outcome.ACCEPTED, null, "a"),
                        tuple(Outcome.REFUSED, ErrorClass.INVALID_REQUEST, "a"),
                        tuple(Outcome.UNKNOWN, ErrorClass.TEMPORARY, "a"),
                        tuple(Outcome.ACCEPTED, null, "b"),
                        tuple(Outcome.ACCEPTED, null, "b"));
        assertThat(second.requests()).hasSize(1).allSatisfy(request -> {
            assertThat(isFor(request, 3) && isFor(request, 4)).isTrue();
            assertThat(isFor(request, 0) || isFor(request, 1) || isFor(request, 2))
                    .isFalse();
        });
    }

    @Test
    void whereAllFailOneThatIsWorthARepeatDecides() throws Exception {
        account("a", FIRST, closedPort());
        account(
                "b",
                SECOND,
                kept(RawServer.answering(RawServer.reply(401, "text/plain", "")))
                        .url());

        assertThat(results(send("sms:send?account=a,b", messages(2))))
                .extracting(BulkResult::outcome, BulkResult::errorClass, BulkResult::account)
                .containsOnly(tuple(Outcome.RETRYABLE, ErrorClass.TEMPORARY, "a"));
        assertThat(results(send("sms:send?account=b,a", messages(2))))
                .extracting(BulkResult::outcome, BulkResult::errorClass, BulkResult::account)
                .containsOnly(tuple(Outcome.RETRYABLE, ErrorClass.TEMPORARY, "a"));
    }

    @Test
    void anAccountThatKeepsFailingRestsWithinASend() throws Exception {
        RawServer broke = kept(RawServer.answering(RawServer.reply(402, "text/plain", "")));
        account("a", FIRST, broke.url()).setMaxInFlight(1);
        account("b", SECOND, taking().url());

        assertThat(results(send("sms:send?account=a,b", messages(30))))
                .hasSize(30)
                .extracting(BulkResult::account)
                .containsOnly("b");
        assertThat(broke.requestCount()).isEqualTo(3);
    }

    @Test
    void resultsOfAnIteratorComeThroughTheNextAccountToo() throws Exception {
        RawServer second = taking();
        account("a", FIRST, closedPort());
        account("b", SECOND, second.url());

        Exchange sent = send("sms:send?account=a,b&batchSize=4", messages(10).iterator());

        List<BulkResult> results = new ArrayList<>();
        Iterator<?> lazy = sent.getMessage().getBody(Iterator.class);
        lazy.forEachRemaining(result -> results.add((BulkResult) result));
        assertThat(results)
                .hasSize(10)
                .extracting(BulkResult::outcome, BulkResult::account)
                .containsOnly(tuple(Outcome.ACCEPTED, "b"));
        assertThat(second.requestCount()).isEqualTo(3);
    }

    @Test
    void messagesThatNameTheirAccountHaveNoOther() throws Exception {
        RawServer second = taking();
        account("a", FIRST, closedPort());
        account("b", SECOND, second.url());

        Exchange failed = send("sms:send?account=a,b", messages(2), in -> in.setHeader(SmsConstants.ACCOUNT, "a"));

        assertThat(results(failed)).extracting(BulkResult::outcome).containsOnly(Outcome.RETRYABLE);
        assertThat(failed.getMessage().getHeader(SmsConstants.ACCOUNT)).isEqualTo("a");
        assertThat(second.requestCount()).isZero();
    }

    @Test
    void transactedExchangeStaysOnItsThread() throws Exception {
        Set<Thread> threads = Collections.newSetFromMap(new ConcurrentHashMap<>());
        context.getManagementStrategy().addEventNotifier(new CallWatch(threads));
        account(
                "a",
                FIRST,
                kept(RawServer.answering(RawServer.reply(402, "text/plain", "")))
                        .url());
        account("b", SECOND, taking().url());

        Exchange sent = send(
                "sms:send?account=a,b",
                messages(5),
                in -> in.getExchange().getExchangeExtension().setTransacted(true));

        assertThat(results(sent)).extracting(BulkResult::account).containsOnly("b");
        assertThat(threads).containsExactly(Thread.currentThread());
    }
}
