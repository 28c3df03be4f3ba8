package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsComponent;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.model.VerificationResult;
import io.github.camelsms.model.VerificationResult.State;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import io.github.camelsms.spi.JdbcStateStore;
import io.github.camelsms.spi.OptOutRegister;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Codes and opt-outs of two nodes, each with a store of its own on one database, and 64 threads that come at the same moment. */
@Timeout(180)
class CodesOverNodesTest {

    private static final int THREADS = 64;

    private final SmsSimulator simulator = SmsSimulator.start();
    private final List<DefaultCamelContext> nodes = new ArrayList<>();
    private final List<ProducerTemplate> templates = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private JdbcConnectionPool pool;

    /** Rounds with a code each: {@link #THREADS} guesses a round. */
    int rounds() {
        return 160;
    }

    DataSource database() throws Exception {
        pool = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
        pool.setMaxConnections(THREADS);
        return pool;
    }

    void close() throws Exception {
        pool.dispose();
    }

    @BeforeEach
    void start() throws Exception {
        DataSource database = database();
        for (int i = 0; i < 2; i++) {
            DefaultCamelContext node = simulator.configure(new DefaultCamelContext());
            SmsComponent component = node.getComponent("sms", SmsComponent.class);
            component.setStateStore(new JdbcStateStore(database));
            for (SmsAccount account : component.getAccounts().values()) {
                account.setMaxRequestsPerSecond(0);
                account.setOptOut("enforce");
            }
            component.getAccounts().get("2chat").setFrom("+14155550100");
            nodes.add(node);
            node.start();
            templates.add(node.createProducerTemplate());
        }
    }

    @AfterEach
    void stop() throws Exception {
        threads.shutdownNow();
        nodes.forEach(DefaultCamelContext::stop);
        simulator.close();
        close();
    }

    private static String number(int i) {
        return "+4477009" + String.format("%05d", i);
    }

    /** @param node 0 or 1 */
    private Exchange verify(int node, String options, String to) {
        return templates
                .get(node)
                .request(
                        "sms:verify?account=2chat&" + options,
                        exchange -> exchange.getMessage().setHeader(SmsConstants.TO, to));
    }

    private String sentCode(String to) {
        SimulatedMessage message = simulator.messages("2chat").stream()
                .filter(one -> one.msisdn().equals(to.substring(1)))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        return message.text().replaceAll("\\D", "");
    }

    private static String wrong(String code, int i) {
        String guess = String.format("%06d", i * 7919 % 1_000_000);
        return guess.equals(code) ? "x" + guess : guess;
    }

