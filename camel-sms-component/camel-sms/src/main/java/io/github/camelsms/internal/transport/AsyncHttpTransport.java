package io.github.camelsms.internal.transport;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpTransport;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.DefaultConnectingIOReactor;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.reactor.IOReactorStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the calls of one account to one address with the asynchronous HTTP/1.1 client of Apache HttpComponents. No thread waits for a
 * reply: completions run on the transport's I/O thread and must be short.
 *
 * <p>A request leaves at most once. A call whose connection ends before the request has left takes another connection; after that its
 * outcome is unknown. Redirects, cookies, repeats and replies to a provider's challenge do not exist here.
 *
 * <p>Each call in flight has a connection of its own, and one sweep over connections and waiting calls enforces both time-outs.
 */
public final class AsyncHttpTransport extends ServiceSupport implements HttpTransport {

    private static final Logger LOG = LoggerFactory.getLogger(AsyncHttpTransport.class);

    private final String provider;
    private final Target target;
    private final Duration connectTimeout;
    private final Duration responseTimeout;
    private final int mostConnections;
    private final ThreadFactory threads;
    private final ConnectionSweeper sweeper;
    private final Runnable sweep = this::sweep;
    private final CallFailures failures;
    private final HostAddresses addresses;

    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final WaitingCalls waiting = new WaitingCalls(new WaitingCalls.Connections() {
        @Override
        public boolean carry(PendingCall call) {
            return carryIdle(call);
        }

        @Override
        public boolean hasIdle() {
            return !idle.isEmpty();
        }

        @Override
        public void open(PendingCall call) {
            connect(call, false);
        }
    });
    private final AtomicInteger calls = new AtomicInteger();
    private final ReentrantLock lifecycle = new ReentrantLock();

    private volatile boolean open = true;
    private volatile @Nullable DefaultConnectingIOReactor reactor;
    private boolean swept;

    /**
     * @param provider provider id, for failures
     * @param base scheme, host, port and the beginning of the path of all calls
     * @param connectTimeout for look-up, connection, tunnel and TLS handshake together
     * @param responseTimeout for the whole reply, from the moment the request begins to leave
     * @param mostConnections how many calls may be in flight; a further one is not sent
     * @param settings TLS, proxy and life of connections
     * @param threads makes the I/O thread and the threads of look-ups, which should be daemons
     * @param sweeper enforces both time-outs
     */
    public AsyncHttpTransport(
            String provider,
            URI base,
            Duration connectTimeout,
            Duration responseTimeout,
            int mostConnections,
            ClientSettings settings,
            ThreadFactory threads,
            ConnectionSweeper sweeper) {
        this(
                provider,
                base,
                connectTimeout,
                responseTimeout,
                mostConnections,
                settings,
                threads,
                sweeper,
                InetAddress::getAllByName);
    }

    AsyncHttpTransport(
            String provider,
            URI base,
            Duration connectTimeout,
            Duration responseTimeout,
            int mostConnections,
            ClientSettings settings,
            ThreadFactory threads,
            ConnectionSweeper sweeper,
            HostAddresses.Resolver resolver) {
        this.provider = provider;
        this.target = new Target(base, settings);
        this.connectTimeout = connectTimeout;
        this.responseTimeout = responseTimeout;
        this.mostConnections = mostConnections;
        this.threads = threads;
        this.sweeper = sweeper;
        this.failures = new CallFailures(provider);
        this.addresses = new HostAddresses(target.hop().getHostName(), resolver, threads);
    }

    /**
     * Makes the call. Never throws: every failure reaches the completion, which is called exactly once.
     *
     * @return true when the completion was called before this method returned
     */
    @Override
    public boolean execute(HttpCall call, Completion completion) {
        PendingCall pending = new PendingCall(this, call, completion);
        if (calls.incrementAndGet() > mostConnections) {
            pending.end(failures.notSent("all " + mostConnections + " connections are in use"));
        } else {
            dispatch(pending);
        }
        return pending.hasEndedBeforeReturn();
    }

    /** Gives the call an idle connection, or a new one; one of many may have to wait for it. */
    void dispatch(PendingCall call) {
        try {
            call.prepare();
            if (waiting.isEmpty() && carryIdle(call)) {
                return;
            }
            waiting.add(call);
            if (!open) {
                endWaits();
            }
        } catch (Exception | Error failure) { // an Error, too, must end the call
            call.broke(failure);
        }
    }

    /** Takes the connection that was used last, so that those that are not needed grow old. */
    private boolean carryIdle(PendingCall call) {
        long now = System.nanoTime();
        for (Connection next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
            if (next.isFresh(now)) {
                next.carry(call);
                if (!open) {
                    abort(next);
                }
                return true;
            }
            next.close(CloseMode.GRACEFUL);
        }
        return false;
    }

    /**
     * Opens a connection for that call.
     *
     * @param challenged whether the proxy has asked for credentials before
     */
    void connect(PendingCall call, boolean challenged) {
        DefaultConnectingIOReactor current = open ? reactor() : null;
        if (current == null) {
            call.end(failures.notSent("stopped"));
            return;
        }
        Connection connection = new Connection(this, call, challenged);
        waiting.opening();
        connections.add(connection);
        try {
            addresses.find().whenComplete((found, failure) -> open(connection, call, current, found, failure));
        } catch (RuntimeException | Error failure) { // such as no thread
            forget(connection);
            throw failure;
        }
        if (!open) {
            abort(connection);
        }
    }

