package io.github.camelsms.internal.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a host. A look-up knows no time-out and cannot be ended, so it runs on a thread of its own, one at a time: whoever asks
 * while it runs gets what it finds. Thread-safe.
 */
final class HostAddresses {

    /** Asks the name service, for as long as that takes. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws IOException;
    }

    /** What was found in this time is found again without a look-up; later the cache of the JDK decides. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String host;
    private final boolean literal;
    private final Resolver resolver;
    private final ThreadFactory threads;
    private @Nullable CompletableFuture<InetAddress[]> last;
    private volatile long foundAt;

    /**
     * @param host a name or an address, IPv6 without brackets
     * @param threads makes the threads of look-ups, which should be daemons
     */
    HostAddresses(String host, Resolver resolver, ThreadFactory threads) {
        this.host = host;
        this.literal = host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
        this.resolver = resolver;
        this.threads = threads;
    }

    /** Never blocks. What depends on the result runs on the thread of the look-up, or at once where none is necessary. */
    synchronized CompletableFuture<InetAddress[]> find() {
        CompletableFuture<InetAddress[]> known = last;
        if (known != null && (!known.isDone() || isFresh(known))) {
            return known;
        }
        CompletableFuture<InetAddress[]> next = new CompletableFuture<>();
        last = next;
        if (literal) {
            lookUp(next);
        } else {
            try {
                threads.newThread(() -> lookUp(next)).start();
            } catch (RuntimeException | Error failure) { // else all later calls would wait for this look-up
                next.completeExceptionally(failure);
            }
        }
        return next;
    }

    private boolean isFresh(CompletableFuture<InetAddress[]> known) {
        return !known.isCompletedExceptionally() && (literal || System.nanoTime() - foundAt < FRESH_NANOS);
    }

    private void lookUp(CompletableFuture<InetAddress[]> result) {
        try {
            InetAddress[] found = resolver.resolve(host);
            foundAt = System.nanoTime();
            result.complete(found);
        } catch (IOException | RuntimeException | Error failure) { // an Error, too, must end the wait
            result.completeExceptionally(failure);
        }
    }

    /**
     * Waits for the addresses. An interrupt does not end the wait; it is there again when this returns.
     *
     * @throws SocketTimeoutException when the look-up takes longer
     */
    InetAddress[] await(long nanos) throws IOException {
        CompletableFuture<InetAddress[]> result = find();
        long deadline = System.nanoTime() + nanos;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException noted) {
                    interrupted = true;
                }
            }
        } catch (TimeoutException late) {
            throw new SocketTimeoutException();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException(failed.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends all waits; the next one begins a look-up. */
    synchronized void stop() {
        if (last != null) {
            last.completeExceptionally(new InterruptedIOException("stopped"));
        }
    }
}
