package io.github.camelsms.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.test.SmsSimulatorExtension;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.client.RestClient;

@SpringBootTest(classes = WithoutCamelTest.Sender.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
class WithoutCamelTest {

    @RegisterExtension
    static final SmsSimulatorExtension SMS = new SmsSimulatorExtension();

    @Autowired
    private Sender sender;

    @DynamicPropertySource
    static void simulator(DynamicPropertyRegistry registry) {
        Credentials keys = SMS.credentials("2fa-link");
        registry.add("sms.url", () -> SMS.baseUrl("2fa-link"));
        registry.add("sms.key", keys::apiKey);
        registry.add("sms.secret", keys::secret);
    }

    @Test
    void sendsTheCode() {
        sender.send("447700900123", "Your code is 480213");

        assertThat(SMS.messages())
                .singleElement()
                .returns("+447700900123", SimulatedMessage::to)
                .returns("Your code is 480213", SimulatedMessage::text);
    }

    /** A part of the application: calls the provider with Spring's own HTTP client. */
    static class Sender {

        private final RestClient provider;

        Sender(
                @Value("${sms.url}") String url,
                @Value("${sms.key}") String key,
                @Value("${sms.secret}") String secret) {
            provider = RestClient.builder()
                    .baseUrl(url)
                    .defaultHeaders(headers -> headers.setBasicAuth(key, secret))
                    .build();
        }

        void send(String to, String text) {
            provider.post()
                    .uri("/sms")
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(Map.of("mode", "sms", "to", to, "content", text))
                    .retrieve()
                    .toBodilessEntity();
        }
    }
}
