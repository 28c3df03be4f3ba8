package io.github.camelsms.engines;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An HTTP call written byte by byte onto a socket, so that it can be wrong in every way. */
final class Call {

    private static final int PATIENCE_MILLIS = 20_000;

    private final String method;
    private final String target;
    private final List<String> headers = new ArrayList<>();
    private byte[] body = new byte[0];
    private String version = "HTTP/1.1";
    private boolean lengthGiven;
    private int piece = Integer.MAX_VALUE;
    private int cutAt = Integer.MAX_VALUE;

    private Call(String method, String target) {
        this.method = method;
        this.target = target;
        header("Host", "localhost").header("Connection", "close").header("X-Canary", WebhookContract.CANARY);
    }

    static Call of(String method, String target) {
        return new Call(method, target);
    }

    static Call post(String target, String json) {
        return of("POST", target).header("Content-Type", "application/json").body(json);
    }

    Call header(String name, String value) {
        headers.add(name + ": " + value);
        lengthGiven |= name.equals("Content-Length") || name.equals("Transfer-Encoding");
        return this;
    }

    Call headers(Map<String, String> all) {
        all.forEach(this::header);
        return this;
    }

    Call body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    Call body(byte[] bytes) {
        body = bytes;
        return this;
    }

    /** Sends the body in one chunk, its length not told before. */
    Call chunked() {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        chunks.writeBytes((Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        chunks.writeBytes(body);
        chunks.writeBytes("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        body = chunks.toByteArray();
        return header("Transfer-Encoding", "chunked");
    }

    Call version(String name) {
        version = name;
        return this;
    }

    /** Sends the body in pieces of that many bytes. */
    Call inPiecesOf(int bytes) {
        piece = bytes;
        return this;
    }

    /** Ends the connection after that many bytes of the body. */
    Call cutAt(int bytes) {
        cutAt = bytes;
        return this;
    }

    Answer to(int port) throws IOException {
        return to(InetAddress.getByName("127.0.0.1"), port);
    }

    Answer to(InetAddress host, int port) throws IOException {
        if (!lengthGiven && (body.length > 0 || method.equals("POST"))) {
            header("Content-Length", String.valueOf(body.length));
        }
        String head = method + " " + target + " " + version + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
        try (Socket socket = new Socket(host, port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            try {
                write(socket, head);
            } catch (IOException refusedEarly) {
                // The server may answer and close before it has read everything; what it said can still be read.
            }
            return Answer.of(read(socket));
        }
    }

    private void write(Socket socket, String head) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        int end = Math.min(body.length, cutAt);
        for (int from = 0; from < end; from += piece) {
            out.write(body, from, Math.min(piece, end - from));
            out.flush();
            if (piece >= end - from) {
                break;
            }
        }
        if (cutAt < body.length) {
            socket.shutdownOutput();
        }
    }

    private static String read(Socket socket) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(all);
        } catch (IOException reset) {
            // What was read before stands.
        }
        return all.toString(StandardCharsets.UTF_8);
    }
}
