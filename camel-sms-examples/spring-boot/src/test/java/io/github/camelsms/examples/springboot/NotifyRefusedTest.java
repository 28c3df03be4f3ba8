package io.github.camelsms.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.test.SmsSimulatorExtension;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class NotifyRefusedTest {

    @RegisterExtension
    static final SmsSimulatorExtension SMS = new SmsSimulatorExtension();

    @Autowired
    private TestRestTemplate rest;

    @DynamicPropertySource
    static void account(DynamicPropertyRegistry registry) {
        SMS.properties("2fa-link", "main").forEach((name, value) -> registry.add((String) name, () -> value));
        registry.add("TWOFALINK_WEBHOOK_TOKEN", () -> "any");
    }

    @Test
    void tellsTheCallerThatTheProviderRefused() {
        SMS.whenSentTo("+447700900123").refuse("301");

        int status = rest.postForEntity("/notify", Map.of("to", "+447700900123", "text", "Hello"), String.class)
                .getStatusCode()
                .value();

        assertThat(status).isEqualTo(422);
        assertThat(SMS.messages()).isEmpty();
    }
}
