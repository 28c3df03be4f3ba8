package io.github.camelsms.internal.send;

import io.github.camelsms.model.BulkResult;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The results of messages that are read and sent as they are asked for, a batch at a time. Not thread-safe. When the source fails, what it
 * gave before is sent and reported first; when it cannot be closed, that is the failure after the last result.
 */
public final class BulkResultIterator implements Iterator<BulkResult>, Closeable {

    private final BulkInput input;
    private final int window;
    private final Function<List<@Nullable Object>, List<BulkResult>> send;
    private Iterator<BulkResult> results = Collections.emptyIterator();
    private @Nullable Throwable broken;
    private boolean closed;

    /**
     * @param window how many messages are read and sent at a time
     * @param send sends messages, and waits for their results
     */
    public BulkResultIterator(BulkInput input, int window, Function<List<@Nullable Object>, List<BulkResult>> send) {
        this.input = input;
        this.window = window;
        this.send = send;
    }

    /** Who looks ahead must not lose the last result: a failure of the source comes from {@link #next()}. */
    @Override
    public boolean hasNext() {
        if (!results.hasNext() && !closed && broken == null) {
            List<@Nullable Object> elements = read();
            if (!elements.isEmpty()) {
                results = send.apply(elements).iterator();
            } else if (broken == null) {
                broken = closeSource();
            }
        }
        return results.hasNext() || broken != null;
    }

    private List<@Nullable Object> read() {
        List<@Nullable Object> elements = new ArrayList<>();
        try {
            while (broken == null
                    && elements.size() < window
                    && input.elements().hasNext()) {
                elements.add(input.elements().next());
            }
        } catch (Throwable failed) { // what was read before is sent and reported first
            broken = failed;
        }
        return elements;
    }

    /**
     * @throws IllegalStateException when the source ended in an Error or could not be closed, which is its cause; the exceptions with which
     *     it ends are thrown as they are
     */
    @Override
    public BulkResult next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (results.hasNext()) {
            return results.next();
        }
        Throwable failure = broken;
        broken = null;
        Throwable unclosed = closeSource();
        if (failure != null && unclosed != null) {
            failure.addSuppressed(unclosed);
        }
        if (failure instanceof Error error) { // Camel's splitter would leave its exchange in flight for good
            throw new IllegalStateException("the source of a bulk send failed", error);
        }
        throw BulkResultIterator.<RuntimeException>undeclared(failure);
    }

    /** The source's own exception, even a checked one that its iterator does not declare. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T undeclared(@Nullable Throwable failure) throws T {
        throw (T) failure;
    }

    /**
     * Sends nothing more.
     *
     * @throws IllegalStateException when the source could not be closed
     */
    @Override
    public void close() {
        Throwable unclosed = closed ? broken : closeSource();
        broken = null;
        if (unclosed != null) {
            throw BulkResultIterator.<RuntimeException>undeclared(unclosed);
        }
    }

    /** Closes the source once. Returns why it could not be closed, an Error too; null when it is closed. */
    private @Nullable IllegalStateException closeSource() {
        if (closed) {
            return null;
        }
        closed = true;
        try {
            if (input.source() != null) {
                input.source().close();
            }
            return null;
        } catch (Throwable failed) {
            return new IllegalStateException("the source of a bulk send could not be closed", failed);
        }
    }

    @Override
    public String toString() {
        return "BulkResultIterator";
    }
}
