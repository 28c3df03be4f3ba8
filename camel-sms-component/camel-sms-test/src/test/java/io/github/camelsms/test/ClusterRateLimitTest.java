package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Two processes share one limit of two calls a second, kept in a real PostgreSQL. */
@Tag("slow")
@Timeout(180)
@EnabledOnOs(
        value = OS.LINUX,
        architectures = "amd64",
        disabledReason = "the binaries of PostgreSQL are those of Linux")
class ClusterRateLimitTest {

    private static final int PROCESSES = 2;
    private static final int CALLS_OF_EACH = 14;

    private final List<Application> applications = new ArrayList<>();
    private final List<Long> arrivals = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() throws InterruptedException {
        for (Application application : applications) {
            application.process().destroyForcibly().waitFor();
        }
    }

    @Test
    void twoProcessesKeepToOneLimit() throws Exception {
        ProviderCase send = ProviderCase.of("transmitsms", "send");
        try (EmbeddedPostgres database = database();
                RawServer provider = RawServer.choosing(request -> {
                    arrivals.add(System.nanoTime());
                    return send.good();
                })) {
            try (Connection connection = database.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE bucket (id BIGINT PRIMARY KEY, state BYTEA)");
            }
            for (int i = 0; i < PROCESSES; i++) {
                applications.add(start(database.getJdbcUrl("postgres", "postgres"), provider.url()));
            }
            for (Application application : applications) {
                application.send(1); // slow for all the classes it loads
                assertThat(application.answer()).isEqualTo("failed: 0");
            }
            arrivals.clear();

            for (Application application : applications) {
                application.send(CALLS_OF_EACH);
            }
            for (Application application : applications) {
                assertThat(application.answer()).isEqualTo("failed: 0");
            }
        }

        assertThat(arrivals).hasSize(PROCESSES * CALLS_OF_EACH);
        // Each process has one call under way, which may have been held up on its way; all others left in that time.
        assertThat(mostWithin(Duration.ofSeconds(1))).isLessThanOrEqualTo(2 + PROCESSES);
        assertThat(mostWithin(Duration.ofSeconds(4))).isLessThanOrEqualTo(8 + PROCESSES);
        assertThat(mostWithin(Duration.ofSeconds(10))).isLessThanOrEqualTo(19 + PROCESSES);
    }

    private static EmbeddedPostgres database() {
        try {
            return EmbeddedPostgres.start();
        } catch (IOException | IllegalStateException impossible) {
            return Assumptions.abort("no PostgreSQL starts here: " + impossible);
        }
    }

    /** The most that arrived in any time so long. */
    private long mostWithin(Duration time) {
        List<Long> sorted = arrivals.stream().sorted().toList();
        return sorted.stream()
                .mapToLong(first -> sorted.stream()
                        .filter(at -> at >= first && at - first < time.toNanos())
                        .count())
                .max()
                .orElseThrow();
    }

    private record Application(Process process, Writer in, BufferedReader out) {

        void send(int messages) throws IOException {
            in.write(messages + "\n");
            in.flush();
        }

        String answer() throws IOException {
            String line = out.readLine();
            while (line != null && !line.startsWith("failed: ")) {
                line = out.readLine();
            }
            return line;
        }
    }

    private static Application start(String database, String provider) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LimitedProcess.class.getName(),
                        database,
                        provider)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new Application(
                process,
                process.outputWriter(StandardCharsets.US_ASCII),
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    }
}
