package io.github.camelsms.internal.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.UnsupportedHttpVersionException;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.IdentityInputStream;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.message.LazyLaxLineParser;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose user waits for each reply, from its opening to its end. For one thread at a time, except for {@link #abort()}
 * and {@link #isSpent}.
 */
final class BlockingConnection {

    /**
     * A reply.
     *
     * @param body null for none
     */
    record Reply(HttpResponse head, @Nullable ReplyBody body) {}

    private static final HttpCoreContext NO_CONTEXT = HttpCoreContext.create();

    private final Target target;
    private final ChannelSocket socket = new ChannelSocket();
    private final SessionInputBufferImpl buffer =
            new SessionInputBufferImpl(ReplyHead.LIMITS.getBufferSize(), ReplyHead.LIMITS.getMaxLineLength());
    private final DefaultHttpResponseParser parser =
            new DefaultHttpResponseParser(ReplyHead.LIMITS, LazyLaxLineParser.INSTANCE, null);
    private final Input input = new Input();
    private final long createdAt = System.nanoTime();

    private @Nullable SSLSocket secured;
    private InputStream received = socket.input();
    private OutputStream sent = socket.getOutputStream();
    private boolean reusable;
    private boolean idle;
    private boolean spent;
    private long idleUntil;

    BlockingConnection(Target target) throws IOException {
        this.target = target;
    }

    /** Connects, without a tunnel and without TLS. These must end in the same time. */
    void connect(InetAddress[] addresses, long nanos) throws IOException {
        socket.begin(nanos);
        socket.connect(addresses, target.hop().getPort());
    }

    /** Asks the proxy for a tunnel to the provider. @return the head of the proxy's reply; the tunnel stands when its status is 2xx */
    HttpResponse openTunnel() throws IOException, HttpException {
        ByteBuffer request = target.writeConnect();
        sent.write(request.array(), 0, request.limit());
        HttpResponse reply = readHead();
        if (reply.getCode() < 300 && buffer.hasBufferedData()) {
            throw new ProtocolException("input that no request asked for");
        }
        return reply;
    }

    /** Makes TLS with the provider. */
    void secure() throws IOException {
        SSLSocket above = target.secure(socket);
        secured = above;
        received = above.getInputStream();
        sent = above.getOutputStream();
    }

    /**
     * Sends a request, which may have left as soon as this begins, and reads its reply.
     *
     * @param nanos for all of it
     */
    Reply exchange(ByteBuffer request, long nanos) throws IOException, HttpException {
        reusable = false;
        socket.begin(nanos);
        HttpResponse early = send(request);
        HttpResponse head = early == null ? readHead() : early;
        ReplyBody body = MessageSupport.canResponseHaveBody(null, head) ? readBody(head) : null;
        if (early == null
                && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(null, head, NO_CONTEXT)
                && !buffer.hasBufferedData()) {
            reusable = true;
            idleUntil = System.nanoTime() + ReplyHead.keepAlive(head);
        }
        return new Reply(head, body);
    }

    /** @return the head of a reply that has come before all of the request was sent, which ends it; null when all was sent */
    private @Nullable HttpResponse send(ByteBuffer request) throws IOException, HttpException {
        byte[] bytes = request.array();
        int length = request.limit();
        if (secured != null) { // what comes may be a record of TLS and not a reply
            sent.write(bytes, 0, length);
            return null;
        }
        for (int at = socket.send(bytes, 0, length); at < length; at += socket.send(bytes, at, length - at)) {
            input.beginHead();
            do { // after a reply of class 1xx the request goes on
                HttpResponse reply = readOneHead();
                if (reply.getCode() >= 200) {
                    input.endHead();
                    return reply;
                }
            } while (buffer.hasBufferedData());
        }
        return null;
    }

    private HttpResponse readHead() throws IOException, HttpException {
        input.beginHead();
        HttpResponse reply;
        do { // a reply of class 1xx says that another one follows
            reply = readOneHead();
        } while (reply.getCode() < 200);
        input.endHead();
        return reply;
    }

    private HttpResponse readOneHead() throws IOException, HttpException {
        HttpResponse reply = parser.parse(buffer, input);
        if (reply == null) {
            throw new ConnectionClosedException();
        }
        if (reply.getVersion().greaterEquals(HttpVersion.HTTP_2)) {
            throw new UnsupportedHttpVersionException(reply.getVersion());
        }
        if (reply.getCode() < 100 || reply.getCode() == 101) {
            throw new ProtocolException("not a status of a reply");
        }
        return reply;
    }

    private ReplyBody readBody(HttpResponse head) throws IOException, HttpException {
        long length = DefaultContentLengthStrategy.INSTANCE.determineLength(head);
        Header encoding = head.getFirstHeader(HttpHeaders.CONTENT_ENCODING);
        ReplyBody body = new ReplyBody(length, encoding == null ? null : encoding.getValue());
        if (length == ContentLengthStrategy.CHUNKED) {
            body.addAll(new ChunkedInputStream(buffer, input, ReplyHead.BODY_LIMITS));
        } else if (length == ContentLengthStrategy.UNDEFINED) {
            body.addAll(new IdentityInputStream(buffer, input));
        } else {
            body.addAll(new ContentLengthInputStream(buffer, input, length));
        }
        return body;
    }

    /** Whether it may carry another call. */
    boolean isReusable() {
        return reusable;
    }

    /** From now on {@link #isSpent} looks at it. */
    synchronized void rest() {
        idle = true;
    }

    /** Takes it for a call. @return whether it can carry one; if not it must be closed */
    synchronized boolean take(long now) {
        idle = false;
        return !spent && isFresh(now) && isSilent();
    }

    /** Whether no call has it and none may take it any more. On any thread. */
    synchronized boolean isSpent(long now) {
        spent = spent || idle && !(isFresh(now) && isSilent()); // to look may take what has come, so it is asked once
        return spent && idle;
    }

    /** Whether it has not been idle and not been used for too long. */
    private boolean isFresh(long now) {
        long life = target.timeToLive();
        return now - idleUntil < 0 && (life <= 0 || now - createdAt < life);
    }

    /** Whether nothing has come since the last reply, be it bytes or the end. */
    private boolean isSilent() {
        try {
            return socket.isSilent() && (secured == null || received.available() == 0);
        } catch (IOException broken) {
            return false;
        }
    }

    /** Whether the time for what was last begun is over. */
    boolean isLate() {
        return socket.isLate();
    }

    /** Ends what the thread waits for that uses this connection. */
    void abort() {
        socket.abort();
    }

    boolean isAborted() {
        return socket.isAborted();
    }

    /** Whether the user was interrupted while it waited. Asked once. */
    boolean takeInterrupt() {
        return socket.takeInterrupt();
    }

    /** Never waits: the end of TLS is sent if the network takes it at once. */
    void close() {
        socket.begin(0);
        try (socket) {
            if (secured != null) {
                secured.close();
            }
        } catch (IOException | RuntimeException gone) {
            reusable = false;
        }
    }

    /** Bounds the heads of replies and knows those that break off, which Apache's parser takes for whole. */
    private final class Input extends InputStream {

        private boolean head;
        private int length;

        void beginHead() {
            head = true;
            length = 0;
        }

        void endHead() {
            head = false;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int most) throws IOException {
            if (head && length > ReplyHead.MAX_BYTES) {
                throw new MessageConstraintException(
                        "the head of the reply is larger than " + ReplyHead.MAX_BYTES + " bytes");
            }
            int read = received.read(bytes, offset, most);
            if (head && read < 0) {
                throw new ConnectionClosedException("the connection ended within the head of the reply");
            }
            length += read;
            return read;
        }
    }
}
