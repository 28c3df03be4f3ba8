package io.github.camelsms.internal.transport;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.model.SmsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * Carries the calls of one account to one address on the threads that begin them, which wait. Under the same rules as
 * {@link AsyncHttpTransport}: a request leaves at most once; redirects, cookies, repeats and replies to a provider's challenge do not exist.
 *
 * <p>Idle connections are looked at once a second, and before they carry a call: one that has ended or spoken is closed and another one taken.
 * An interrupt does not end a call, whose request may have left; the time-outs bound it.
 */
public final class BlockingHttpTransport extends ServiceSupport implements HttpTransport {

    private static final long SWEEP_MILLIS = 1_000;

    private final Target target;
    private final Duration connectTimeout;
    private final Duration responseTimeout;
    private final ConnectionSweeper sweeper;
    private final Runnable sweep = this::sweep;
    private final CallFailures failures;
    private final HostAddresses addresses;

    private final Set<BlockingConnection> connections = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedDeque<BlockingConnection> idle = new ConcurrentLinkedDeque<>();
    private final Semaphore opening = new Semaphore(WaitingCalls.MOST_OPENING);
    private volatile boolean open = true;
    private boolean swept;

    /**
     * @param provider provider id, for failures
     * @param base scheme, host, port and the beginning of the path of all calls
     * @param connectTimeout for look-up, connection, tunnel and TLS handshake together
     * @param responseTimeout for the whole reply, from the moment the request begins to leave
     * @param settings TLS, proxy and life of connections
     * @param threads makes the threads of look-ups, which should be daemons
     * @param sweeper closes connections that have ended, or spoken, or were idle for too long
     */
    public BlockingHttpTransport(
            String provider,
            URI base,
            Duration connectTimeout,
            Duration responseTimeout,
            ClientSettings settings,
            ThreadFactory threads,
            ConnectionSweeper sweeper) {
        this(provider, base, connectTimeout, responseTimeout, settings, threads, sweeper, InetAddress::getAllByName);
    }

    BlockingHttpTransport(
            String provider,
            URI base,
            Duration connectTimeout,
            Duration responseTimeout,
            ClientSettings settings,
            ThreadFactory threads,
            ConnectionSweeper sweeper,
            HostAddresses.Resolver resolver) {
        this.target = new Target(base, settings);
        this.connectTimeout = connectTimeout;
        this.responseTimeout = responseTimeout;
        this.sweeper = sweeper;
        this.failures = new CallFailures(provider);
        this.addresses = new HostAddresses(target.hop().getHostName(), resolver, threads);
    }

    /**
     * Makes the call and waits for its end. Every failure reaches the completion, which is called exactly once.
     *
     * @return true
     */
    @Override
    public boolean execute(HttpCall call, Completion completion) {
        completion.done(outcome(call, false), true);
        return true;
    }

    /** @param repeated whether the proxy has asked for credentials before */
    private HttpOutcome outcome(HttpCall call, boolean repeated) {
        ByteBuffer request;
        BlockingConnection connection;
        try {
            request = target.write(call.request());
            connection = lease();
        } catch (SmsException known) {
            return HttpOutcome.of(known);
        } catch (IOException | HttpException | RuntimeException | Error failure) {
            return HttpOutcome.of(failures.noConnection(failure));
        }
        Instant expiresAt = call.expiresAt();
        if (expiresAt != null && !Instant.now().isBefore(expiresAt)) {
            giveBack(connection);
            return HttpOutcome.of(failures.expired());
        }
        if (connection.isAborted()) { // between two calls
            discard(connection);
            return HttpOutcome.of(failures.notSent("stopped"));
        }
        BlockingConnection.Reply reply;
        HttpOutcome outcome;
        try {
            reply = connection.exchange(request, responseTimeout.toNanos());
            outcome = HttpOutcome.of(read(reply));
        } catch (IOException | HttpException | RuntimeException | Error failure) { // an Error, too, must end the call
            SmsException broken = failures.broken(failure);
            if (connection.isAborted()) {
                broken = failures.broken("stopped");
            } else if (connection.isLate()) {
                broken = failures.broken(CallFailures.reached("responseTimeout", responseTimeout));
            }
            discard(connection);
            return HttpOutcome.of(broken);
        }
        giveBack(connection);
        if (target.isForwarded() && reply.head().getCode() == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED) {
            return !repeated && target.isChallengedByProxy(reply.head())
                    ? outcome(call, true)
                    : HttpOutcome.of(failures.refusedByProxy());
        }
        return outcome;
    }

    private static HttpResponse read(BlockingConnection.Reply reply) throws IOException {
        ReplyBody body = reply.body();
        return new HttpResponse(
                reply.head().getCode(), ReplyHead.kept(reply.head()), body == null ? new byte[0] : body.unpacked());
    }

