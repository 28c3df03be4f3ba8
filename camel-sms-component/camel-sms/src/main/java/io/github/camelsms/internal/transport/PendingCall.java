package io.github.camelsms.internal.transport;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.model.SmsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
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

    private @Nullable ByteBuffer request;
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

    /**
     * Writes the request, before a connection takes this call.
     *
     * @throws IllegalArgumentException when it cannot be written, which is not the fault of a connection
     */
    void prepare() {
        request = transport.target().write(call.request());
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
        ByteBuffer prepared = request;
        if (taken == null || prepared == null) {
            throw new HttpException("no connection");
        }
        if (expiresAt != null && !Instant.now().isBefore(expiresAt)) {
            end(transport.failures().expired());
        }
        leftAt = System.nanoTime();
        if (!STATE.compareAndSet(this, WAITING, LEFT)) {
            throw new HttpException("the call has ended");
        }
        taken.endOpening();
        taken.send(method(), prepared, channel, context);
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
        headers = ReplyHead.kept(reply);
        if (status == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED
                && transport.target().isForwarded()) {
            repeatForProxy = !challenged && transport.target().isChallengedByProxy(reply);
        }
        Connection taken = connection;
        if (taken != null) {
            taken.keepAlive(reply);
        }
        if (entity == null) {
            finish();
        } else {
            body = new ReplyBody(entity.getContentLength(), entity.getContentEncoding());
        }
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
                && transport.target().isForwarded()) {
            return HttpOutcome.of(transport.failures().refusedByProxy());
        }
        try {
            ReplyBody whole = body;
            return HttpOutcome.of(new HttpResponse(status, headers, whole == null ? new byte[0] : whole.unpacked()));
        } catch (IOException | RuntimeException unreadable) {
            return HttpOutcome.of(transport.failures().broken(unreadable));
        }
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
        CallFailures failures = transport.failures();
        complete(HttpOutcome.of(before == LEFT ? failures.broken(cause) : failures.noConnection(cause)));
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
        CallFailures failures = transport.failures();
        complete(HttpOutcome.of(before == LEFT ? failures.broken(why) : failures.noConnection(why)));
        return true;
    }

    /** Which time-out is over; null while none is. */
    @Nullable
    String lateness(long now) {
        int current = state;
        if (current == WAITING && now - begunAt >= transport.connectTimeout().toNanos()) {
            return CallFailures.reached("connectTimeout", transport.connectTimeout());
        }
        if (current == LEFT && now - leftAt >= transport.responseTimeout().toNanos()) {
            return CallFailures.reached("responseTimeout", transport.responseTimeout());
        }
        return null;
    }

    private void complete(HttpOutcome outcome) {
        boolean sync = Thread.currentThread() == first.beginner && !first.returned;
        if (sync) {
            first.endedBeforeReturn = true;
        }
        transport.completed(completion, outcome, sync);
    }
}
