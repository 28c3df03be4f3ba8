package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.spi.JdbcStateStore;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Expired entries go without holding up those that are in use, in a real PostgreSQL. */
@Tag("slow")
@Timeout(600)
@EnabledOnOs(
        value = OS.LINUX,
        architectures = "amd64",
        disabledReason = "the binaries of PostgreSQL are those of Linux")
class ExpiredEntriesTest {

    private static final int EXPIRED = 1_000_000;
    private static final int STEADY = 20_000;
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private EmbeddedPostgres database;
    private StateStore store;

    @BeforeEach
    void start() {
        try {
            database = EmbeddedPostgres.start();
        } catch (IOException | IllegalStateException impossible) {
            Assumptions.abort("no PostgreSQL starts here: " + impossible);
        }
        // a statement of the store that waits for a lock, or holds one, for long fails
        DataSource impatient = database.getDatabase("postgres", "postgres", Map.of("options", "-c lock_timeout=2000"));
        store = new JdbcStateStore(impatient);
    }

    @AfterEach
    void stop() throws IOException {
        if (database != null) {
            database.close();
        }
    }

    private static StateValue value(Duration lifetime) {
        return StateValue.of(new byte[] {1}, lifetime);
    }

    private int rows(String condition) throws Exception {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM camel_sms_state WHERE " + condition)) {
            count.next();
            return count.getInt(1);
        }
    }

    @Test
    void aMillionExpiredEntriesGoWhileOthersAreInUse() throws Exception {
        long version = store.create("live:1", value(LONG)).orElseThrow();
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO camel_sms_state SELECT 'old:' || n, 'old', '\\x01', 1, n, NULL FROM"
                    + " generate_series(1, " + EXPIRED + ") n");
        }
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
                        for (int n = created.incrementAndGet(); n <= STEADY; n = created.incrementAndGet()) {
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
