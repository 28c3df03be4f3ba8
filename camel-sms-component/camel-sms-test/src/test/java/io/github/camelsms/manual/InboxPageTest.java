package io.github.camelsms.manual;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SmsSimulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every call of the inbox's API that the manual shows works, one after the other. */
class InboxPageTest {

    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void everyCallWorks() throws IOException, InterruptedException {
        List<String> calls = Manual.page("docs/inbox.md")
                .block("JSON API", "sh")
                .text()
                .lines()
                .toList();
        assertThat(calls).hasSizeGreaterThan(10);
        try (SmsSimulator simulator = SmsSimulator.start()) {
            URI webhook = simulator.inboxUrl().resolve("/somewhere"); // answers 404, which is an answer
            simulator.webhook("transmitsms", webhook).replyWebhook("transmitsms", webhook);
            for (int i = 0; i < 5; i++) {
                send(simulator, "447700900123", 200);
            }
            send(simulator, "447700900906", 400);
            for (String call : calls) {
                HttpResponse<String> answer = client.send(request(call, simulator.port()), BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(call + " " + answer.body()).isEqualTo(200);
            }
            assertThat(simulator.messages()).as("the last call clears").isEmpty();
        }
    }

    /** What the description lists is shown as a call, too. */
    @Test
    void theManualShowsEveryCallOfTheDescription() throws IOException, InterruptedException {
        String calls = Manual.page("docs/inbox.md").block("JSON API", "sh").text();
        try (SmsSimulator simulator = SmsSimulator.start()) {
            HttpRequest request = HttpRequest.newBuilder(simulator.inboxUrl().resolve("/inbox/api/openapi.json"))
                    .build();
            JsonNode paths = new ObjectMapper()
                    .readTree(client.send(request, BodyHandlers.ofString()).body())
                    .get("paths");
            paths.properties()
                    .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                        String url = "(/__admin)?"
                                + path.getKey().replace(".", "\\.").replaceAll("\\{[a-z]+}", "[^/?]+")
                                + "(\\?[^']*)?'?$";
                        Pattern line = Pattern.compile(
                                "^curl -s "
                                        + (method.equals("get") ? "" : "-X " + method.toUpperCase(Locale.ROOT) + " ")
                                        + "(-H '[^']*' )?(-d '[^']*' )?'?http://localhost:8089" + url,
                                Pattern.MULTILINE);
                        assertThat(calls).as(method + " " + path.getKey()).containsPattern(line);
                    }));
        }
    }

    private void send(SmsSimulator simulator, String to, int status) throws IOException, InterruptedException {
        Credentials keys = simulator.credentials("transmitsms");
        String pair = Base64.getEncoder()
                .encodeToString((keys.apiKey() + ":" + keys.secret()).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(simulator.baseUrl("transmitsms") + "/send-sms.json"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", "Basic " + pair)
                .POST(BodyPublishers.ofString("message=Your+parcel+[tracked-link]&from=61481074860&to=" + to
                        + "&tracked_link_url=https://shop.example/"))
                .build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(status);
    }

    /** As curl would make it. */
    private static HttpRequest request(String command, int port) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(command);
        while (matcher.find()) {
            words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        assertThat(words).startsWith("curl", "-s");
        String url = words.get(words.size() - 1).replace("http://localhost:8089/", "http://127.0.0.1:" + port + "/");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        String data = option(words, "-d");
        request.method(
                option(words, "-X").isEmpty() ? "GET" : option(words, "-X"),
                data.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(data));
        String[] header = option(words, "-H").split(": ", 2);
        if (header.length == 2) {
            request.header(header[0], header[1]);
        }
        return request.build();
    }

    private static String option(List<String> words, String name) {
        int at = words.indexOf(name);
        return at < 0 ? "" : words.get(at + 1);
    }
}
