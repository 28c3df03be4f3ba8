package io.github.camelsms.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps the inbox in a file. Memory stays the truth: one thread writes behind what changed, half a second after the first
 * change at the latest, and the rest when it is closed. What a kill loses is what changed in that time. Thread-safe.
 */
final class Store implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Store.class.getName());
    private static final long DELAY_MILLIS = 500;
    private static final long DELAY_AFTER_FAILURE_MILLIS = 5_000;
    private static final int BATCH = 500;

    private final StoreFile file;
    private final InboxLog inbox;
    private final MessageCentre centre;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor thread;
    /** Messages whose request was not answered when they were written. */
    private final Set<Long> unanswered = new HashSet<>();

    private long seen;
    private List<OptOutMark> writtenOptOuts = List.of();

    private Store(StoreFile file, InboxLog inbox, MessageCentre centre) {
        this.file = file;
        this.inbox = inbox;
        this.centre = centre;
        thread = Daemons.oneUntilItsEnd("sms-simulator-store");
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Opens the file and gives the inbox back what is in it, before anything else comes.
     *
     * @param since items that came before are left out
     * @throws UncheckedIOException when it cannot be used
     * @throws IllegalArgumentException for a name that a file cannot have
     */
    static Store open(Path path, InboxLog inbox, MessageCentre centre, Instant since) {
        StoreFile file = StoreFile.open(path);
        Store store = new Store(file, inbox, centre);
        try {
            store.restore(since);
        } catch (SQLException | RuntimeException unreadable) {
            store.closeFile();
            throw new UncheckedIOException("The store cannot be read", new IOException(unreadable));
        }
        return store;
    }

    private void restore(Instant since) throws SQLException {
        StoreFile.Totals totals = file.totals();
        writtenOptOuts = file.optOuts();
        List<InboxItem> items = new ArrayList<>();
        file.items(totals.total() - inbox.keep(), stored -> {
            InboxItem item = stored.item();
            if (item.at().isBefore(since)) {
                return;
            }
            items.add(item);
            if (item.message() != null && !item.fromHandset()) {
                centre.restore(item.message(), stored.plan() == null ? MessagePlan.USUAL : stored.plan());
            }
        });
        centre.restoreSpent(totals.spent());
        if (totals.lastId() > 0) {
            centre.ids().goOnAfter(totals.lastId(), totals.revision());
        }
        long leftOut = file.count() - items.size();
        inbox.restore(new InboxChanges(
                totals.revision(), 0, totals.total(), totals.forgotten() + leftOut, writtenOptOuts, items));
        seen = inbox.revision();
    }

    /** Begins to write. */
    void start() {
        inbox.onChange(this::changed);
        changed();
    }

    /** Called under locks of the simulator. */
    private void changed() {
        if (waiting.compareAndSet(false, true)) {
            thread.schedule(this::write, DELAY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void write() {
        waiting.set(false);
        try {
            writeChanges();
            if (!unanswered.isEmpty()) {
                changed();
            }
        } catch (SQLException | RuntimeException failed) {
            warn("The store could not be written and is tried again: {0}", failed);
            rollback();
            if (waiting.compareAndSet(false, true)) {
                thread.schedule(this::write, DELAY_AFTER_FAILURE_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    private synchronized void writeChanges() throws SQLException {
        InboxChanges changes = inbox.changesSince(seen);
        List<InboxItem> items = new ArrayList<>(changes.items());
        items.forEach(item -> unanswered.remove(item.number()));
        unanswered.forEach(number -> inbox.find(number).ifPresent(items::add));
        Set<Long> stillUnanswered = new HashSet<>();
        file.deleteBefore(changes.first());
        for (int from = 0; from < items.size(); from += BATCH) {
            List<InboxItem> batch = items.subList(from, Math.min(items.size(), from + BATCH));
            batch.stream()
                    .filter(item ->
                            item.exchange() != null && item.exchange().reply().isEmpty())
                    .forEach(item -> stillUnanswered.add(item.number()));
            file.put(batch.stream().map(this::stored).toList());
        }
        if (!changes.optOuts().equals(writtenOptOuts)) {
            file.putOptOuts(changes.optOuts());
        }
        file.put(new StoreFile.Totals(
                changes.revision(),
                changes.total(),
                changes.forgotten(),
                centre.ids().last(),
                centre.spent()));
        file.commit();
        writtenOptOuts = changes.optOuts();
        seen = changes.revision();
        unanswered.clear();
        unanswered.addAll(stillUnanswered);
    }

    private StoredItem stored(InboxItem item) {
        return StoredItem.of(
                item,
                item.message() == null || item.fromHandset()
                        ? null
                        : centre.findPlan(item.message()).orElse(null));
    }

    private synchronized void rollback() {
        try {
            file.rollback();
        } catch (SQLException closed) {
            warn("The store could not go back: {0}", closed);
        }
    }

    /** Writes what is left. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            writeChanges();
        } catch (SQLException | RuntimeException failed) {
            warn("The store could not be written at the end: {0}", failed);
        }
        closeFile();
    }

    private synchronized void closeFile() {
        thread.shutdown();
        try {
            file.close();
        } catch (SQLException failed) {
            warn("The store could not be closed: {0}", failed);
        }
    }

    /** Without the text of the failure, which may quote a message. */
    private static void warn(String text, Exception failed) {
        String code = failed instanceof SQLException sql
                ? String.valueOf(sql.getErrorCode())
                : failed.getClass().getName();
        LOG.log(System.Logger.Level.WARNING, text, code);
    }
}
