package io.github.camelsms.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.spi.StateEntry;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A store that is slow or fails in any way holds nobody for long and few threads. */
@Timeout(60)
class GuardedStateStoreTest {

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final int MOST_OUT = 20;

    private final MemoryStateStore entries = new MemoryStateStore();
    private final SlowStore slow = new SlowStore(entries);
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final BackgroundThreads threads = new BackgroundThreads(this, context);
    private final StateStore guarded = new GuardedStateStore(slow, threads, SHORT);

    @AfterEach
    void stop() {
        slow.goOn();
        threads.close();
        context.stop();
    }

    private static StateValue value() {
        return StateValue.of(new byte[] {1}, Duration.ofHours(1));
    }

    @Test
    void whoIsNotAnsweredInTimeIsToldSo() {
        assertThatThrownBy(() -> guarded.find("k:1")).isInstanceOf(StoreTimeoutException.class);
        assertThatThrownBy(() -> guarded.due("k", 1)).isInstanceOf(StoreTimeoutException.class);
    }

    @Test
    void whatIsCreatedTooLateIsRemovedAgain() {
        assertThatThrownBy(() -> guarded.create("k:1", value())).isInstanceOf(StoreTimeoutException.class);
        assertThat(slow.asked()).isEqualTo(1);

        slow.goOn();

        Awaitility.await().until(() -> slow.asked() == 2);
        Awaitility.await().untilAsserted(() -> assertThat(entries.find("k:1")).isEmpty());
    }

    @Test
    void whatIsReplacedTooLateStays() {
        long version = entries.create("k:1", value()).orElseThrow();
        StateValue other = StateValue.of(new byte[] {2}, Duration.ofHours(1));
        assertThatThrownBy(() -> guarded.replace("k:1", version, other)).isInstanceOf(StoreTimeoutException.class);

        slow.goOn();

        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(entries.find("k:1").orElseThrow().value()).containsExactly(2));
    }

    @Test
    void fewAreWithAStoreThatAnswersNobodyAndItIsUsedAgainWhenItDoes() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(200);
        try {
            List<CompletableFuture<Throwable>> failures = IntStream.range(0, 200)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> guarded.find("k:" + i), callers)
                            .handle((found, failure) -> failure))
                    .toList();
            for (CompletableFuture<Throwable> failure : failures) {
                assertThat(failure.get()).hasCauseInstanceOf(StoreTimeoutException.class);
            }
            assertThat(slow.asked()).isLessThanOrEqualTo(MOST_OUT);
            int before = slow.asked();
            for (int i = 0; i < 1_000; i++) {
                assertThatThrownBy(() -> guarded.find("k:1")).isInstanceOf(StoreTimeoutException.class);
            }
            assertThat(slow.asked() - before)
                    .as("thousand more are turned away at once")
                    .isLessThan(MOST_OUT);
        } finally {
            callers.shutdownNow();
        }

        slow.goOn();

        Awaitility.await()
                .ignoreExceptions()
                .until(() -> guarded.create("k:again", value()).isPresent());
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new IOException("disk"),
                new NoClassDefFoundError("com/example/Driver"),
                new InterruptedException("shutdown"),
                new SmsRetryableException(SmsFault.of(ErrorClass.TEMPORARY, "store", "not now")),
                new IllegalArgumentException("no"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void onlyRuntimeExceptionsThatSayNothingOfMessagesPass(Throwable failure) {
        SlowStore failing = new SlowStore(entries) {
            @Override
            public Optional<StateEntry> find(String key) {
                GuardedStateStoreTest.<RuntimeException>sneak(failure);
                return Optional.empty();
            }
        };

        assertThatThrownBy(() -> new GuardedStateStore(failing, threads, SHORT).find("k:1"))
                .isInstanceOf(
                        failure instanceof IllegalArgumentException
                                ? IllegalArgumentException.class
                                : IllegalStateException.class)
                .satisfies(passed -> assertThat(passed).isNotInstanceOf(StoreTimeoutException.class));
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void sneak(Throwable failure) throws X {
        throw (X) failure;
    }
}
