package io.github.camelsms.test;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The same with a server of its own. */
@Tag("slow")
@EnabledOnOs(
        value = OS.LINUX,
        architectures = "amd64",
        disabledReason = "the binaries of PostgreSQL are those of Linux")
class PostgresSharedInboxTest extends SharedInboxTest {

    private EmbeddedPostgres server;

    @Override
    DataSource database() {
        try {
            server = EmbeddedPostgres.start();
        } catch (IOException | IllegalStateException impossible) {
            Assumptions.abort("no PostgreSQL starts here: " + impossible);
        }
        return server.getPostgresDatabase();
    }

    @Override
    void close() throws IOException {
        if (server != null) {
            server.close();
        }
    }
}
