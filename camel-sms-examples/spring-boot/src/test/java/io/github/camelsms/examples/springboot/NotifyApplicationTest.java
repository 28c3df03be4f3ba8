package io.github.camelsms.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.context.ActiveProfiles;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ActiveProfiles("simulator")
@ExtendWith(OutputCaptureExtension.class)
class NotifyApplicationTest {

    @Autowired
    private TestRestTemplate rest;

    @Autowired
    private SmsSimulator simulator;

    @Test
    void sendsWhatIsPostedAndLogsItsReceipts(CapturedOutput output) {
        ResponseEntity<String> response = post("{\"to\": \"+447700900123\", \"text\": \"Your parcel arrives today.\"}");

        assertThat(response.getStatusCode().value()).isEqualTo(202);
        assertThat(response.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_JSON);
        SimulatedMessage message = simulator.messages().get(0);
        assertThat(message)
                .returns("+447700900123", SimulatedMessage::to)
                .returns("ExampleCo", SimulatedMessage::from)
                .returns("Your parcel arrives today.", SimulatedMessage::text);
        assertThat(response.getBody()).contains("\"messageId\":\"" + message.messageId() + "\"");
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(output).contains(message.messageId() + " is DELIVERED"));
        assertThat(output).doesNotContain("447700900123", "Your parcel");
    }

    @Test
    void tellsWhyAMessageWasNotSent() {
        ResponseEntity<String> response = post("{\"to\": \"nobody\", \"text\": \"Your parcel arrives today.\"}");

        assertThat(response.getStatusCode().value()).isEqualTo(422);
        assertThat(response.getBody()).contains("CamelSmsTo is not a number").doesNotContain("nobody");
    }

    @Test
    void refusesWhatIsNoNotification() {
        assertThat(post("{\"to\": ").getStatusCode().value()).isEqualTo(400);
    }

    private ResponseEntity<String> post(String json) {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_JSON);
        return rest.postForEntity("/notify", new HttpEntity<>(json, headers), String.class);
    }
}
