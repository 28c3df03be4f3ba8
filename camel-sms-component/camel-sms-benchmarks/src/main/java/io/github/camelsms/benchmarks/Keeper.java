package io.github.camelsms.benchmarks;

import io.github.camelsms.spi.JdbcStateStore;
import java.io.IOException;
import java.util.function.BiConsumer;
import org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository;
import org.jspecify.annotations.Nullable;

/** What remembers which receipts were processed and which keys were used. */
final class Keeper implements AutoCloseable {

    private final @Nullable StoreDatabase database;
    private final @Nullable Object bean;
    private final String receiptOptions;

    private Keeper(@Nullable StoreDatabase database, @Nullable Object bean, String receiptOptions) {
        this.database = database;
        this.bean = bean;
        this.receiptOptions = receiptOptions;
    }

    /** What the component does when nothing is set. */
    static Keeper memory() {
        return new Keeper(null, null, "");
    }

    /** The component's store in a database. */
    static Keeper jdbc() throws IOException {
        StoreDatabase database = new StoreDatabase();
        return new Keeper(database, new JdbcStateStore(database.pool()), "");
    }

    /** Camel's repository in a database. */
    static Keeper repository() throws IOException {
        StoreDatabase database = new StoreDatabase();
        return new Keeper(
                database, new JdbcMessageIdRepository(database.pool(), "sms"), "&idempotentRepository=#keeper");
    }

    /** Makes it known to a registry. */
    void bind(BiConsumer<String, Object> registry) {
        if (bean != null) {
            registry.accept("keeper", bean);
        }
    }

    /** Options of {@code sms:dlr}, each with {@code &} before it. */
    String receiptOptions() {
        return receiptOptions;
    }

    @Override
    public void close() throws IOException {
        if (database != null) {
            database.close();
        }
    }
}