    /** Lets all threads do something at the same moment, half of them on each node. */
    private <T> List<T> atOnce(IntFunction<T> work) throws Exception {
        CyclicBarrier together = new CyclicBarrier(THREADS);
        List<Callable<T>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            tasks.add(() -> {
                together.await();
                return work.apply(thread);
            });
        }
        List<T> results = new ArrayList<>();
        for (Future<T> result : threads.invokeAll(tasks)) {
            results.add(result.get());
        }
        return results;
    }

    /** What many guesses at the same moment come to; a check that never got its turn did not count and has no state. */
    private Map<State, Integer> guess(String id, IntFunction<String> guess) throws Exception {
        Map<State, Integer> states = new EnumMap<>(State.class);
        List<Exchange> checks = atOnce(i -> templates.get(i % 2).request("sms:check?account=2chat", exchange -> {
            exchange.getMessage().setHeader(SmsConstants.VERIFICATION_ID, id);
            exchange.getMessage().setBody(guess.apply(i));
        }));
        for (Exchange check : checks) {
            if (check.getException() == null) {
                states.merge(
                        check.getMessage().getBody(VerificationResult.class).state(), 1, Integer::sum);
            } else {
                assertThat(check.getException()).isInstanceOf(SmsRetryableException.class);
            }
        }
        return states;
    }

    private String sent(int round, String options) {
        Exchange sent = verify(round % 2, options, number(round));
        assertThat(sent.getException()).isNull();
        return sent.getMessage().getHeader(SmsConstants.VERIFICATION_ID, String.class);
    }

    @Test
    void ofTenThousandGuessesNoWrongOneIsAcceptedAndTheRightOneOnce() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            String id = sent(round, "codeAttempts=5");
            String code = sentCode(number(round));
            int knows = round % 4 == 0 ? -1 : round * 31 % THREADS; // in every fourth round nobody does
            int first = round * THREADS;

            Map<State, Integer> states = guess(id, i -> i == knows ? code : wrong(code, first + i));

            int valid = states.getOrDefault(State.VALID, 0);
            assertThat(valid).as("round %d: %s", round, states).isLessThanOrEqualTo(knows < 0 ? 0 : 1);
            assertThat(valid + states.getOrDefault(State.INVALID, 0))
                    .as("round %d: %s", round, states)
                    .isLessThanOrEqualTo(5)
                    .isPositive();
        }
    }

    @Test
    void ofManyWhoTypeTheRightCodeAtOnceOneIsLetIn() throws Exception {
        for (int round = 0; round < rounds() / 4; round++) {
            String id = sent(round, "codeAttempts=20");
            String code = sentCode(number(round));

            assertThat(guess(id, i -> code)).as("round %d", round).containsEntry(State.VALID, 1);
            assertThat(guess(id, i -> code)).as("round %d", round).doesNotContainKey(State.VALID);
        }
    }

    @Test
    void ofManyWhoAskAtOnceAsManyGetACodeAsTheLimitsAllow() throws Exception {
        assertThat(atOnce(i -> outcome(verify(i % 2, "codesPerRecipient=5", number(1)))).stream()
                        .filter("sent"::equals))
                .hasSize(1);
        assertThat(simulator.messages()).hasSize(1);

        assertThat(atOnce(i -> outcome(verify(i % 2, "codesPerPrefix=7", "+44770091" + (1000 + i)))).stream()
                        .filter("sent"::equals))
                .hasSizeBetween(1, 7);
        while (outcome(verify(0, "codesPerPrefix=7", "+447700911999")).equals("sent")) {
            assertThat(simulator.messages()).hasSizeLessThanOrEqualTo(1 + 7);
        }
        assertThat(simulator.messages()).hasSizeLessThanOrEqualTo(1 + 7);
    }

    private static String outcome(Exchange verify) {
        Exception failure = verify.getException();
        if (failure == null) {
            return "sent";
        }
        if (failure instanceof SmsRefusedException refused) {
            assertThat(refused.errorClass()).isEqualTo(ErrorClass.RATE_LIMIT);
            assertThat(refused.retryAfter()).isPresent();
            return "limited";
        }
        assertThat(failure).isInstanceOf(SmsRetryableException.class); // too many at once: nothing was sent
        return "busy";
    }

    @Test
    void aRecipientGetsSoManyCodesAnHourFromBothNodes() {
        String options = "codesPerRecipient=3&codeResendAfter=1ms";
        int sent = 0;
        while (sent < 3) {
            sent += verify(sent % 2, options, number(7)).getException() == null ? 1 : 0;
        }

        assertThat(outcome(verify(0, options, number(7)))).isEqualTo("limited");
        assertThat(outcome(verify(1, options, number(7)))).isEqualTo("limited");
        assertThat(simulator.messages()).hasSize(3);
    }

    /** As soon as the provider has its 200 for a STOP, the other node refuses: to one, to several, and codes. */
    @Test
    void aStopOnOneNodeStopsTheSendsOfTheOther() throws Exception {
        ServerPort.assumeServer();
        int port = ServerPort.free();
        DefaultCamelContext receiver = nodes.get(0);
        receiver.getPropertiesComponent().addInitialProperty("camel.server.host", "127.0.0.1");
        receiver.getPropertiesComponent().addInitialProperty("camel.server.port", String.valueOf(port));
        receiver.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("sms:inbound?account=transmitsms&path=/in").to("log:in");
            }
        });
        simulator.replyWebhook("transmitsms", URI.create("http://127.0.0.1:" + port + "/in"));
        for (String stopped : List.of("+61491570156", "+61491570157")) {
            assertThat(send(1, stopped)).isNull();
            assertThat(simulator.inbound("transmitsms", stopped, "Stop").await().status())
                    .isEqualTo(200);

            int calls = simulator.requests().size();
            assertThat(send(1, stopped)).isEqualTo(ErrorClass.OPTED_OUT);
            assertThat(send(0, stopped)).isEqualTo(ErrorClass.OPTED_OUT);
            assertThat(errorClass(templates
                            .get(1)
                            .request(
                                    "sms:verify?account=transmitsms",
                                    exchange -> exchange.getMessage().setHeader(SmsConstants.TO, stopped))))
                    .isEqualTo(ErrorClass.OPTED_OUT);
            assertThat(simulator.requests()).hasSize(calls);
        }

        List<?> results = templates
                .get(1)
                .requestBody(
                        "sms:send?account=transmitsms",
                        List.of(message("+61491570156"), message("+61491570158"), message("+61491570157")),
                        List.class);
        assertThat(results)
                .extracting(result -> ((BulkResult) result).outcome().name())
                .containsExactly("REFUSED", "ACCEPTED", "REFUSED");

        assertThat(simulator
                        .inbound("transmitsms", "+61491570156", "START")
                        .await()
                        .status())
                .isEqualTo(200);
        assertThat(register(1).contains("transmitsms", "+61491570156")).isFalse();
        assertThat(register(1).contains("transmitsms", "+61491570157")).isTrue();
    }

    private static SmsMessage message(String to) {
        return SmsMessage.to(to).text("Sale today").build();
    }

    private OptOutRegister register(int node) {
        return nodes.get(node).getComponent("sms", SmsComponent.class).getOptOutRegister();
    }

    private ErrorClass send(int node, String to) {
        return errorClass(templates.get(node).request("sms:send?account=transmitsms", exchange -> {
            exchange.getMessage().setHeader(SmsConstants.TO, to);
            exchange.getMessage().setBody("Your parcel arrives today.");
        }));
    }

    private static ErrorClass errorClass(Exchange ended) {
        return ended.getException() == null ? null : ((SmsException) ended.getException()).errorClass();
    }

    @Test
    void theRegisterIsImportedAndExportedByRoutesOfBothNodes() throws Exception {
        nodes.get(0).addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:import").bean("OptOutRegister", "importCsv");
            }
        });
        nodes.get(1).addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:export").bean("OptOutRegister", "exportCsv");
            }
        });
        StringBuilder csv = new StringBuilder("account,number\n");
        for (int i = 0; i < 300; i++) {
            csv.append("transmitsms,").append(number(i)).append('\n');
        }

        assertThat(templates.get(0).requestBody("direct:import", csv)).isEqualTo(300);
        assertThat(templates.get(0).requestBody("direct:import", csv)).isEqualTo(0);
        String exported = templates.get(1).requestBody("direct:export", (Object) null, String.class);

        assertThat(exported.lines()).hasSize(301);
        assertThat(exported).startsWith("account,digest,since\n").doesNotContain("77009");
        assertThat(send(1, number(299))).isEqualTo(ErrorClass.OPTED_OUT);
        assertThat(register(1).remove("transmitsms", number(299))).isTrue();
        assertThat(send(0, number(299))).isNull();
        assertThat(templates.get(0).requestBody("direct:import", exported)).isEqualTo(1);
        assertThat(send(1, number(299))).isEqualTo(ErrorClass.OPTED_OUT);
    }
}
