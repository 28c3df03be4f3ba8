package io.github.camelsms.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The file of a store: a database of H2, by JDBC. Its owner alone may read it. For one thread at a time. */
final class StoreFile implements AutoCloseable {

    private static final String ENDING = ".mv.db";
    private static final String FORMAT = "1";
    private static final String SPENT = "spent.";
    private static final int PAGE = 500;
    /** Kilobytes that the database keeps of the file, which is read once. */
    private static final int CACHE = 2_048;

    /**
     * What the file says of the inbox as a whole.
     *
     * @param lastId of {@link Ids}
     * @param spent  what messages have cost, by provider
     */
    record Totals(long revision, long total, long forgotten, int lastId, Map<String, BigDecimal> spent) {}

    /** Files that are open in this JVM: H2 would open them once more. */
    private static final Set<String> OPEN = ConcurrentHashMap.newKeySet();

    private static final String UNUSABLE =
            "The store cannot be used: it is open elsewhere, or is not a file of a store";

    private final String name;
    private final Connection connection;

    private StoreFile(String name, Connection connection) {
        this.name = name;
        this.connection = connection;
    }

    /**
     * Opens a file, or makes one.
     *
     * @param path with or without the ending {@code .mv.db}, which the file has
     * @throws UncheckedIOException when it cannot be used
     * @throws IllegalArgumentException for a name that H2 cannot have, and without H2
     */
    static StoreFile open(Path path) {
        String name = path.toAbsolutePath().normalize().toString();
        String base = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
        if (base.indexOf(';') >= 0 || path.getFileName() == null) {
            throw new IllegalArgumentException("The file of a store must have a name without a semicolon");
        }
        try {
            Class.forName("org.h2.Driver");
        } catch (ClassNotFoundException missing) {
            throw new IllegalArgumentException("A store needs com.h2database:h2 on the class path", missing);
        }
        if (!OPEN.add(base)) {
            throw new UncheckedIOException(UNUSABLE, new IOException("open in this JVM"));
        }
        try {
            return connect(base);
        } catch (SQLException unusable) {
            OPEN.remove(base);
            throw new UncheckedIOException(UNUSABLE, new IOException(unusable));
        } catch (RuntimeException unusable) {
            OPEN.remove(base);
            throw unusable;
        }
    }

    private static StoreFile connect(String base) throws SQLException {
        makePrivate(Path.of(base + ENDING));
        String url =
                "jdbc:h2:file:" + base + ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;WRITE_DELAY=0;CACHE_SIZE=" + CACHE;
        StoreFile file = new StoreFile(base, DriverManager.getConnection(url, "sa", ""));
        try {
            file.prepare();
            return file;
        } catch (SQLException | RuntimeException wrong) {
            file.connection.close();
            throw wrong;
        }
    }

