package io.github.camelsms.test;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.camelsms.simulator.ReceivedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;

/** A server that is not ours, keeps what it gets, and answers as told. */
final class CallbackEndpoint implements AutoCloseable {

    private final List<ReceivedRequest> received = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile IntUnaryOperator answers = number -> 200;

    CallbackEndpoint() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noSocket) {
            throw new UncheckedIOException(noSocket);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** A URL where nobody listens. */
    static URI nobody() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/gone");
        } catch (IOException noSocket) {
            throw new UncheckedIOException(noSocket);
        }
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** @param answers from the number of a request, 1 for the first, to its status; may block */
    void answers(IntUnaryOperator answers) {
        this.answers = answers;
    }

    List<ReceivedRequest> received() {
        return received;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            int number;
            synchronized (received) {
                URI uri = exchange.getRequestURI();
                received.add(new ReceivedRequest(
                        exchange.getRequestMethod(),
                        uri.getRawPath(),
                        uri.getRawQuery() == null ? "" : uri.getRawQuery(),
                        exchange.getRequestHeaders(),
                        exchange.getRequestBody().readAllBytes(),
                        Instant.now()));
                number = received.size();
            }
            exchange.sendResponseHeaders(answers.applyAsInt(number), -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
