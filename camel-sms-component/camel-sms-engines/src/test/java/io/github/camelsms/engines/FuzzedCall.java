package io.github.camelsms.engines;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A request that nobody in his right mind would send, and that a provider may send all the same. Each has the canary in query, headers and
 * body.
 */
final class FuzzedCall {

    private static final int PATIENCE_MILLIS = 20_000;
    private static final String CANARY = WebhookContract.CANARY;

    private static final List<String> METHODS =
            List.of("GET", "GET", "GET", "POST", "POST", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");
    private static final List<String> PIECES = List.of(
            "%",
            "%%",
            "%Z",
            "%ZZ",
            "%2",
            "%+1",
            "%-1",
            "%00",
            "%0D%0A",
            "%C3",
            "%C3%A9",
            "%F0%9F%98%80",
            "%ED%A0%80",
            "%FF",
            "%u0041",
            "+",
            "&",
            "&&",
            "=",
            ";",
            "%26",
            "%3D",
            "100%+sure",
            "~",
            "!",
            "'",
            "(",
            "*",
            "/",
            "?",
            ":",
            "@",
            "%7B",
            "a",
            "b=",
            "message_id=1",
            "mobile=447700900123",
            "response=",
            "status=delivered",
            "token=",
            "request_id=R1",
            "statuscode=701",
            "is_optout=no",
            "CamelHttpMethod=PUT",
            "x".repeat(300));
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json; charset=utf-8",
            "application/json; charset=utf-16",
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded; charset=ISO-8859-1",
            "application/x-www-form-urlencoded;charset=\"UTF-8\"",
            "text/xml; charset=utf-32",
            "text/plain",
            "multipart/form-data",
            "multipart/form-data; boundary=" + CANARY,
            "application/octet-stream",
            "nonsense",
            "a/b/c;;=;",
            "");
    private static final List<String> ALL_TYPES = Stream.concat(
                    TYPES.stream(),
                    Stream.of(
                            "; charset=" + CANARY,
                            "application/json; charset=" + CANARY,
                            "application/x-www-form-urlencoded; charset=%" + CANARY))
            .toList();
    private static final List<String> HEADERS = List.of(
            "Content-Encoding: gzip",
            "Content-Encoding: " + CANARY,
            "Accept-Encoding: " + CANARY,
            "Cookie: a=" + CANARY + "; $Version=1; =;",
            "Authorization: TSA " + CANARY,
            "Authorization: Basic %%%",
            "X-Forwarded-For: " + CANARY + ", %",
            "x-transmitsms-signature: " + CANARY,
            "X-Signature: %ZZ",
            "Origin: http://" + CANARY,
            "Range: bytes=" + CANARY,
            "If-Modified-Since: " + CANARY,
            "Accept: " + CANARY,
            "Accept-Language: %" + CANARY,
            "CamelHttpMethod: PUT",
            "X-HTTP-Method-Override: " + CANARY);

    private final byte[] head;
    private final byte[] body;

    private FuzzedCall(byte[] head, byte[] body) {
        this.head = head;
        this.body = body;
    }

    /**
     * @param paths where webhooks are served
     * @param unknownCharsets whether a content type may name a charset that does not exist
     */
    static FuzzedCall make(Random random, List<String> paths, boolean unknownCharsets) {
        String method = random.nextInt(50) == 0 ? "X" + CANARY : pick(random, METHODS);
        byte[] body = method.equals("GET") && random.nextInt(4) > 0 ? new byte[0] : body(random);
        StringBuilder head = new StringBuilder(method).append(' ').append(pick(random, paths));
        if (random.nextInt(8) > 0) {
            head.append('?').append(pieces(random, random.nextInt(12))).append(CANARY);
        }
        head.append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Canary: ")
                .append(CANARY)
                .append("\r\n");
        if (body.length > 0 || random.nextInt(4) == 0) {
            String type = pick(random, unknownCharsets ? ALL_TYPES : TYPES);
            head.append("Content-Type: ").append(type).append("\r\n");
        }
        for (int headers = random.nextInt(3); headers > 0; headers--) {
            head.append(pick(random, HEADERS)).append("\r\n");
        }
        if (body.length > 0 && random.nextInt(5) == 0) {
            head.append("Transfer-Encoding: chunked\r\n");
            body = chunked(body);
        } else if (body.length > 0 || !method.equals("GET")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        return new FuzzedCall(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1), body);
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static String pieces(Random random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(pick(random, PIECES));
        }
        return text.toString();
    }

    private static byte[] body(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> new byte[0];
            case 1 -> {
                byte[] noise = new byte[random.nextInt(2_000)];
                random.nextBytes(noise);
                yield noise;
            }
            case 2 ->
                (CANARY + "x".repeat(random.nextInt(40) == 0 ? 70_000 : random.nextInt(3_000)))
                        .getBytes(StandardCharsets.UTF_8);
            case 3, 4 ->
                ("{\"request_id\":\"" + CANARY + pieces(random, 3) + "\",\"statuscode\":\"701\""
                                + (random.nextBoolean() ? "}" : ""))
                        .getBytes(StandardCharsets.UTF_8);
            default -> (pieces(random, random.nextInt(20)) + CANARY).getBytes(StandardCharsets.UTF_8);
        };
    }

    private static byte[] chunked(byte[] body) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        chunks.writeBytes((Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        chunks.writeBytes(body);
        chunks.writeBytes("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return chunks.toByteArray();
    }

    /** Sends the request on a connection of its own, which leaves no port in TIME_WAIT behind. */
    Answer to(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setSoLinger(true, 0);
            try {
                socket.getOutputStream().write(head);
                socket.getOutputStream().write(body);
            } catch (IOException answeredEarly) {
                // What the server said can still be read.
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            try (InputStream in = socket.getInputStream()) {
                in.transferTo(all);
            } catch (IOException reset) {
                // What was read before stands.
            }
            return Answer.of(all.toString(StandardCharsets.UTF_8));
        }
    }

    @Override
    public String toString() {
        return new String(head, StandardCharsets.ISO_8859_1)
                + new String(body, 0, Math.min(body.length, 300), StandardCharsets.ISO_8859_1);
    }
}
