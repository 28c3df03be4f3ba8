package io.github.camelsms.internal.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.nio.ClientHttp1IOEventHandler;
import org.apache.hc.core5.http.impl.nio.ClientHttp1StreamDuplexer;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.NHttpMessageWriter;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.nio.SessionOutputBuffer;
import org.apache.hc.core5.http.nio.command.RequestExecutionCommand;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.Command;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.ProtocolIOSession;
import org.apache.hc.core5.reactor.ssl.TransportSecurityLayer;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A connection from its opening to its end. It stands between Apache's I/O reactor and Apache's HTTP/1.1 protocol handler and adds what
 * these leave open: a reply counts, and the connection is free again, only when all input that came with it has been read; input that no
 * request asked for closes it.
 */
final class Connection implements IOEventHandler {

    /** The protocol handler wants to know the method only; the bytes are written by {@link Writer}. */
    private static final HttpRequest CONNECT = new BasicHttpRequest("CONNECT", "/");

    private static final HttpProcessor NO_PROCESSING =
            HttpProcessorBuilder.create().build();

    private final AsyncHttpTransport transport;
    private final Target target;
    private final boolean challenged;
    private final HttpCoreContext context = HttpCoreContext.create();
    private final long createdAt = System.nanoTime();

    private volatile @Nullable PendingCall call;
    private volatile @Nullable Future<IOSession> connecting;
    private volatile @Nullable ProtocolIOSession session;
    private volatile boolean used;
    private final AtomicBoolean opening = new AtomicBoolean(true);
    private volatile long idleUntil;

    // Of the I/O thread only.
    private @Nullable ClientHttp1IOEventHandler http;
    private @Nullable ByteBuffer outgoing;
    private @Nullable SessionOutputBuffer unsent;
    private boolean awaitsReply;
    private @Nullable ConnectionUse finished;
    private long keepAliveNanos;

    /** @param challenged whether the proxy has asked for credentials before */
    Connection(AsyncHttpTransport transport, PendingCall call, boolean challenged) {
        this.transport = transport;
        this.target = transport.target();
        this.challenged = challenged;
        this.call = call;
        call.on(this);
    }

    /** It stands and takes its first call, or has ended. */
    void endOpening() {
        if (opening.get() && opening.getAndSet(false)) {
            transport.opened();
        }
    }

    /** Whether it has carried a call before. */
    boolean wasUsed() {
        return used;
    }

    // Opening.

    /** Begins to connect. */
    void open(ConnectionInitiator initiator, InetAddress[] addresses) {
        connect(initiator, addresses, 0);
    }

