package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.spi.JdbcStateStore;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Expired entries go without holding up those that are in use, in a real database. */
abstract class ExpiredEntries {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final int expired;
    private final int steady;
    private DataSource source;
    private StateStore store;

    /**
     * @param expired entries that are there at the beginning
     * @param steady entries that are created while others expire
     */
    ExpiredEntries(int expired, int steady) {
        this.expired = expired;
        this.steady = steady;
    }

    /** Starts the database. A statement that waits for a lock for two seconds fails. */
    abstract DataSource database() throws Exception;

    /** Writes entries of kind {@code old} that have expired. */
    abstract void insertExpired(Statement statement, int count) throws Exception;

    abstract void close() throws Exception;

    @BeforeEach
    void start() throws Exception {
        source = database();
        store = new JdbcStateStore(source);
    }

    @AfterEach
    void stop() throws Exception {
        close();
    }

    private static StateValue value(Duration lifetime) {
        return StateValue.of(new byte[] {1}, lifetime);
    }

    private int rows(String condition) throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM camel_sms_state WHERE " + condition)) {
            count.next();
            return count.getInt(1);
        }
    }

    @Test
    void manyExpiredEntriesGoWhileOthersAreInUse() throws Exception {
        long version = store.create("live:1", value(LONG)).orElseThrow();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            insertExpired(statement, expired);
        }
        assertThat(rows("state_kind = 'old'")).isEqualTo(expired);
        AtomicInteger created = new AtomicInteger();
        long current = version;
        while (rows("state_kind = 'old'") > 0) {
            assertThat(store.create("new:" + created.incrementAndGet(), value(LONG)))
                    .isPresent();
            current = store.replace("live:1", current, value(LONG)).orElseThrow();
        }
        assertThat(rows("TRUE")).isEqualTo(1 + created.get());
    }

    @Test
    void theTableDoesNotGrowUnderSteadyLoad() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        AtomicInteger created = new AtomicInteger();
        try {
            List<Future<Void>> writers = IntStream.range(0, 4)
                    .mapToObj(i -> threads.submit((Callable<Void>) () -> {
                        for (int n = created.incrementAndGet(); n <= steady; n = created.incrementAndGet()) {
                            store.create("short:" + n, value(Duration.ofMillis(100)));
                        }
                        return null;
                    }))
                    .toList();
            for (Future<Void> writer : writers) {
                writer.get();
            }
        } finally {
            threads.shutdownNow();
        }
        Awaitility.await().atMost(PATIENCE).until(() -> {
            store.create("tick:" + created.incrementAndGet(), value(Duration.ofMillis(1)));
            return rows("state_kind = 'short'") == 0;
        });
        assertThat(rows("TRUE")).isLessThan(1_000);
    }
}
