package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelsms.spi.JdbcStateStore;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class H2StateStoreConformanceTest extends StateStoreConformance {

    private static final JdbcDataSource DATABASE = database("sa");

    private final StateStore store = new JdbcStateStore(DATABASE);

    private static JdbcDataSource database(String user) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        source.setUser(user);
        return source;
    }

    @Override
    protected StateStore store() {
        return store;
    }

    @Test
    void aStoreMadeLaterFindsTheSameEntries() {
        StateValue value = StateValue.of(new byte[] {1}, Duration.ofHours(1));
        store.create("k:restart", value);

        assertThat(new JdbcStateStore(DATABASE).find("k:restart")).isPresent();
        assertThat(new JdbcStateStore(DATABASE, "PUBLIC.other_state").find("k:restart"))
                .isEmpty();
    }

    @Test
    void whereTheTableCannotBeCreatedTheStatementsAreNamed() throws Exception {
        JdbcDataSource owner = database("sa");
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE USER guest PASSWORD 'guest'");
        }
        JdbcDataSource guest = new JdbcDataSource();
        guest.setURL(owner.getURL().substring(0, owner.getURL().indexOf(';')));
        guest.setUser("guest");
        guest.setPassword("guest");
        JdbcStateStore refused = new JdbcStateStore(guest);

        assertThatThrownBy(() -> refused.find("k:1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("CREATE TABLE camel_sms_state")
                .hasMessageContaining("CREATE INDEX");

        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            for (String line : refused.ddl()) {
                statement.execute(line);
            }
            statement.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON camel_sms_state TO guest");
        }
        assertThat(refused.create("k:1", StateValue.of(new byte[] {1}, Duration.ofHours(1))))
                .isPresent();
    }

    @Test
    void aNameThatIsNotOneOfATableIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new JdbcStateStore(DATABASE, "state; DROP TABLE x"));
    }

    @Test
    void aDatabaseThatIsDownIsReportedWithoutItsAddress() {
        JdbcDataSource down = new JdbcDataSource();
        down.setURL("jdbc:h2:tcp://127.0.0.1:1/secret-name");

        assertThatThrownBy(() -> new JdbcStateStore(down).find("k:1"))
                .isInstanceOf(IllegalStateException.class)
                .message()
                .contains("SQL state")
                .doesNotContain("secret-name");
    }
}
