package io.github.camelsms.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.camelsms.internal.state.BackgroundThreads;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ThreadPoolProfile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The threads of a component at its end, and under a narrow default profile. */
@Timeout(60)
class CallThreadsTest {

    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void aStopWaitsForATaskThatAsksForTheTimer() {
        CallThreads threads = new CallThreads(this, context);
        assertEndsBeforeTheStop(threads::background, threads::stop, () -> threads.after(0, () -> {}));
    }

    @Test
    void aCloseWaitsForATaskThatAsksForTheTimer() {
        BackgroundThreads threads = new BackgroundThreads(this, context);
        assertEndsBeforeTheStop(threads::execute, threads::close, () -> threads.after(Duration.ofMillis(1), () -> {}));
    }

    private static void assertEndsBeforeTheStop(Consumer<Runnable> background, Runnable stop, Runnable lastStep) {
        AtomicBoolean stopped = new AtomicBoolean();
        CompletableFuture<Boolean> endedAfter = new CompletableFuture<>();
        Thread stopper = new Thread(() -> {
            stop.run();
            stopped.set(true);
        });
        background.accept(() -> {
            Awaitility.await().until(() -> stopper.getState() == Thread.State.TIMED_WAITING);
            assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(lastStep::run);
            endedAfter.complete(stopped.get());
        });
        stopper.start();

        assertThat(endedAfter.join()).isFalse();
    }

    @Test
    void theTimersTakeMoreThanTheDefaultProfileAllows() {
        ThreadPoolProfile narrow =
                new ThreadPoolProfileBuilder("narrow").maxQueueSize(1).build();
        narrow.setDefaultProfile(true);
        context.getExecutorServiceManager().setDefaultThreadPoolProfile(narrow);
        CallThreads threads = new CallThreads(this, context);
        BackgroundThreads background = new BackgroundThreads(this, context);

        for (int i = 0; i < 2_000; i++) {
            threads.after(Duration.ofHours(1).toNanos(), () -> {});
            background.after(Duration.ofHours(1), () -> {});
        }
        threads.stop();
        background.close();
    }
}
