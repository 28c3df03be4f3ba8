package io.github.camelsms.internal.transport;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsRefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * One call on one connection. Ends once: by its reply, by a failure, by a time-out or by the end of the transport, whichever comes first.
 * What writes the request and reads the reply runs on the I/O thread.
 */
final class PendingCall extends ConnectionUse {

    private static final AtomicIntegerFieldUpdater<PendingCall> STATE =
            AtomicIntegerFieldUpdater.newUpdater(PendingCall.class, "state");
    private static final int WAITING = 0;
    private static final int LEFT = 1;
    private static final int OVER = 2;

    // The protocol handler wants to know the method only.
    private static final BasicHttpRequest GET = new BasicHttpRequest("GET", "/");
    private static final BasicHttpRequest POST = new BasicHttpRequest("POST", "/");
    private static final BasicHttpRequest PUT = new BasicHttpRequest("PUT", "/");

    private static final String RETRY_AFTER = "Retry-After";

    private final AsyncHttpTransport transport;
    private final HttpCall call;
    private final HttpTransport.Completion completion;
    private final PendingCall first;
    private final boolean challenged;
    private final long begunAt = System.nanoTime();

    // Read and written by the thread that begins the call only, in the first of its attempts.
    private final Thread beginner = Thread.currentThread();
    private boolean returned;
    private boolean endedBeforeReturn;

    private volatile int state = WAITING;
    private volatile @Nullable Connection connection;
    private long leftAt;

    private int status;
    private Map<String, String> headers = Map.of();
    private @Nullable ReplyBody body;
    private boolean repeatForProxy;

    PendingCall(AsyncHttpTransport transport, HttpCall call, HttpTransport.Completion completion) {
        this.transport = transport;
        this.call = call;
        this.completion = completion;
        this.first = this;
        this.challenged = false;
    }

    /** A further attempt: nothing of the one before has reached the provider. */
    private PendingCall(PendingCall before, boolean challenged) {
        this.transport = before.transport;
        this.call = before.call;
        this.completion = before.completion;
        this.first = before.first;
        this.challenged = challenged;
    }

    boolean isOver() {
        return state == OVER;
    }

    void on(Connection taken) {
        connection = taken;
    }

    /** Asked once, by the thread that began the call. */
    boolean hasEndedBeforeReturn() {
        returned = true;
        return endedBeforeReturn;
    }

    @Override
    public void produceRequest(RequestChannel channel, HttpContext context) throws HttpException, IOException {
        Connection taken = connection;
        Instant expiresAt = call.expiresAt();
        if (taken == null) {
            throw new HttpException("no connection");
        }
        if (expiresAt != null && !Instant.now().isBefore(expiresAt)) {
            end(new SmsRefusedException(
                    SmsFault.of(ErrorClass.EXPIRED, transport.provider(), "expired before it could leave")));
        }
        ByteBuffer request = transport.target().write(call.request());
        leftAt = System.nanoTime();
        if (!STATE.compareAndSet(this, WAITING, LEFT)) {
            throw new HttpException("the call has ended");
        }
        taken.send(method(), request, channel, context);
    }

    private BasicHttpRequest method() {
        return switch (call.request().method()) {
            case GET -> GET;
            case POST -> POST;
            case PUT -> PUT;
        };
    }

    @Override
    public void consumeResponse(
            org.apache.hc.core5.http.HttpResponse reply, @Nullable EntityDetails entity, HttpContext context) {
        status = reply.getCode();
        headers = kept(reply);
        if (status == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED) {
            repeatForProxy = !challenged && transport.target().isChallengedByProxy(reply);
        }
        Connection taken = connection;
        if (taken != null) {
            taken.keepAlive(reply);
        }
        if (entity == null) {
            finish();
        } else {
            body = new ReplyBody(entity);
        }
    }

    private static Map<String, String> kept(org.apache.hc.core5.http.HttpResponse reply) {
        Header retryAfter = reply.getFirstHeader(RETRY_AFTER);
        if (retryAfter == null) {
            return Map.of();
        }
        Map<String, String> kept = new HashMap<>(4);
        kept.put(RETRY_AFTER, retryAfter.getValue());
        Header date = reply.getFirstHeader("Date"); // from when a Retry-After counts that is a date
        if (date != null) {
            kept.put("Date", date.getValue());
        }
        return kept;
    }

