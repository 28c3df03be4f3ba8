package io.github.camelsms.test;

import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Tag("slow")
@Timeout(300)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "the binaries of MariaDB are those of Linux")
class MariaDbExpiredEntriesTest extends ExpiredEntries {

    private MariaDb server;

    MariaDbExpiredEntriesTest() {
        super(50_000, 2_000);
    }

    @Override
    DataSource database() throws SQLException {
        server = MariaDb.start();
        return server.dataSource("sessionVariables=innodb_lock_wait_timeout=2");
    }

    @Override
    void insertExpired(Statement statement, int count) throws SQLException {
        statement.execute("INSERT INTO camel_sms_state SELECT CONCAT('old:', seq), 'old', x'01', 1, seq, NULL FROM"
                + " seq_1_to_" + count);
    }

    @Override
    void close() throws Exception {
        if (server != null) {
            server.close();
        }
    }
}
