package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs classes of tests with the extension, as an author of tests has them. */
class SmsSimulatorExtensionTest {

    /** Addresses of the simulators that the tests below had, and how many messages each test saw at its beginning. */
    private static final Queue<URI> ADDRESSES = new ConcurrentLinkedQueue<>();

    private static final Queue<Integer> SEEN = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void forget() {
        ADDRESSES.clear();
        SEEN.clear();
    }

    @Test
    void staticFieldHasOneSimulatorForTheClass() {
        run(PerClass.class, false, 3);

        assertThat(ADDRESSES).hasSize(3).allMatch(ADDRESSES.peek()::equals);
        assertThat(SEEN).containsExactly(0, 0, 0);
        assertNobodyListens();
    }

    @Test
    void instanceFieldHasOneForEachTest() {
        run(PerMethod.class, true, 2);

        assertThat(SEEN).containsExactly(0, 0);
        assertNobodyListens();
    }

    @Test
    void classExtendedByTypeTakesItAsAParameter() {
        run(ByType.class, false, 2);

        assertThat(ADDRESSES).hasSize(2).allMatch(ADDRESSES.peek()::equals);
        assertNobodyListens();
    }

    @Test
    void testsThatRunTogetherDoNotClearEachOthersMessages() {
        run(Together.class, true, 2);

        assertThat(ADDRESSES).hasSize(2).allMatch(ADDRESSES.peek()::equals);
        assertNobodyListens();
    }

    @Test
    void configuresACamelContext() throws Exception {
        CamelContext context = new DefaultCamelContext();
        try (SmsSimulator simulator = SmsSimulator.start()) {
            simulator.configure(context).start();
            simulator.configure(context, "transmitsms");

            sendByEach(context);

            assertSentByEach(simulator);
        } finally {
            context.stop();
        }
    }

    @Test
    void propertiesConfigureCamelMain() throws Exception {
        try (SmsSimulator simulator = SmsSimulator.start()) {
            Main main = new Main();
            main.setShutdownStrategy(new SimpleMainShutdownStrategy());
            Properties properties = simulator.properties();
            properties.putAll(simulator.properties("transmitsms"));
            main.setOverrideProperties(properties);
            main.start();
            try {
                sendByEach(main.getCamelContext());
            } finally {
                main.stop();
            }

            assertSentByEach(simulator);
        }
    }

    private static void sendByEach(CamelContext context) {
        for (String account : List.of("2fa-link", "transmitsms", "telesign")) {
            send(context, "sms:send?account=" + account);
        }
        send(context, "sms:send?account=2chat&from=RAW(+447700900900)");
        send(context, "sms:send");
    }

    private static void assertSentByEach(SmsSimulator simulator) {
        assertThat(simulator.messages())
                .extracting(SimulatedMessage::provider)
                .containsExactly("2fa-link", "transmitsms", "telesign", "2chat", "transmitsms");
    }

    private static void send(CamelContext context, String uri) {
        context.createProducerTemplate().sendBodyAndHeader(uri, "Code $$CODE$$", "CamelSmsTo", "+447700900123");
    }

    private static void run(Class<?> tests, boolean together, int count) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", String.valueOf(together))
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        assertThat(summary.getFailures())
                .extracting(TestExecutionSummary.Failure::getException)
                .isEmpty();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(count);
    }

    private static void assertNobodyListens() {
        assertThat(new ArrayList<>(ADDRESSES))
                .allSatisfy(address -> assertThatThrownBy(() -> Wire.to(address).get("/sms"))
                        .isInstanceOf(UncheckedIOException.class));
    }

    private static void look(SmsSimulator simulator) {
        ADDRESSES.add(simulator.baseUrl("2fa-link"));
        SEEN.add(simulator.messages().size());
    }

    static class PerClass {

        @RegisterExtension
        static final SmsSimulatorExtension SMS = new SmsSimulatorExtension();

        @Test
        void first() {
            look(SMS.simulator());
            SimulatedSends.twoFaLink(SMS.simulator(), "447700900123");
        }

        @Test
        void second() {
            first();
        }

        @Nested
        class Inner {

            @Test
            void third() {
                first();
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    static class PerMethod {

        private static final CyclicBarrier BOTH = new CyclicBarrier(2);

        @RegisterExtension
        final SmsSimulatorExtension sms = new SmsSimulatorExtension();

        @Test
        void first() throws Exception {
            look(sms.simulator());
            BOTH.await(30, TimeUnit.SECONDS);
            SimulatedSends.twoFaLink(sms.simulator(), "447700900123");
            assertThat(sms.awaitMessages(1)).hasSize(1);
        }

        @Test
        void second() throws Exception {
            first();
        }
    }

    @ExtendWith(SmsSimulatorExtension.class)
    static class ByType {

        @Test
        void first(SmsSimulator simulator) {
            look(simulator);
        }

        @Test
        void second(SmsSimulator simulator) {
            look(simulator);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    static class Together {

        private static final CyclicBarrier SENT = new CyclicBarrier(2);

        @RegisterExtension
        static final SmsSimulatorExtension SMS = new SmsSimulatorExtension();

        @Test
        void first() throws Exception {
            sees("447700900123");
        }

        @Test
        void second() throws Exception {
            sees("447700900124");
        }

        private static void sees(String number) throws Exception {
            look(SMS.simulator());
            SimulatedSends.twoFaLink(SMS.simulator(), number);
            SENT.await(30, TimeUnit.SECONDS);
            assertThat(SMS.messages())
                    .filteredOn(message -> message.msisdn().equals(number))
                    .hasSize(1);
        }
    }
}
