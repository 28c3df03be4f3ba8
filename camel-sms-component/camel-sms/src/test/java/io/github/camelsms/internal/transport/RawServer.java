package io.github.camelsms.internal.transport;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads requests and answers them byte for byte as a test wants. Listens on a loopback port. */
final class RawServer implements AutoCloseable {

    /** One request: its head as it arrived, with the empty line, and its body. */
    record Received(String head, byte[] body) {
        String line() {
            return head.substring(0, head.indexOf("\r\n"));
        }
    }

    /** Answers the request with that number, from 1, on its connection. */
    @FunctionalInterface
    interface Answer {
        void write(Received request, Socket connection) throws IOException;
    }

    private final ServerSocket listener;
    private final Answer answer;
    private final List<Received> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();

    RawServer(Answer answer) throws IOException {
        this(new ServerSocket(0, 500, InetAddress.getLoopbackAddress()), answer);
    }

    RawServer(ServerSocket listener, Answer answer) {
        this.listener = listener;
        this.answer = answer;
        start(this::accept);
    }

    static RawServer replying(String reply) throws IOException {
        return new RawServer((request, connection) -> write(connection, reply));
    }

    /** A reply with that body. */
    static String ok(String body, String... headers) {
        StringBuilder reply = new StringBuilder("HTTP/1.1 200 OK\r\n");
        for (String header : headers) {
            reply.append(header).append("\r\n");
        }
        return reply.append("Content-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }

    static void write(Socket connection, String bytes) throws IOException {
        connection.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        connection.getOutputStream().flush();
    }

    /** Returns when the client has closed the connection. */
    static void untilClosed(Socket connection) throws IOException {
        while (connection.getInputStream().read() >= 0) {
            continue;
        }
        connection.close();
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
                requests.add(request);
                answer.write(request, connection);
            }
        } catch (IOException gone) {
            // The client has hung up, or the answer closed the connection.
        } finally {
            open.remove(connection);
        }
    }

    private static Received read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int length = 0;
        String line = "";
        do {
            line = line(in);
            bytes.writeBytes((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring("Content-Length: ".length()));
            }
        } while (!line.isEmpty());
        return new Received(bytes.toString(StandardCharsets.ISO_8859_1), in.readNBytes(length));
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

    int port() {
        return listener.getLocalPort();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    List<Received> requests() {
        return requests;
    }

    int accepted() {
        return accepted.get();
    }

    Set<Socket> connections() {
        return open;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket connection : open) {
            connection.close();
        }
    }
}
