package io.github.camelsms.test;

import io.github.camelsms.spi.JdbcStateStore;
import io.github.camelsms.spi.StateStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Tag("slow")
@Timeout(180)
@EnabledOnOs(
        value = OS.LINUX,
        architectures = "amd64",
        disabledReason = "the binaries of PostgreSQL are those of Linux")
class PostgresStateStoreConformanceTest extends StateStoreConformance {

    private static EmbeddedPostgres database;
    private static StateStore store;

    @BeforeAll
    static void start() {
        try {
            database = EmbeddedPostgres.start();
        } catch (IOException | IllegalStateException impossible) {
            Assumptions.abort("no PostgreSQL starts here: " + impossible);
        }
        store = new JdbcStateStore(database.getPostgresDatabase());
    }

    @AfterAll
    static void stop() throws IOException {
        if (database != null) {
            database.close();
        }
    }

    @Override
    protected StateStore store() {
        return store;
    }
}
