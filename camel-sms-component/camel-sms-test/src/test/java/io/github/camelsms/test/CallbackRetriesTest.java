package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelsms.simulator.Callback;
import io.github.camelsms.simulator.CallbackAttempt;
import io.github.camelsms.simulator.MessageState;
import io.github.camelsms.simulator.ReceivedRequest;
import io.github.camelsms.simulator.RetryPlan;
import io.github.camelsms.simulator.RetryTimer;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallbackRetriesTest {

    private static final String NUMBER = "15555550100";
    private static final String MOBILE = "61491570156";

    private final CallbackEndpoint endpoint = new CallbackEndpoint();
    private final ManualTimer timer = new ManualTimer();

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @Test
    void telesignTriesFourTimesAndWaitsLongerEachTime() throws Exception {
        endpoint.answers(number -> 500);
        try (SmsSimulator simulator = telesign(endpoint.url("/dlr"))) {
            Callback callback = receipt(simulator);

            assertThat(timer.next()).isEqualTo(Duration.ofSeconds(5));
            assertThat(timer.next()).isEqualTo(Duration.ofSeconds(10));
            assertThat(timer.next()).isEqualTo(Duration.ofSeconds(15));
            CallbackAttempt last = callback.await();

            assertThat(last.number()).isEqualTo(4);
            assertThat(last.status()).isEqualTo(500);
            assertThat(endpoint.received()).hasSize(4);
            assertThat(endpoint.received())
                    .extracting(ReceivedRequest::text)
                    .containsOnly(last.call().text());
            assertThat(simulator.awaitCallbacksOver())
                    .extracting(attempt -> attempt.waited().toSeconds())
                    .containsExactly(0L, 5L, 10L, 15L);
        }
    }

    @Test
    void telesignTakesOnly200ForAYes() throws Exception {
        endpoint.answers(number -> number == 1 ? 204 : 200);
        try (SmsSimulator simulator = telesign(endpoint.url("/dlr"))) {
            Callback callback = receipt(simulator);
            timer.next();

            assertThat(callback.await().number()).isEqualTo(2);
            assertThat(callback.attempts()).extracting(CallbackAttempt::status).containsExactly(204, 200);
        }
    }

    @Test
    void anEndpointThatIsTooSlowIsTriedAgain() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        endpoint.answers(number -> number == 1 ? blockedBy(never) : 200);
        RetryPlan impatient =
                new RetryPlan(Duration.ofMillis(100), List.of(Duration.ofSeconds(5)), RetryPlan.Contented.STATUS_200);
        try (SmsSimulator simulator = SmsSimulator.builder()
                .webhook("telesign", endpoint.url("/dlr"))
                .retries("telesign", impatient)
                .retryTimer(timer)
                .start()) {
            Callback callback = receipt(simulator);
            CallbackAttempt first = callback.awaitFirst();
            assertThat(first.status()).isNull();
            assertThat(first.failure()).isEqualTo("timeout");
            assertThat(callback.isOver()).isFalse();

            assertThat(timer.next()).isEqualTo(Duration.ofSeconds(5));
        } finally {
            never.countDown();
        }
    }

    @Test
    void transmitSmsTriesAgainForADayWhenNobodyIsThere() throws Exception {
        try (SmsSimulator simulator = transmitSms(CallbackEndpoint.nobody())) {
            SimulatedMessage message =
                    SimulatedSends.transmitSms(simulator, MOBILE, Map.of()).get(0);
            Callback callback =
                    simulator.receiptsInOrder(message, MessageState.DELIVERED).get(0);

            List<Duration> waits = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                waits.add(timer.next());
            }
            callback.await();

            assertThat(waits)
                    .containsExactly(
                            Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofHours(24));
            assertThat(callback.attempts()).hasSize(5).allSatisfy(attempt -> {
                assertThat(attempt.status()).isNull();
                assertThat(attempt.failure()).isEqualTo("unreachable");
            });
        }
    }

    @Test
    void transmitSmsIsContentToHaveReachedSomebody() {
        endpoint.answers(number -> 500);
        try (SmsSimulator simulator = transmitSms(endpoint.url("/dlr"))) {
            SimulatedMessage message =
                    SimulatedSends.transmitSms(simulator, MOBILE, Map.of()).get(0);

            CallbackAttempt only = simulator
                    .receiptsInOrder(message, MessageState.DELIVERED)
                    .get(0)
                    .await();

            assertThat(only.status()).isEqualTo(500);
            assertThat(endpoint.received()).hasSize(1);
        }
    }

    @Test
    void aSpeedMakesADayShort() {
        endpoint.answers(number -> number < 4 ? 503 : 200);
        try (SmsSimulator simulator = SmsSimulator.builder()
                .webhook("telesign", endpoint.url("/dlr"))
                .retrySpeed(60_000)
                .start()) {
            assertThat(receipt(simulator).await().status()).isEqualTo(200);
            assertThat(endpoint.received()).hasSize(4);
        }
        assertThatThrownBy(() -> SmsSimulator.builder().retrySpeed(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aResetForgetsWhatIsStillToBeTried() throws Exception {
        endpoint.answers(number -> 500);
        try (SmsSimulator simulator = telesign(endpoint.url("/dlr"))) {
            Callback callback = receipt(simulator);
            callback.awaitFirst();

            simulator.reset();
            timer.next();

            assertThat(callback.isOver()).isTrue();
            assertThat(simulator.callbacks()).isEmpty();
            assertThat(simulator.awaitCallbacksOver()).isEmpty();
            assertThat(endpoint.received()).hasSize(1);
        }
    }

    private SmsSimulator telesign(URI url) {
        return SmsSimulator.builder().webhook("telesign", url).retryTimer(timer).start();
    }

    private SmsSimulator transmitSms(URI url) {
        return SmsSimulator.builder()
                .webhook("transmitsms", url)
                .retryTimer(timer)
                .start();
    }

    private static Callback receipt(SmsSimulator simulator) {
        SimulatedMessage message = SimulatedSends.telesign(simulator, NUMBER, Map.of());
        return simulator.receiptsInOrder(message, MessageState.DELIVERED).get(0);
    }

    private static int blockedBy(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
        return 200;
    }

    /** Runs the next attempt when the test asks for it. */
    private static final class ManualTimer implements RetryTimer {

        private record Due(Duration span, Runnable task) {}

        private final LinkedBlockingQueue<Due> due = new LinkedBlockingQueue<>();

        @Override
        public void after(Duration wait, Runnable task) {
            due.add(new Due(wait, task));
        }

        Duration next() throws InterruptedException {
            Due next = due.poll(10, TimeUnit.SECONDS);
            assertThat(next).as("a retry").isNotNull();
            next.task().run();
            return next.span();
        }
    }
}
