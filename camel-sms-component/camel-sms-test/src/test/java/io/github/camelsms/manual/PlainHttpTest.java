package io.github.camelsms.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.test.SmsSimulatorExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PlainHttpTest {

    @RegisterExtension
    static final SmsSimulatorExtension SMS = new SmsSimulatorExtension();

    @Test
    void takesAMessageFromAnyClient() throws Exception {
        Credentials keys = SMS.credentials("2fa-link");
        String pair = keys.apiKey() + ":" + keys.secret();
        HttpRequest send = HttpRequest.newBuilder(URI.create(SMS.baseUrl("2fa-link") + "/sms"))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"mode\": \"sms\", \"to\": \"447700900123\", \"content\": \"Hello\"}"))
                .build();

        HttpResponse<String> reply = HttpClient.newHttpClient().send(send, HttpResponse.BodyHandlers.ofString());

        assertThat(reply.body()).contains("\"errormsg\":\"Success\"");
        assertThat(SMS.messages()).extracting(SimulatedMessage::text).containsExactly("Hello");
    }
}