    /** The look-up has ended, perhaps after the call. */
    private void open(
            Connection connection,
            PendingCall call,
            DefaultConnectingIOReactor current,
            InetAddress @Nullable [] found,
            @Nullable Throwable failure) {
        try {
            if (found != null && !call.isOver()) {
                connection.open(current, found);
                return;
            }
        } catch (RuntimeException | Error unexpected) { // an Error, too, must end the call
            forget(connection);
            call.broke(unexpected);
            return;
        }
        forget(connection);
        if (failure != null) {
            call.broke(failure);
        }
    }

    /** Once more, now with credentials for the proxy. */
    void reconnect(PendingCall call) {
        try {
            connect(call, true);
        } catch (Exception | Error failure) { // an Error, too, must end the call
            call.broke(failure);
        }
    }

    /** Null when this transport is stopped. An Error may have ended a reactor: then the next call gets a new one. */
    private @Nullable DefaultConnectingIOReactor reactor() {
        DefaultConnectingIOReactor running = reactor;
        if (running != null && running.getStatus() == IOReactorStatus.ACTIVE) {
            return running;
        }
        lifecycle.lock();
        try {
            running = reactor;
            if (!open) {
                return null;
            }
            if (running != null && running.getStatus() == IOReactorStatus.ACTIVE) {
                return running;
            }
            if (!swept) { // first: a reactor that nobody sweeps would know no time-outs
                sweeper.add(sweep, sweepPeriod());
                swept = true;
            }
            DefaultConnectingIOReactor fresh = newReactor();
            fresh.start();
            reactor = fresh;
            return fresh;
        } finally {
            lifecycle.unlock();
        }
    }

    private DefaultConnectingIOReactor newReactor() {
        IOReactorConfig config =
                IOReactorConfig.custom().setIoThreadCount(1).setTcpNoDelay(true).build();
        return new DefaultConnectingIOReactor(
                (session, attachment) -> ((Connection) attachment).accept(session),
                config,
                threads,
                null,
                failure -> LOG.warn("The HTTP client of {} failed: {}", provider, failure.toString()),
                null,
                null);
    }

    /** A tenth of the shorter time-out is how late a call may end. */
    private long sweepPeriod() {
        long shorter = Math.min(connectTimeout.toMillis(), responseTimeout.toMillis());
        return Math.max(10, Math.min(250, shorter / 10));
    }

    private void sweep() {
        long now = System.nanoTime();
        for (Connection connection : connections) {
            try {
                connection.sweep(now);
            } catch (RuntimeException | Error failure) { // it must not end the sweep
                LOG.warn("A connection of {} could not be closed", provider, failure);
            }
        }
        waiting.removeIf(call -> {
            String lateness = call.lateness(now);
            if (lateness != null) {
                call.end(failures.noConnection(lateness));
            }
            return call.isOver();
        });
    }

    private void endWaits() {
        waiting.removeIf(call -> {
            call.end(failures.notSent("stopped"));
            return true;
        });
    }

    /** Ends the call of that connection, if it has one, and the connection. */
    private void abort(Connection connection) {
        connection.abort("stopped");
    }

    /** Keeps a connection for later calls. */
    void release(Connection connection) {
        idle.addFirst(connection);
        if (!open) {
            abort(connection);
        }
        waiting.look();
    }

    /** A connection stands, or has failed. */
    void opened() {
        waiting.opened();
    }

    /** @return false when a call has just taken it */
    boolean retire(Connection connection) {
        return idle.remove(connection);
    }

    void forget(Connection connection) {
        connections.remove(connection);
        idle.remove(connection);
        connection.endOpening();
    }

    void completed(HttpTransport.Completion completion, HttpOutcome outcome, boolean sync) {
        calls.decrementAndGet();
        try {
            completion.done(outcome, sync);
        } catch (RuntimeException | Error failure) { // it would end the I/O thread and with it all other calls
            LOG.error("What follows a call to {} failed", provider, failure);
        }
    }

    CallFailures failures() {
        return failures;
    }

    Target target() {
        return target;
    }

    Duration connectTimeout() {
        return connectTimeout;
    }

    Duration responseTimeout() {
        return responseTimeout;
    }

    boolean isOpen() {
        return open;
    }

    @Override
    protected void doStart() {
        open = true;
    }

    /** Calls in flight end: not sent when their request has not left, else with an unknown outcome. */
    @Override
    protected void doStop() {
        open = false;
        DefaultConnectingIOReactor running;
        lifecycle.lock();
        try {
            running = reactor;
            reactor = null;
            sweeper.remove(sweep);
            swept = false;
        } finally {
            lifecycle.unlock();
        }
        endWaits();
        for (Connection connection : connections) {
            abort(connection);
        }
        if (running != null) {
            // Nothing is open any more, so this takes no time. An immediate end may leave the selector open.
            running.close(CloseMode.GRACEFUL);
        }
        connections.clear();
        idle.clear();
    }
}
