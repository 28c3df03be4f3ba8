package io.github.camelsms.test;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A provider that reads requests as it should and answers them as badly as a test wants, byte for byte. Listens on a loopback port. */
final class RawServer implements AutoCloseable {

    /** One request as it arrived. */
    record Received(String method, String target, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.get(name);
        }
    }

    /** Answers one request. Whoever closes the connection ends it; otherwise the next request is read from it. */
    @FunctionalInterface
    interface Answer {
        void write(Socket connection, OutputStream out) throws IOException;
    }

    private final ServerSocket listener;
    private final Function<Received, Answer> answers;
    private final List<Received> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger requestCount = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();

    private RawServer(ServerSocket listener, Function<Received, Answer> answers) {
        this.answers = answers;
        this.listener = listener;
    }

    static RawServer answering(Answer answer) throws IOException {
        return choosing(request -> answer);
    }

    /** A server whose answer depends on the request. */
    static RawServer choosing(Function<Received, Answer> answers) throws IOException {
        return on(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), answers);
    }

    /** A server on a socket that listens already. */
    static RawServer on(ServerSocket listener, Function<Received, Answer> answers) {
        RawServer server = new RawServer(listener, answers);
        start(server::accept);
        return server;
    }

    private static void start(Runnable job) {
        Thread thread = new Thread(job, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                accepted.incrementAndGet();
                open.add(connection);
                start(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(connection.getInputStream());
            while (!connection.isClosed()) {
                Received request = read(in);
                if (requestCount.incrementAndGet() <= 1000) {
                    requests.add(request);
                }
                answers.apply(request).write(connection, connection.getOutputStream());
                connection.getOutputStream().flush();
            }
        } catch (IOException gone) {
            // The caller has hung up, or the answer closed the connection.
        } finally {
            open.remove(connection);
        }
    }

    private static Received read(InputStream in) throws IOException {
        String[] first = line(in).split(" ");
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new IOException("no HTTP");
            }
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new Received(first[0], first[1], headers, body);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The first thousand requests. */
    List<Received> requests() {
        return requests;
    }

    int requestCount() {
        return requestCount.get();
    }

    int openConnections() {
        return open.size();
    }

    int acceptedConnections() {
        return accepted.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket connection : open) {
            connection.close();
        }
    }

    // Answers.

    /** A whole reply. @param headers each as {@code Name: value} */
    static Answer reply(int status, String type, String body, String... headers) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = head(status, type, "Content-Length: " + bytes.length, headers);
        return (connection, out) -> {
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            out.write(bytes);
        };
    }

    static String head(int status, String type, String framing, String... headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " X\r\nContent-Type: " + type + "\r\n");
        head.append(framing).append("\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    /** Bytes as they stand, then the end of the connection. */
    static Answer bytesThenEnd(String bytes) {
        return (connection, out) -> {
            out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            connection.close();
        };
    }

    /** Bytes as they stand, then a reset. */
    static Answer bytesThenReset(String bytes) {
        return (connection, out) -> {
            out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            connection.setSoLinger(true, 0);
            connection.close();
        };
    }

    /** Nothing, until the caller hangs up. */
    static Answer silence() {
        return (connection, out) -> {
            int next = connection.getInputStream().read();
            if (next < 0) {
                connection.close();
            }
        };
    }

    /** Bytes at once, then one after the other every 50 ms until the caller hangs up. */
    static Answer trickle(String atOnce, String then) {
        return (connection, out) -> {
            out.write(atOnce.getBytes(StandardCharsets.ISO_8859_1));
            connection.setSoTimeout(50);
            for (int i = 0; !connection.isClosed(); i++) {
                out.write(then.charAt(i % then.length()));
                out.flush();
                try {
                    if (connection.getInputStream().read() < 0) {
                        connection.close();
                    }
                } catch (SocketTimeoutException stillThere) {
                    continue;
                }
            }
        };
    }

    /** The same bytes over and over until the caller hangs up. */
    static Answer endless(String atOnce, String then) {
        byte[] again = then.getBytes(StandardCharsets.ISO_8859_1);
        return (connection, out) -> {
            out.write(atOnce.getBytes(StandardCharsets.ISO_8859_1));
            while (!connection.isClosed()) {
                out.write(again);
            }
        };
    }
}