    /** Tries one address after the other. Each has its share of what is left of connectTimeout: one may never answer. */
    private void connect(ConnectionInitiator initiator, InetAddress[] addresses, int attempt) {
        InetSocketAddress address =
                new InetSocketAddress(addresses[attempt], target.hop().getPort());
        long left = transport.connectTimeout().toNanos() - (System.nanoTime() - createdAt);
        int others = addresses.length - attempt - 1; // the last one is ended by the sweep
        Timeout timeout = others == 0
                ? Timeout.of(transport.connectTimeout())
                : Timeout.ofMilliseconds(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left) / (others + 1)));
        connecting = initiator.connect(target.hop(), address, null, timeout, this, new FutureCallback<>() {
            @Override
            public void completed(IOSession opened) {
                PendingCall waiting = call;
                if (waiting == null) {
                    opened.close(CloseMode.IMMEDIATE);
                } else if (target.isTunnelled()) {
                    execute(opened, new Tunnel(waiting));
                } else {
                    execute(opened, waiting);
                }
            }

            @Override
            public void failed(Exception cause) {
                PendingCall waiting = call;
                if (attempt + 1 < addresses.length && waiting != null && !waiting.isOver()) {
                    connect(initiator, addresses, attempt + 1);
                } else {
                    ended(cause);
                }
            }

            @Override
            public void cancelled() {
                ended(new ConnectionClosedException());
            }
        });
    }

    /** The TCP connection stands; called before the session is completed. */
    IOEventHandler accept(ProtocolIOSession accepted) {
        session = accepted;
        PendingCall waiting = call;
        if (waiting == null || waiting.isOver()) {
            accepted.close(CloseMode.IMMEDIATE); // the call ended while the connection was being opened
        }
        http = new ClientHttp1IOEventHandler(new ClientHttp1StreamDuplexer(
                accepted,
                NO_PROCESSING,
                ReplyHead.BODY_LIMITS,
                null,
                DefaultConnectionReuseStrategy.INSTANCE,
                new ReplyHeadParser(this),
                new Writer(),
                null,
                null,
                null));
        if (target.isSecureFromTheBeginning()) {
            startTls(accepted, null);
        }
        return this;
    }

    private void startTls(ProtocolIOSession plain, @Nullable PendingCall afterwards) {
        target.secure(plain, transport.connectTimeout(), new FutureCallback<>() {
            @Override
            public void completed(TransportSecurityLayer secured) {
                if (afterwards != null) {
                    execute(plain, afterwards);
                }
            }

            @Override
            public void failed(Exception cause) {
                ended(cause);
            }

            @Override
            public void cancelled() {
                ended(new ConnectionClosedException());
            }
        });
    }

    // Use.

    /** An idle connection takes a call. */
    void carry(PendingCall next) {
        next.on(this);
        call = next;
        ProtocolIOSession current = session;
        if (current == null) {
            next.failed(new ConnectionClosedException());
        } else {
            execute(current, next);
        }
    }

    private void execute(IOSession current, ConnectionUse use) {
        current.enqueue(new RequestExecutionCommand(use, context), Command.Priority.NORMAL);
    }

    /**
     * Hands a whole request to the channel. From here on it may have left.
     *
     * @param method a request of that method, without anything else
     */
    void send(HttpRequest method, ByteBuffer request, RequestChannel channel, HttpContext current)
            throws HttpException, IOException {
        outgoing = request;
        awaitsReply = true;
        channel.sendRequest(method, null, current);
    }

    boolean awaitsReply() {
        return awaitsReply;
    }

    /** The reply is whole; it is settled when the input that it came with has been read. */
    void finish(ConnectionUse use) {
        awaitsReply = false;
        finished = use;
    }

    void keepAlive(HttpResponse reply) {
        keepAliveNanos = ReplyHead.keepAlive(reply);
    }

    /** @param usable whether the call ended by its reply; otherwise it is over and this connection with it */
    void giveBack(boolean usable) {
        ClientHttp1IOEventHandler protocol = http;
        IOSession current = session;
        SessionOutputBuffer rest = unsent;
        boolean early = rest != null && rest.hasData(); // the server has not read all of the request
        call = null;
        if (usable && !early && protocol != null && protocol.isOpen() && current != null && current.isOpen()) {
            used = true;
            idleUntil = System.nanoTime() + keepAliveNanos;
            transport.release(this);
        } else {
            close(CloseMode.GRACEFUL);
        }
    }

    /** Whether it is open and may still be used. */
    boolean isFresh(long now) {
        IOSession current = session;
        long life = target.timeToLive();
        return current != null && current.isOpen() && now - idleUntil < 0 && (life <= 0 || now - createdAt < life);
    }

    // The end.

    /** Ends a call that is late and a connection that was idle for too long. */
    void sweep(long now) {
        PendingCall current = call;
        if (current != null) {
            String lateness = current.lateness(now);
            if (lateness != null && current.interrupt(lateness, this)) {
                return;
            }
        } else if (used && !isFresh(now) && transport.retire(this)) {
            close(CloseMode.GRACEFUL);
        }
    }

    void abort(String why) {
        PendingCall current = call;
        if (current == null || !current.interrupt(why, this)) {
            close(CloseMode.IMMEDIATE);
        }
    }

    void close(CloseMode mode) {
        IOSession current = session;
        Future<IOSession> pending = connecting;
        if (current != null) {
            current.close(mode);
        } else if (pending != null) {
            pending.cancel(true);
        }
    }

    private void ended(Exception cause) {
        transport.forget(this);
        PendingCall current = call;
        if (current != null) {
            current.failed(cause);
        }
    }

    // What the reactor reports, on the I/O thread.

    private ClientHttp1IOEventHandler http() {
        ClientHttp1IOEventHandler protocol = http;
        if (protocol == null) {
            throw new IllegalStateException("not connected");
        }
        return protocol;
    }

    @Override
    public void connected(IOSession current) throws IOException {
        http().connected(current);
    }

    @Override
    public void inputReady(IOSession current, @Nullable ByteBuffer input) throws IOException {
        try {
            http().inputReady(current, input);
        } finally {
            ConnectionUse whole = finished;
            if (whole != null) {
                finished = null;
                whole.settle();
            }
        }
    }

    @Override
    public void outputReady(IOSession current) throws IOException {
        http().outputReady(current);
    }

    @Override
    public void timeout(IOSession current, Timeout timeout) throws IOException {
        http().timeout(current, timeout);
    }

    @Override
    public void exception(IOSession current, Exception cause) {
        http().exception(current, cause);
        ended(cause);
    }

    @Override
    public void disconnected(IOSession current) {
        http().disconnected(current);
        ended(new ConnectionClosedException());
    }

    /** Writes a request that is in bytes already. */
    private final class Writer implements NHttpMessageWriter<HttpRequest> {
        @Override
        public void reset() {
            outgoing = null;
        }

        @Override
        public void write(HttpRequest message, SessionOutputBuffer buffer) {
            ByteBuffer request = outgoing;
            if (request != null) {
                buffer.write(request);
                unsent = buffer;
            }
        }
    }

    /** Asks the proxy for a connection to the provider. Until it stands, nothing of the call has left. */
    private final class Tunnel extends ConnectionUse {

        private final PendingCall waiting;

        Tunnel(PendingCall waiting) {
            this.waiting = waiting;
        }

        @Override
        public void produceRequest(RequestChannel channel, HttpContext current) throws HttpException, IOException {
            send(CONNECT, target.writeConnect(), channel, current);
        }

        @Override
        public void consumeResponse(HttpResponse reply, @Nullable EntityDetails entity, HttpContext current)
                throws HttpException {
            int status = reply.getCode();
            if (status >= 200 && status < 300) {
                finish(this);
                return;
            }
            if (status == 407 && !challenged && target.isChallengedByProxy(reply)) {
                call = null;
                transport.reconnect(waiting);
            } else if (status == 407) {
                waiting.end(transport.failures().refusedByProxy());
            } else {
                waiting.end(transport.failures().noConnection("the proxy answered " + status));
            }
            throw new HttpException("no tunnel");
        }

        @Override
        void settle() {
            ProtocolIOSession current = session;
            if (current != null && !waiting.isOver()) {
                startTls(current, waiting);
            }
        }

        @Override
        public void failed(Exception cause) {
            ended(cause);
        }
    }
}
