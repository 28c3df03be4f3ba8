package io.github.camelsms.test;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.ds.PGConnectionPoolDataSource;

/** A PostgreSQL of a test's own, which processes of the test can use, too. */
final class Postgres implements AutoCloseable {

    private static final int CONNECTIONS = 10;

    private final EmbeddedPostgres server;

    private Postgres(EmbeddedPostgres server) {
        this.server = server;
    }

    /** Aborts the test where none can be started. */
    static Postgres start() {
        try {
            return new Postgres(EmbeddedPostgres.start());
        } catch (IOException | IllegalStateException impossible) {
            Assumptions.abort("no PostgreSQL starts here: " + impossible);
            throw new IllegalStateException(impossible);
        }
    }

    String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    Connection connect() throws SQLException {
        return server.getPostgresDatabase().getConnection();
    }

    /** A pool of connections to the database of that address. */
    static DataSource pool(String url) {
        PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
        source.setUrl(url);
        JdbcConnectionPool pool = JdbcConnectionPool.create(source);
        pool.setMaxConnections(CONNECTIONS);
        return pool;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