    /** An idle connection, or a new one; one of many callers may have to wait for it. */
    private BlockingConnection lease() throws IOException, HttpException {
        BlockingConnection ready = idle();
        if (ready != null) {
            return ready;
        }
        awaitOpening();
        try {
            ready = idle();
            return ready != null ? ready : connect(false);
        } finally {
            opening.release();
        }
    }

    /** Takes the connection that was used last, so that those that are not needed grow old; null when there is none. */
    private @Nullable BlockingConnection idle() {
        long now = System.nanoTime();
        for (BlockingConnection next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
            if (next.take(now)) {
                return next;
            }
            discard(next);
        }
        return null;
    }

    /** An interrupt does not end the wait; the time-out bounds it. */
    private void awaitOpening() {
        if (opening.tryAcquire()) {
            return;
        }
        long end = System.nanoTime() + connectTimeout.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (opening.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        return;
                    }
                    throw failures.noConnection(CallFailures.reached("connectTimeout", connectTimeout));
                } catch (InterruptedException stopping) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** @param challenged whether the proxy has asked for credentials before */
    private BlockingConnection connect(boolean challenged) throws IOException, HttpException {
        if (!open) {
            throw failures.notSent("stopped");
        }
        long begunAt = System.nanoTime();
        InetAddress[] found = addresses();
        BlockingConnection connection = new BlockingConnection(target);
        connections.add(connection);
        if (!open) {
            connection.abort();
        }
        boolean asked = false;
        try {
            sweepFromNowOn();
            connection.connect(found, connectTimeout.toNanos() - (System.nanoTime() - begunAt));
            if (target.isTunnelled()) {
                asked = !tunnel(connection, challenged);
            }
            if (!asked && target.isSecure()) {
                connection.secure();
            }
        } catch (SmsException known) {
            discard(connection);
            throw known;
        } catch (IOException | HttpException | RuntimeException | Error failure) {
            boolean stopped = connection.isAborted();
            boolean late = connection.isLate();
            discard(connection);
            if (stopped) {
                throw failures.noConnection("stopped");
            }
            if (late) {
                throw failures.noConnection(CallFailures.reached("connectTimeout", connectTimeout));
            }
            throw failure;
        }
        if (asked) {
            discard(connection);
            return connect(true);
        }
        return connection;
    }

    private InetAddress[] addresses() throws IOException {
        try {
            return addresses.await(connectTimeout.toNanos());
        } catch (SocketTimeoutException late) {
            throw failures.noConnection(CallFailures.reached("connectTimeout", connectTimeout));
        } catch (IOException failure) {
            if (!open) {
                throw failures.noConnection("stopped");
            }
            throw failure;
        }
    }

    /** @return whether the tunnel stands; otherwise the proxy asks for credentials that can be given */
    private boolean tunnel(BlockingConnection connection, boolean challenged) throws IOException, HttpException {
        org.apache.hc.core5.http.HttpResponse reply = connection.openTunnel();
        int status = reply.getCode();
        if (status < 300) {
            return true;
        }
        if (status != HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED) {
            throw failures.noConnection("the proxy answered " + status);
        }
        if (challenged || !target.isChallengedByProxy(reply)) {
            throw failures.refusedByProxy();
        }
        return false;
    }

    private void giveBack(BlockingConnection connection) {
        if (!connection.isReusable()) {
            discard(connection);
            return;
        }
        passOnInterrupt(connection);
        connection.rest();
        idle.addFirst(connection);
        if (!open && idle.remove(connection)) {
            discard(connection);
        }
    }

    private void discard(BlockingConnection connection) {
        connections.remove(connection);
        passOnInterrupt(connection);
        connection.close();
    }

    private static void passOnInterrupt(BlockingConnection connection) {
        if (connection.takeInterrupt()) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void sweepFromNowOn() {
        if (open && !swept) {
            sweeper.add(sweep, SWEEP_MILLIS);
            swept = true;
        }
    }

    private void sweep() {
        long now = System.nanoTime();
        for (BlockingConnection connection : idle) {
            if (connection.isSpent(now) && idle.remove(connection)) { // else a call has it and closes it
                discard(connection);
            }
        }
    }

    @Override
    protected void doStart() {
        open = true;
    }

    /** Calls in flight end: not sent when their request has not left, else with an unknown outcome. */
    @Override
    protected void doStop() {
        open = false;
        synchronized (this) {
            sweeper.remove(sweep);
            swept = false;
        }
        addresses.stop();
        connections.forEach(BlockingConnection::abort);
        for (BlockingConnection next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
            discard(next);
        }
    }
}
