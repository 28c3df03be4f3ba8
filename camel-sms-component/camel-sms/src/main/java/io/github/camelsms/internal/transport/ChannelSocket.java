package io.github.camelsms.internal.transport;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A socket whose user waits: with one deadline for all that it does, without a timer; an interrupt does not end a wait. In contrast to
 * sockets of the JDK it can be asked at no cost whether its peer has sent something or has ended the connection.
 *
 * <p>For one thread at a time, except for {@link #abort()}. It is a {@code Socket} so that TLS can be laid upon it.
 */
final class ChannelSocket extends Socket {

    private static final Consumer<SelectionKey> NOTHING = key -> {};

    /** As large as a record of TLS. */
    private static final int RECORD = 17 * 1024;

    /** The most that is read or written at once: the JDK keeps a buffer of that size for each thread. */
    private static final int PIECE = 16 * 1024;

    private final Selector selector = Selector.open();
    private final ByteBuffer probe = ByteBuffer.allocate(1);
    private final InputStream input = new Input();
    private final OutputStream output = new Output();

    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private @Nullable InputStream records;
    private long deadline = System.nanoTime() + Long.MAX_VALUE / 2;
    private boolean answerIsDue;
    private boolean interrupted;
    private volatile boolean aborted;

    ChannelSocket() throws IOException {
        super((SocketImpl) null);
    }

    /** What follows must end in that time. */
    void begin(long nanos) {
        deadline = System.nanoTime() + nanos;
    }

    boolean isLate() {
        return System.nanoTime() - deadline >= 0;
    }

    /** Tries one address after the other. Each has its share of the time that is left: one may never answer. */
    void connect(InetAddress[] addresses, int port) throws IOException {
        long end = deadline;
        for (int i = 0; ; i++) {
            long now = System.nanoTime();
            deadline = now + (end - now) / (addresses.length - i);
            try {
                connectTo(new InetSocketAddress(addresses[i], port));
                return;
            } catch (IOException failure) {
                deadline = end;
                if (i + 1 == addresses.length || isLate() || aborted) {
                    throw failure;
                }
            } finally {
                deadline = end;
            }
        }
    }

    private void connectTo(InetSocketAddress address) throws IOException {
        SocketChannel opened = SocketChannel.open();
        try {
            opened.configureBlocking(false);
            opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            key = opened.register(selector, SelectionKey.OP_CONNECT);
            if (!opened.connect(address)) {
                do {
                    await(SelectionKey.OP_CONNECT);
                } while (!opened.finishConnect());
            }
            channel = opened;
        } catch (IOException | RuntimeException | Error failure) {
            opened.close();
            throw failure;
        }
    }

    private SocketChannel channel() throws SocketException {
        if (channel == null) {
            throw new SocketException("not connected");
        }
        return channel;
    }

    /** @throws IOException when no time is left or this was aborted */
    private long left() throws IOException {
        if (aborted) {
            throw new SocketException("stopped");
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException();
        }
        return left;
    }

    private void await(int operation) throws IOException {
        SelectionKey current = key;
        if (current != null && current.interestOps() != operation) {
            current.interestOps(operation);
        }
        while (true) {
            if (selector.select(NOTHING, TimeUnit.NANOSECONDS.toMillis(left()) + 1) > 0) {
                return;
            }
            interrupted |= Thread.interrupted(); // else the next wait would end at once
        }
    }

    /** Whether the connection stands and nothing has come that nobody has read, be it bytes or the end. */
    boolean isSilent() {
        try {
            return channel().read(probe.clear()) == 0 && (records == null || records.available() == 0);
        } catch (IOException broken) {
            return false;
        }
    }

    /** Ends what the user of this socket waits for, from another thread. */
    void abort() {
        aborted = true;
        selector.wakeup();
    }

    boolean isAborted() {
        return aborted;
    }

    /** Whether the user was interrupted while it waited. Asked once. */
    boolean takeInterrupt() {
        boolean was = interrupted;
        interrupted = false;
        return was;
    }

    @Override
    public void close() throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            selector.close();
        }
    }

    /** What comes, as it comes. */
    InputStream input() {
        return input;
    }

    @Override
    public OutputStream getOutputStream() {
        return output;
    }

    /** For TLS, which reads its records in two pieces each. */
    @Override
    public InputStream getInputStream() {
        if (records == null) {
            records = new BufferedInputStream(input, RECORD);
        }
        return records;
    }

    /**
     * Sends bytes until the network takes no more and something has come, which may be the reply to a part of them.
     *
     * @return how many have been sent; less than all of them when something has come
     */
    int send(byte[] bytes, int offset, int length) throws IOException {
        int sent = 0;
        while (sent < length) {
            int piece = Math.min(PIECE, length - sent);
            int written = channel().write(ByteBuffer.wrap(bytes, offset + sent, piece));
            sent += written;
            if (written < piece) {
                await(SelectionKey.OP_WRITE | SelectionKey.OP_READ);
                if (key != null && !key.isWritable()) {
                    return sent;
                }
            }
        }
        answerIsDue = true;
        return sent;
    }

    private final class Input extends InputStream {

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (answerIsDue) { // it cannot be there yet
                answerIsDue = false;
                await(SelectionKey.OP_READ);
            } else {
                left(); // input that never stops must not outlive the deadline
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, Math.min(length, PIECE));
            int read = channel().read(buffer);
            while (read == 0 && length > 0) {
                await(SelectionKey.OP_READ);
                read = channel().read(buffer);
            }
            return read;
        }
    }

    private final class Output extends OutputStream {

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int end = offset + length;
            for (int at = offset; at < end; ) {
                int piece = Math.min(PIECE, end - at);
                int written = channel().write(ByteBuffer.wrap(bytes, at, piece));
                at += written;
                if (written < piece) {
                    await(SelectionKey.OP_WRITE);
                }
            }
            answerIsDue = true;
        }
    }

    // What TLS asks of the socket beneath it.

    @Override
    public boolean isConnected() {
        return channel != null && channel.isConnected();
    }

    @Override
    public boolean isBound() {
        return isConnected();
    }

    @Override
    public boolean isClosed() {
        return channel != null && !channel.isOpen();
    }

    @Override
    public boolean isInputShutdown() {
        return isClosed();
    }

    @Override
    public boolean isOutputShutdown() {
        return isClosed();
    }

    @Override
    public void shutdownInput() {
        // The end of the connection does.
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel().shutdownOutput();
    }

    @Override
    public @Nullable SocketAddress getRemoteSocketAddress() {
        return channel == null ? null : channel.socket().getRemoteSocketAddress();
    }

    @Override
    public @Nullable SocketAddress getLocalSocketAddress() {
        return channel == null ? null : channel.socket().getLocalSocketAddress();
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
        return channel == null ? null : channel.socket().getInetAddress();
    }

    @Override
    public int getPort() {
        return channel == null ? 0 : channel.socket().getPort();
    }

    @Override
    public InetAddress getLocalAddress() {
        return channel == null ? super.getLocalAddress() : channel.socket().getLocalAddress();
    }

    @Override
    public int getLocalPort() {
        return channel == null ? -1 : channel.socket().getLocalPort();
    }

    @Override
    public int getSoTimeout() {
        return 0;
    }

    @Override
    public void setSoTimeout(int timeout) {
        // There is the deadline.
    }

    @Override
    public int getSoLinger() {
        return -1;
    }

    @Override
    public void setTcpNoDelay(boolean on) {
        // It is on.
    }

    @Override
    public boolean getTcpNoDelay() {
        return true;
    }
}
