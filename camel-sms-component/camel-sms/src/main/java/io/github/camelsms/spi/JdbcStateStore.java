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

    /** Statements that are sent at once, where that is possible. */
    private static final int TOGETHER = 20;

    /** Rows that one statement, which is one transaction, deletes: others wait for its locks. */
    private static final int DELETED_AT_ONCE = 100;

    private static final Logger LOG = LoggerFactory.getLogger(JdbcStateStore.class);

    private final DataSource dataSource;
    private final String table;
    private final AtomicLong cleaned = new AtomicLong(System.nanoTime());
    private final AtomicBoolean cleaning = new AtomicBoolean();
    private volatile @Nullable Sql ready;

    /**
     * What databases write differently: their clock in milliseconds since 1970, the type of a key in which case counts, the type of a value, that of a
     * time, how an insert of a key that is there ends without an error (the others report one), and whether several statements can be sent at once.
     */
    private enum Dialect {
        POSTGRESQL(
                "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)",
                "VARCHAR(64)",
                "BYTEA",
                "BIGINT",
                " ON CONFLICT DO NOTHING",
                true),
        MARIADB(
                "CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)",
                "VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin",
                "MEDIUMBLOB",
                "SIGNED",
                "",
                false),
        H2(
                "DATEDIFF(MILLISECOND, TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00', CURRENT_TIMESTAMP)",
                "VARCHAR(64)",
                "VARBINARY(65536)",
                "BIGINT",
                "",
                false);

        private final String now;
        private final String text;
        private final String binary;
        private final String bigint;
        private final String orNothing;
        private final boolean together;

        Dialect(String now, String text, String binary, String bigint, String orNothing, boolean together) {
            this.now = now;
            this.text = text;
            this.binary = binary;
            this.bigint = bigint;
            this.orNothing = orNothing;
            this.together = together;
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

    /** The statements for one table, always the same, so that drivers know them again. */
    private static final class Sql {

        private final Dialect dialect;
        private final String select;
        private final String live;
        private final String find;
        private final String insert;
        private final String takeOver;
        private final String replace;
        private final String remove;
        private final String due;
        private final String expired;
        private final String delete;

        Sql(String table, Dialect dialect) {
            String now = dialect.now;
            String expires = now + " + ?";
            String dueAt = now + " + CAST(? AS " + dialect.bigint + ")";
            String update = "UPDATE " + table + " SET state_value = ?, state_version = ?, expires_at = " + expires
                    + ", due_at = " + dueAt + " WHERE state_key = ? AND ";
            this.dialect = dialect;
            this.select =
                    "SELECT state_key, state_value, state_version, expires_at - " + now + " FROM " + table + " WHERE ";
            this.live = "expires_at > " + now;
            this.find = find(1);
            this.insert = "INSERT INTO " + table
                    + " (state_key, state_kind, state_value, state_version, expires_at, due_at) VALUES (?, ?, ?, ?, "
                    + expires + ", " + dueAt + ")" + dialect.orNothing;
            this.takeOver = update + "expires_at <= " + now;
            this.replace = update + "state_version = ? AND " + live;
            this.remove = "DELETE FROM " + table + " WHERE state_key = ? AND state_version = ? AND " + live;
            this.due = select + "state_kind = ? AND due_at <= " + now + " AND " + live + " ORDER BY due_at";
            this.expired = "SELECT state_key FROM " + table + " WHERE expires_at <= " + now
                    + " ORDER BY expires_at LIMIT " + FOUND_AT_ONCE;
            this.delete = "DELETE FROM " + table + " WHERE state_key IN (" + places(DELETED_AT_ONCE)
                    + ") AND expires_at <= " + now;
        }

        private static String places(int count) {
            return String.join(", ", Collections.nCopies(count, "?"));
        }

        String find(int keys) {
            return select + "state_key IN (" + places(keys) + ") AND " + live;
        }

        String of(StateChange change) {
            return change.version() == null ? insert : replace;
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
        return connected(connection -> ddl(Dialect.of(connection.getMetaData())));
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
        return call((connection, sql) ->
                find(connection, sql.find, List.of(key)).stream().findFirst());
    }

    @Override
    public List<StateEntry> findAll(Collection<String> keys) {
        return keys.isEmpty() ? List.of() : call((connection, sql) -> findAll(connection, sql, List.copyOf(keys)));
    }

    private static List<StateEntry> findAll(Connection connection, Sql sql, List<String> keys) throws SQLException {
        List<StateEntry> found = new ArrayList<>();
        for (int first = 0; first < keys.size(); first += READ_AT_ONCE) {
            List<String> some = keys.subList(first, Math.min(first + READ_AT_ONCE, keys.size()));
            found.addAll(find(connection, sql.find(some.size()), some));
        }
        return found;
    }

    private static List<StateEntry> find(Connection connection, String sql, List<String> keys) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            bind(query, 1, keys);
            try (ResultSet rows = query.executeQuery()) {
                return entries(rows);
            }
        }
    }

    private static void bind(PreparedStatement query, int first, List<String> keys) throws SQLException {
        for (int i = 0; i < keys.size(); i++) {
            query.setString(first + i, keys.get(i));
        }
    }

    @Override
    public OptionalLong create(String key, StateValue value) {
        cleanUpFromTimeToTime();
        return call((connection, sql) -> make(connection, sql, StateChange.create(key, value)));
    }

    @Override
    public OptionalLong replace(String key, long version, StateValue value) {
        return call((connection, sql) -> make(connection, sql, StateChange.replace(key, version, value)));
    }

    @Override
    public StateChanges change(List<StateChange> changes, Collection<String> keys) {
        if (changes.isEmpty() || changes.size() > TOGETHER || keys.size() > TOGETHER || !canTogether()) {
            return StateStore.super.change(changes, keys);
        }
        cleanUpFromTimeToTime();
        return call((connection, sql) -> together(connection, sql, changes, List.copyOf(keys)));
    }

    private boolean canTogether() {
        Sql known = ready;
        return (known != null ? known : call((connection, sql) -> sql)).dialect.together;
    }

    private static OptionalLong make(Connection connection, Sql sql, StateChange change) throws SQLException {
        long version = newVersion(change);
        try (PreparedStatement statement = connection.prepareStatement(sql.of(change))) {
            bind(statement, 1, change, version);
            if (statement.executeUpdate() == 1) {
                return OptionalLong.of(version);
            }
        } catch (SQLException failed) {
            if (change.version() != null || !isDuplicateKey(failed)) {
                throw failed;
            }
        }
        return change.version() == null && takeOver(connection, sql, change, version)
                ? OptionalLong.of(version)
                : OptionalLong.empty();
    }

    /** In one round trip and one transaction. */
    private static StateChanges together(Connection connection, Sql sql, List<StateChange> changes, List<String> keys)
            throws SQLException {
        List<String> statements = new ArrayList<>(changes.size() + 1);
        changes.forEach(change -> statements.add(sql.of(change)));
        if (!keys.isEmpty()) {
            statements.add(sql.find(keys.size()));
        }
        List<Long> next = changes.stream().map(JdbcStateStore::newVersion).toList();
        List<OptionalLong> versions = new ArrayList<>(changes.size());
        List<StateEntry> found = List.of();
        try (PreparedStatement statement = connection.prepareStatement(String.join("; ", statements))) {
            int place = 1;
            for (int i = 0; i < changes.size(); i++) {
                place = bind(statement, place, changes.get(i), next.get(i));
            }
            bind(statement, place, keys);
            statement.execute();
            for (long version : next) {
                versions.add(statement.getUpdateCount() == 1 ? OptionalLong.of(version) : OptionalLong.empty());
                statement.getMoreResults();
            }
            if (!keys.isEmpty()) {
                try (ResultSet rows = statement.getResultSet()) {
                    found = entries(rows);
                }
            }
        }
        for (int i = 0; i < changes.size(); i++) {
            if (versions.get(i).isEmpty()
                    && changes.get(i).version() == null
                    && takeOver(connection, sql, changes.get(i), next.get(i))) {
                versions.set(i, OptionalLong.of(next.get(i)));
            }
        }
        return new StateChanges(versions, found);
    }

    private static long newVersion(StateChange change) {
        Long former = change.version();
        return former == null ? ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE / 2) : former + 1;
    }

    private static boolean isDuplicateKey(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && state.startsWith("23");
    }

    /** Takes an entry that has expired. */
    private static boolean takeOver(Connection connection, Sql sql, StateChange change, long version)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql.takeOver)) {
            int next = bindValue(update, 1, change.value(), version);
            update.setString(next, change.key());
            return update.executeUpdate() == 1;
        }
    }

    /** Binds what {@link Sql#of} needs; returns the next index. */
    private static int bind(PreparedStatement statement, int first, StateChange change, long version)
            throws SQLException {
        Long former = change.version();
        if (former == null) {
            statement.setString(first, change.key());
            statement.setString(first + 1, kind(change.key()));
            return bindValue(statement, first + 2, change.value(), version);
        }
        int next = bindValue(statement, first, change.value(), version);
        statement.setString(next, change.key());
        statement.setLong(next + 1, former);
        return next + 2;
    }

    /** Binds value, version and times; returns the next index. */
    private static int bindValue(PreparedStatement statement, int first, StateValue value, long version)
            throws SQLException {
        statement.setBytes(first, value.bytes());
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
        return call((connection, sql) -> {
            try (PreparedStatement delete = connection.prepareStatement(sql.remove)) {
                delete.setString(1, key);
                delete.setLong(2, version);
                return delete.executeUpdate() == 1;
            }
        });
    }

    @Override
    public List<StateEntry> due(String kind, int limit) {
        return call((connection, sql) -> {
            try (PreparedStatement query = connection.prepareStatement(sql.due)) {
                query.setMaxRows(limit);
                query.setString(1, kind);
                try (ResultSet rows = query.executeQuery()) {
                    return entries(rows);
                }
            }
        });
    }

    private static List<StateEntry> entries(ResultSet rows) throws SQLException {
        List<StateEntry> entries = new ArrayList<>();
        while (rows.next()) {
            entries.add(new StateEntry(
                    rows.getString(1), rows.getBytes(2), rows.getLong(3), Duration.ofMillis(rows.getLong(4))));
        }
        return entries;
    }

    private static String kind(String key) {
        return key.substring(0, key.indexOf(':'));
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
                found = call(JdbcStateStore::cleanUpOnce);
            }
        } catch (RuntimeException failed) { // other nodes clean up, too, and the next time comes
            LOG.warn("Expired entries of the state store could not be deleted: {}", failed.getMessage());
        } finally {
            cleaning.set(false);
        }
    }

    /** How many expired rows were found. */
    private static int cleanUpOnce(Connection connection, Sql sql) throws SQLException {
        List<String> expired = expired(connection, sql);
        try (PreparedStatement delete = connection.prepareStatement(sql.delete)) {
            for (int first = 0; first < expired.size(); first += DELETED_AT_ONCE) {
                for (int i = 0; i < DELETED_AT_ONCE; i++) { // the last key stands for those that are not there
                    delete.setString(i + 1, expired.get(Math.min(first + i, expired.size() - 1)));
                }
                delete.executeUpdate();
            }
        }
        return expired.size();
    }

    private static List<String> expired(Connection connection, Sql sql) throws SQLException {
        List<String> keys = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql.expired);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                keys.add(rows.getString(1));
            }
        }
        return keys;
    }

    /** What is done with a connection. */
    private interface Work<T> {
        T on(Connection connection, Sql sql) throws SQLException;
    }

    /** Commits by itself, whatever the data source is set to. */
    private <T> T call(Work<T> work) {
        return connected(connection -> work.on(connection, sql(connection)));
    }

    private interface Connected<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T connected(Connected<T> work) {
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

    private Sql sql(Connection connection) throws SQLException {
        Sql known = ready;
        if (known != null) {
            return known;
        }
        Dialect dialect = Dialect.of(connection.getMetaData());
        if (!exists(connection)) {
            createTable(connection, dialect);
        }
        Sql found = new Sql(table, dialect);
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