    /** H2 takes an empty file for a new database. */
    private static void makePrivate(Path file) {
        try {
            if (Files.notExists(file)) {
                Files.createDirectories(Optional.ofNullable(file.getParent()).orElseThrow());
                if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                    Files.createFile(
                            file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                }
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException("The store cannot be written there", unwritable);
        }
    }

    private void prepare() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS TOTAL (NAME VARCHAR(100) PRIMARY KEY, CONTENT VARCHAR(100))");
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS ITEM (NUMBER BIGINT PRIMARY KEY, CONTENT VARBINARY(1000000))");
            statement.execute("CREATE TABLE IF NOT EXISTS OPT_OUT (PROVIDER VARCHAR(100), HANDSET VARCHAR(100),"
                    + " SINCE VARCHAR(100), PRIMARY KEY (PROVIDER, HANDSET))");
        }
        connection.setAutoCommit(false);
        String format = texts().getOrDefault("format", FORMAT);
        if (!format.equals(FORMAT)) {
            throw new SQLException("Format " + format + " is not " + FORMAT);
        }
    }

    private Map<String, String> texts() throws SQLException {
        Map<String, String> texts = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT NAME, CONTENT FROM TOTAL")) {
            while (rows.next()) {
                texts.put(rows.getString(1), rows.getString(2));
            }
        }
        return texts;
    }

    /** Zeros for a new file. */
    Totals totals() throws SQLException {
        Map<String, String> texts = texts();
        Map<String, BigDecimal> spent = new HashMap<>();
        texts.forEach((name, value) -> {
            if (name.startsWith(SPENT)) {
                spent.put(name.substring(SPENT.length()), new BigDecimal(value));
            }
        });
        return new Totals(
                Long.parseLong(texts.getOrDefault("revision", "0")),
                Long.parseLong(texts.getOrDefault("total", "0")),
                Long.parseLong(texts.getOrDefault("forgotten", "0")),
                Integer.parseInt(texts.getOrDefault("lastId", "0")),
                spent);
    }

    List<OptOutMark> optOuts() throws SQLException {
        List<OptOutMark> marks = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT PROVIDER, HANDSET, SINCE FROM OPT_OUT ORDER BY SINCE")) {
            while (rows.next()) {
                marks.add(new OptOutMark(rows.getString(1), rows.getString(2), Instant.parse(rows.getString(3))));
            }
        }
        return marks;
    }

    long count() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM ITEM")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Hands over all items after a number, oldest first, a few in memory at a time. */
    void items(long after, Consumer<StoredItem> reader) throws SQLException {
        long last = after;
        int read = PAGE;
        while (read == PAGE) {
            read = 0;
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT NUMBER, CONTENT FROM ITEM WHERE NUMBER > ? ORDER BY NUMBER LIMIT " + PAGE)) {
                statement.setLong(1, last);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        last = rows.getLong(1);
                        read++;
                        reader.accept(StoredItem.read(rows.getBytes(2)));
                    }
                }
            }
        }
    }

    /** Keeps items, instead of what was kept under their numbers. They are there after {@link #commit}. */
    void put(List<StoredItem> items) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("MERGE INTO ITEM (NUMBER, CONTENT) KEY (NUMBER) VALUES (?, ?)")) {
            for (StoredItem item : items) {
                Optional<byte[]> bytes = item.bytes();
                if (bytes.isPresent()) {
                    statement.setLong(1, item.number());
                    statement.setBytes(2, bytes.get());
                    statement.addBatch();
                }
            }
            statement.executeBatch();
        }
    }

    void deleteBefore(long number) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM ITEM WHERE NUMBER < ?")) {
            statement.setLong(1, number);
            statement.executeUpdate();
        }
    }

    /** Instead of those that were kept. */
    void putOptOuts(List<OptOutMark> marks) throws SQLException {
        try (Statement all = connection.createStatement();
                PreparedStatement statement = connection.prepareStatement(
                        "INSERT INTO OPT_OUT (PROVIDER, HANDSET, SINCE) VALUES (?, ?, ?)")) {
            all.execute("DELETE FROM OPT_OUT");
            for (OptOutMark mark : marks) {
                statement.setString(1, mark.provider());
                statement.setString(2, mark.handset());
                statement.setString(3, mark.at().toString());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    void put(Totals totals) throws SQLException {
        Map<String, String> texts = new HashMap<>();
        texts.put("format", FORMAT);
        texts.put("revision", String.valueOf(totals.revision()));
        texts.put("total", String.valueOf(totals.total()));
        texts.put("forgotten", String.valueOf(totals.forgotten()));
        texts.put("lastId", String.valueOf(totals.lastId()));
        totals.spent().forEach((provider, cost) -> texts.put(SPENT + provider, cost.toPlainString()));
        try (PreparedStatement statement =
                connection.prepareStatement("MERGE INTO TOTAL (NAME, CONTENT) KEY (NAME) VALUES (?, ?)")) {
            for (Map.Entry<String, String> text : texts.entrySet()) {
                statement.setString(1, text.getKey());
                statement.setString(2, text.getValue());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    @Override
    public void close() throws SQLException {
        try {
            connection.close();
        } finally {
            OPEN.remove(name);
        }
    }
}
