package io.github.camelsms.spi;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps state in one table of a database, for all nodes that use it: PostgreSQL, MariaDB, MySQL or H2. The table is created when it is not
 * there; where the database does not allow that, the exception contains the statements to run. Each call is a transaction of its own on a
 * connection of its own. A thread of the store deletes expired rows, a few at a time, while entries are created; it ends when none are left.
 */
public final class JdbcStateStore implements StateStore {

    private static final String TABLE = "camel_sms_state";

    /** A schema may stand in front. */
    private static final Pattern TABLE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)?");

    private static final int READ_AT_ONCE = 500;
    private static final Duration CLEANED_EVERY = Duration.ofSeconds(10);

    /** Expired rows that are looked for at once. */
    private static final int FOUND_AT_ONCE = 1_000;

    /** Rows that one statement, which is one transaction, deletes: others wait for its locks. */
    private static final int DELETED_AT_ONCE = 100;

    private static final Logger LOG = LoggerFactory.getLogger(JdbcStateStore.class);

    private final DataSource dataSource;
    private final String table;
    private final AtomicLong cleaned = new AtomicLong(System.nanoTime());
    private final AtomicBoolean cleaning = new AtomicBoolean();
    private volatile @Nullable Dialect ready;

    /**
     * What databases write differently: their clock in milliseconds since 1970, the type of a key in which case counts, the type of a value, and how an insert of a key that is
     * there ends without an error; the others report one.
     */
    private enum Dialect {
        POSTGRESQL(
                "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)",
                "VARCHAR(64)",
                "BYTEA",
                " ON CONFLICT DO NOTHING"),
        MARIADB(
                "CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)",
                "VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin",
                "MEDIUMBLOB",
                ""),
        H2(
                "DATEDIFF(MILLISECOND, TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00', CURRENT_TIMESTAMP)",
                "VARCHAR(64)",
                "VARBINARY(65536)",
                "");

        private final String now;
        private final String text;
        private final String binary;
        private final String orNothing;

        Dialect(String now, String text, String binary, String orNothing) {
            this.now = now;
            this.text = text;
            this.binary = binary;
            this.orNothing = orNothing;
        }

        static Dialect of(DatabaseMetaData database) throws SQLException {
            String product = database.getDatabaseProductName().toLowerCase(Locale.ROOT);
            if (product.contains("postgres")) {
                return POSTGRESQL;
            }
            if (product.contains("mariadb") || product.contains("mysql")) {
                return MARIADB;
            }
            if (product.equals("h2")) {
                return H2;
            }
            throw new IllegalStateException(
                    "database " + product + " is not supported; accepted: PostgreSQL, MariaDB, MySQL, H2");
        }
    }

    public JdbcStateStore(DataSource dataSource) {
        this(dataSource, TABLE);
    }

    /** @param table name of the table, with or without a schema */
    public JdbcStateStore(DataSource dataSource, String table) {
        if (!TABLE_NAME.matcher(table).matches()) {
            throw new IllegalArgumentException("not a valid name of a table");
        }
        this.dataSource = dataSource;
        this.table = table;
    }

    /** The statements that create the table in the database of the data source. */
    public List<String> ddl() {
        return call(connection -> ddl(Dialect.of(connection.getMetaData())));
    }

    private List<String> ddl(Dialect dialect) {
        return List.of(
                "CREATE TABLE " + table
                        + " (state_key " + dialect.text + " NOT NULL PRIMARY KEY, state_kind " + dialect.text
                        + " NOT NULL,"
                        + " state_value " + dialect.binary + " NOT NULL, state_version BIGINT NOT NULL,"
                        + " expires_at BIGINT NOT NULL, due_at BIGINT)",
                "CREATE INDEX " + index("expires") + " ON " + table + " (expires_at)",
                "CREATE INDEX " + index("due") + " ON " + table + " (state_kind, due_at)");
    }

    private String index(String name) {
        return table.substring(table.indexOf('.') + 1) + "_" + name;
    }

    @Override
    public Optional<StateEntry> find(String key) {
        return call(connection -> {
            String sql = select(connection) + " WHERE state_key = ? AND expires_at > " + now(connection);
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                query.setString(1, key);
                return entries(query).stream().findFirst();
            }
        });
    }

    @Override
    public List<StateEntry> findAll(Collection<String> keys) {
        List<String> left = List.copyOf(keys);
        return left.isEmpty()
                ? List.of()
                : call(connection -> {
                    List<StateEntry> found = new ArrayList<>();
                    for (int first = 0; first < left.size(); first += READ_AT_ONCE) {
                        List<String> some = left.subList(first, Math.min(first + READ_AT_ONCE, left.size()));
                        String places = String.join(", ", Collections.nCopies(some.size(), "?"));
                        String sql = select(connection) + " WHERE state_key IN (" + places + ") AND expires_at > "
                                + now(connection);
                        try (PreparedStatement query = connection.prepareStatement(sql)) {
                            for (int i = 0; i < some.size(); i++) {
                                query.setString(i + 1, some.get(i));
                            }
                            found.addAll(entries(query));
                        }
                    }
                    return found;
                });
    }

    @Override
    public OptionalLong create(String key, StateValue value) {
        cleanUpFromTimeToTime();
        long version = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE / 2);
        return call(connection -> insert(connection, key, version, value) || takeOver(connection, key, version, value)
                ? OptionalLong.of(version)
                : OptionalLong.empty());
    }

    private boolean insert(Connection connection, String key, long version, StateValue value) throws SQLException {
        Dialect dialect = dialect(connection);
        String sql = "INSERT INTO " + table
                + " (state_key, state_kind, state_value, state_version, expires_at, due_at) VALUES (?, ?, ?, ?, "
                + dialect.now + " + ?, " + dialect.now + " + CAST(? AS " + bigint(dialect) + "))" + dialect.orNothing;
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, key);
            insert.setString(2, kind(key));
            bind(insert, 3, value.bytes(), version, value);
            return insert.executeUpdate() == 1;
        } catch (SQLException failed) {
            if (isDuplicateKey(failed)) {
                return false;
            }
            throw failed;
        }
    }

    private static boolean isDuplicateKey(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && state.startsWith("23");
    }

    private static String bigint(Dialect dialect) {
        return dialect == Dialect.MARIADB ? "SIGNED" : "BIGINT";
    }

    /** Takes an entry that has expired. */
    private boolean takeOver(Connection connection, String key, long version, StateValue value) throws SQLException {
        return update(connection, key, version, value, "expires_at <= " + now(connection), null);
    }

    @Override
    public OptionalLong replace(String key, long version, StateValue value) {
        long next = version + 1;
        return call(connection ->
                update(connection, key, next, value, "state_version = ? AND expires_at > " + now(connection), version)
                        ? OptionalLong.of(next)
                        : OptionalLong.empty());
    }

    private boolean update(
            Connection connection, String key, long version, StateValue value, String condition, @Nullable Long former)
            throws SQLException {
        Dialect dialect = dialect(connection);
        String sql = "UPDATE " + table + " SET state_value = ?, state_version = ?, expires_at = " + dialect.now
                + " + ?, due_at = " + dialect.now + " + CAST(? AS " + bigint(dialect) + ") WHERE state_key = ? AND "
                + condition;
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            int next = bind(update, 1, value.bytes(), version, value);
            update.setString(next, key);
            if (former != null) {
                update.setLong(next + 1, former);
            }
            return update.executeUpdate() == 1;
        }
    }

    /** Binds value, version and times; returns the next index. */
    private static int bind(PreparedStatement statement, int first, byte[] bytes, long version, StateValue value)
            throws SQLException {
        statement.setBytes(first, bytes);
        statement.setLong(first + 1, version);
        statement.setLong(first + 2, value.lifetime().toMillis());
        Duration dueIn = value.dueIn();
        if (dueIn == null) {
            statement.setNull(first + 3, java.sql.Types.BIGINT);
        } else {
            statement.setLong(first + 3, dueIn.toMillis());
        }
        return first + 4;
    }

    @Override
    public boolean remove(String key, long version) {
        return call(connection -> {
            String sql = "DELETE FROM " + table + " WHERE state_key = ? AND state_version = ? AND expires_at > "
                    + now(connection);
            try (PreparedStatement delete = connection.prepareStatement(sql)) {
                delete.setString(1, key);
                delete.setLong(2, version);
                return delete.executeUpdate() == 1;
            }
        });
    }

    @Override
    public List<StateEntry> due(String kind, int limit) {
        return call(connection -> {
            String now = now(connection);
            String sql = select(connection) + " WHERE state_kind = ? AND due_at <= " + now + " AND expires_at > " + now
                    + " ORDER BY due_at";
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                query.setMaxRows(limit);
                query.setString(1, kind);
                return entries(query);
            }
        });
    }

    private String select(Connection connection) throws SQLException {
        return "SELECT state_key, state_value, state_version, expires_at - " + now(connection) + " FROM " + table;
    }

    private static List<StateEntry> entries(PreparedStatement query) throws SQLException {
        List<StateEntry> entries = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                entries.add(new StateEntry(
                        rows.getString(1), rows.getBytes(2), rows.getLong(3), Duration.ofMillis(rows.getLong(4))));
            }
        }
        return entries;
    }

    private static String kind(String key) {
        return key.substring(0, key.indexOf(':'));
    }

    private String now(Connection connection) throws SQLException {
        return dialect(connection).now;
    }

    /** Deletes what has expired, behind one of many calls, which does not wait for it. */
    private void cleanUpFromTimeToTime() {
        long last = cleaned.get();
        long now = System.nanoTime();
        if (now - last > CLEANED_EVERY.toNanos()
                && cleaned.compareAndSet(last, now)
                && cleaning.compareAndSet(false, true)) {
            Thread cleaner = new Thread(this::cleanUp, "camel-sms-state-cleaner");
            cleaner.setDaemon(true);
            cleaner.start();
        }
    }

    private void cleanUp() {
        try {
            int found = FOUND_AT_ONCE;
            while (found == FOUND_AT_ONCE) {
                found = call(this::cleanUpOnce);
            }
        } catch (RuntimeException failed) { // other nodes clean up, too, and the next time comes
            LOG.warn("Expired entries of the state store could not be deleted: {}", failed.getMessage());
        } finally {
            cleaning.set(false);
        }
    }

    /** How many expired rows were found. */
    private int cleanUpOnce(Connection connection) throws SQLException {
        List<String> expired = expired(connection);
        String keys = String.join(", ", Collections.nCopies(DELETED_AT_ONCE, "?"));
        String sql = "DELETE FROM " + table + " WHERE state_key IN (" + keys + ") AND expires_at <= " + now(connection);
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            for (int first = 0; first < expired.size(); first += DELETED_AT_ONCE) {
                for (int i = 0; i < DELETED_AT_ONCE; i++) { // the last key stands for those that are not there
                    delete.setString(i + 1, expired.get(Math.min(first + i, expired.size() - 1)));
                }
                delete.executeUpdate();
            }
        }
        return expired.size();
    }

    private List<String> expired(Connection connection) throws SQLException {
        List<String> keys = new ArrayList<>();
        String sql = "SELECT state_key FROM " + table + " WHERE expires_at <= " + now(connection)
                + " ORDER BY expires_at LIMIT " + FOUND_AT_ONCE;
        try (PreparedStatement query = connection.prepareStatement(sql);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                keys.add(rows.getString(1));
            }
        }
        return keys;
    }

    /** What is done with a connection. */
    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Commits by itself, whatever the data source is set to. */
    private <T> T call(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            boolean automatic = connection.getAutoCommit();
            if (!automatic) {
                connection.setAutoCommit(true);
            }
            try {
                return work.on(connection);
            } finally {
                if (!automatic) {
                    connection.setAutoCommit(false);
                }
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(
                    "the state store's database failed with SQL state " + failed.getSQLState(), failed);
        }
    }

    private Dialect dialect(Connection connection) throws SQLException {
        Dialect known = ready;
        if (known != null) {
            return known;
        }
        Dialect found = Dialect.of(connection.getMetaData());
        if (!exists(connection)) {
            createTable(connection, found);
        }
        ready = found;
        return found;
    }

    private boolean exists(Connection connection) {
        try (Statement query = connection.createStatement();
                ResultSet rows = query.executeQuery("SELECT 1 FROM " + table + " WHERE 1 = 0")) {
            return !rows.next();
        } catch (SQLException absent) {
            return false;
        }
    }

    /** Of several nodes that start at once, one creates it. */
    private void createTable(Connection connection, Dialect dialect) {
        List<String> statements = ddl(dialect);
        try (Statement create = connection.createStatement()) {
            for (String statement : statements) {
                create.execute(statement);
            }
        } catch (SQLException refused) {
            if (!exists(connection)) {
                throw new IllegalStateException(
                        "the table of the state store is not there and could not be created; run:\n"
                                + String.join(";\n", statements) + ";",
                        refused);
            }
        }
    }
}
