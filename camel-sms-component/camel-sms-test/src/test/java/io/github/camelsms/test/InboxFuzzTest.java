package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.simulator.SmsSimulator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever is sent to any path of the API, the page and its neighbours: JSON with an error, no HTML, no stack trace. */
class InboxFuzzTest {

    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "get", "B@D");
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json; charset=utf-16",
            "application/json; charset=\"",
            "application/json;;;",
            "APPLICATION/JSON",
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "\u00e9",
            "");
    private static final List<String> BODIES = List.of(
            "",
            "{}",
            "{",
            "[]",
            "null",
            "7",
            "\"text\"",
            "{\"text\":null}",
            "{\"text\":[\"a\"]}",
            "{\"text\":\"\\ud83d\",\"provider\":\"transmitsms\"}",
            "{\"text\":\"x\",\"provider\":\"nobody\"}",
            "{\"text\":\"x\",\"provider\":7}",
            "{\"seconds\":1e999999}",
            "{\"seconds\":-0.0001}",
            "{\"seconds\":\"\"}",
            "{\"url\":\"http://127.0.0.1:1/\u0000\"}",
            "{\"url\":\"http://[::1\",\"q\":\"\\\"\"}",
            "{\"url\":\"file:///etc/passwd\"}",
            "{\"url\":\"http://127.0.0.1:99999/\",\"delay\":1e308}",
            "{\"url\":\"http://127.0.0.1:1/x\",\"q\":\"before:x\"}",
            "{\"a\":1,\"a\":2}",
            "{}{}",
            "{\"a\":" + "[".repeat(3_000),
            "{'text':'x'}",
            "\uFEFF{}");
    private static final List<String> QUERIES = List.of(
            "",
            "?",
            "?=",
            "?&&&",
            "?limit=-1&before=-9999999999",
            "?limit=99999999999999999999",
            "?since=\u00e9",
            "?q=%22%22%22&timeout=0",
            "?q=before:2026-13-45",
            "?q=after:+1000000000-01-01T00:00:00Z&timeout=0",
            "?text=(&timeout=0",
            "?text=%5C&timeout=0",
            "?pattern=(?<code>&timeout=0",
            "?pattern=" + "(".repeat(600) + "&timeout=0",
            "?timeout=99999999999",
            "?timeout=0&take=&format=xml",
            "?timeout=0&to=%00%FF&handset=|",
            "?timeout=0&%=%&%zz");

    private static SmsSimulator simulator;
    private static List<String> paths;

    @BeforeAll
    static void start() {
        simulator = SmsSimulator.start();
        paths = new ArrayList<>(List.of(
                "/",
                "/inbox",
                "/inbox/",
                "/inbox/api",
                "/inbox/api/",
                "/inbox/api//",
                "/inbox/api/messages/",
                "/inbox/api/messages/1/",
                "/inbox/api/messages/1/deliver/x",
                "/inbox/api/messages/-1",
                "/inbox/api/messages/99999999999999999999",
                "/inbox/api/webhooks/",
                "/inbox/api/webhooks/1/x",
                "/inbox/api/handsets//messages",
                "/inbox/api/handsets/%/messages",
                "/inbox/api/nothing",
                "/__admin",
                "/__admin/",
                "/__admin/inbox",
                "/__admin/inbox/inbox.js",
                "/__admin/inbox/none.js",
                "/__admin/inbox/api/webhooks",
                "/__admin/inbox/../mappings",
                "/readyz",
                "/readyz/x",
                "/metrics",
                "/metrics/",
                "/favicon.ico",
                "/robots.txt",
                "*",
                "http://localhost/inbox/api/status"));
        Wire.to(URI.create("http://127.0.0.1:" + simulator.port()))
                .get("/inbox/api/openapi.json")
                .json()
                .get("paths")
                .fieldNames()
                .forEachRemaining(path -> paths.add(
                        path.replace("{number}", "1").replace("{id}", "1").replace("{handset}", "447700900123")));
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @Test
    void everyPathTakesEveryMethodAndBody() {
        Random random = new Random(20260116);
        for (String path : paths) {
            // For what waits, since one of the calls clears.
            SimulatedSends.transmitSms(simulator, "447700900123", Map.of("message", "Hello 123456"));
            for (String method : METHODS) {
                check(method, path + any(QUERIES, random), any(TYPES, random), any(BODIES, random));
            }
            if (path.startsWith("/inbox/api/")) {
                BODIES.forEach(body -> check("POST", path, "application/json", body));
                QUERIES.forEach(query -> check("GET", path + query, "", ""));
            }
        }
        assertThat(Wire.to(URI.create("http://127.0.0.1:" + simulator.port()))
                        .get("/inbox/api/status")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void bytesThatAreNoHttpGetJsonOrNothing() {
        for (String written : List.of(
                "\u0000\u0001\u0002\r\n\r\n",
                "GET\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n",
                "GET /inbox/api/status HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n",
                "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "POST /inbox/api/webhooks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
                "POST /inbox/api/webhooks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nContent-Length: -1\r\n\r\n{}",
                "POST /inbox/api/webhooks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}")) {
            String answer = call(written.getBytes(StandardCharsets.ISO_8859_1));
            assertPlain(written, answer);
        }
    }

    @Test
    void textThatIsNoUtf8IsRefusedOrRead() throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        byte[] body = "{\"text\":\"\u00e9\u00ff\",\"provider\":\"transmitsms\"}".getBytes(StandardCharsets.ISO_8859_1);
        request.writeBytes(("POST /inbox/api/handsets/447700900123/messages HTTP/1.1\r\nHost: localhost\r\n"
                        + "Connection: close\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(body);

        String answer = call(request.toByteArray());

        assertThat(answer).startsWith("HTTP/1.1 400").contains("\"error\"");
    }

    private static void check(String method, String target, String type, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
                + "Content-Length: " + content.length + "\r\n\r\n";
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        request.writeBytes(content);
        String answer = call(request.toByteArray());
        String name = method + " " + target + " " + type + " " + body;
        assertThat(answer).as(name).startsWith("HTTP/1.1 ");
        int status = Integer.parseInt(answer.substring(9, 12));
        assertThat(status)
                .as(name)
                .matches(any -> any >= 200 && any < 500 || any == 501, "an answer, or 501 for a method");
        if (!target.contains("/__admin/inbox/") || target.contains("api")) {
            assertPlain(name, answer);
        }
    }

    private static void assertPlain(String name, String answer) {
        assertThat(answer.toLowerCase(Locale.ROOT))
                .as(name)
                .doesNotContain("<html", "text/html", "\tat ", "exception", "jetty", "wiremock.org");
    }

    private static String call(byte[] request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), simulator.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException closed) {
            return "";
        }
    }

    private static <T> T any(List<T> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
