package io.github.camelsms.test;

import io.github.camelsms.spi.JdbcStateStore;
import io.github.camelsms.spi.StateStore;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Tag("slow")
@Timeout(180)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "the binaries of MariaDB are those of Linux")
class MariaDbStateStoreConformanceTest extends StateStoreConformance {

    private static MariaDb database;
    private static StateStore store;

    @BeforeAll
    static void start() throws SQLException {
        database = MariaDb.start();
        store = new JdbcStateStore(database.dataSource(""));
    }

    @AfterAll
    static void stop() throws Exception {
        if (database != null) {
            database.close();
        }
    }

    @Override
    protected StateStore store() {
        return store;
    }
}