    @Override
    public void consume(ByteBuffer part) throws IOException {
        ReplyBody whole = body;
        if (whole != null) {
            whole.add(part);
        }
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) {
        finish();
    }

    private void finish() {
        Connection taken = connection;
        if (taken != null) {
            taken.finish(this);
        }
    }

    @Override
    void settle() {
        HttpOutcome outcome = outcome();
        Connection taken = connection;
        boolean ended = STATE.getAndSet(this, OVER) != OVER;
        if (taken != null) {
            taken.giveBack(ended);
        }
        if (!ended) {
            return;
        }
        if (repeatForProxy) {
            transport.dispatch(new PendingCall(this, true));
        } else {
            complete(outcome);
        }
    }

    private HttpOutcome outcome() {
        if (status == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED
                && transport.target().hasProxy()) {
            return HttpOutcome.of(refusedByProxy(transport.provider()));
        }
        try {
            ReplyBody whole = body;
            return HttpOutcome.of(new HttpResponse(status, headers, whole == null ? new byte[0] : whole.unpacked()));
        } catch (IOException | RuntimeException unreadable) {
            return HttpOutcome.of(broken(unreadable));
        }
    }

    /** The proxy passes nothing on: the fault is the account's or the network's, not the message's. */
    static SmsException refusedByProxy(String provider) {
        return new SmsRefusedException(
                SmsFault.of(ErrorClass.AUTHENTICATION, provider, "the proxy does not accept the credentials set for it")
                        .withHttpStatus(HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED));
    }

    @Override
    public void failed(Exception cause) {
        broke(cause);
    }

    /** Something went wrong, on whichever thread. A second report of it does nothing. */
    void broke(Throwable cause) {
        int before = STATE.getAndSet(this, OVER);
        if (before == OVER) {
            return;
        }
        Connection taken = connection;
        if (before == WAITING && taken != null && taken.wasUsed() && transport.isOpen()) {
            transport.dispatch(new PendingCall(this, challenged));
            return;
        }
        complete(HttpOutcome.of(
                before == LEFT
                        ? broken(cause)
                        : notSent("no connection (" + cause.getClass().getSimpleName() + ")", cause)));
    }

    /** Ends the call if it has not ended, with a failure of a request that has not left. */
    void end(SmsException failure) {
        if (STATE.compareAndSet(this, WAITING, OVER)) {
            complete(HttpOutcome.of(failure));
        }
    }

    /**
     * Ends the call and its connection from outside.
     *
     * @return false when it has ended before
     */
    boolean interrupt(String why, Connection taken) {
        int before = STATE.getAndSet(this, OVER);
        if (before == OVER) {
            return false;
        }
        taken.close(CloseMode.IMMEDIATE);
        SmsException failure = before == LEFT
                ? HttpErrors.broken(transport.provider(), "the call broke (" + why + ")", null)
                : notSent("no connection (" + why + ")", null);
        complete(HttpOutcome.of(failure));
        return true;
    }

    /** Which time-out is over; null while none is. */
    @Nullable
    String lateness(long now) {
        int current = state;
        if (current == WAITING && now - begunAt >= transport.connectTimeout().toNanos()) {
            return "connectTimeout of " + text(transport.connectTimeout()) + " was reached";
        }
        if (current == LEFT && now - leftAt >= transport.responseTimeout().toNanos()) {
            return "responseTimeout of " + text(transport.responseTimeout()) + " was reached";
        }
        return null;
    }

    private static String text(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }

    private SmsException notSent(String detail, @Nullable Throwable cause) {
        return HttpErrors.notSent(transport.provider(), detail, cause);
    }

    /** Messages of the HTTP client quote the reply, which may repeat what was sent: only their place is kept. */
    private SmsException broken(Throwable cause) {
        String kind = cause.getClass().getSimpleName();
        IOException scrubbed = new IOException(kind);
        scrubbed.setStackTrace(cause.getStackTrace());
        return HttpErrors.broken(transport.provider(), "the call broke (" + kind + ")", scrubbed);
    }

    private void complete(HttpOutcome outcome) {
        boolean sync = Thread.currentThread() == first.beginner && !first.returned;
        if (sync) {
            first.endedBeforeReturn = true;
        }
        transport.completed(completion, outcome, sync);
    }
}
