package io.github.camelsms.test;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Tag("slow")
@Timeout(600)
@EnabledOnOs(
        value = OS.LINUX,
        architectures = "amd64",
        disabledReason = "the binaries of PostgreSQL are those of Linux")
class PostgresExpiredEntriesTest extends ExpiredEntries {

    private Postgres server;

    PostgresExpiredEntriesTest() {
        super(1_000_000, 20_000);
    }

    @Override
    DataSource database() {
        server = Postgres.start();
        return Postgres.pool(server.url() + "&options=-c%20lock_timeout=2000");
    }

    @Override
    void insertExpired(Statement statement, int count) throws SQLException {
        statement.execute("INSERT INTO camel_sms_state SELECT 'old:' || n, 'old', '\\x01', 1, n, NULL FROM"
                + " generate_series(1, " + count + ") n");
    }

    @Override
    void close() throws IOException {
        if (server != null) {
            server.close();
        }
    }
}
