package com.example.sms;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.model.SmsSubmission;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A provider that the component has never heard of is used like any other. */
class ExampleGatewayRouteTest {

    @RegisterExtension
    static final WireMockExtension GATEWAY = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private final String uri = "sms:send?provider=example-gateway&apiKey=k-1&from=ACME&baseUrl=" + GATEWAY.baseUrl();

    @Test
    void sendsThroughAProviderThatSomebodyElseWrote() throws Exception {
        GATEWAY.stubFor(post("/messages").willReturn(okJson("{\"accepted\": true, \"id\": \"EX-7\"}")));

        SmsSubmission submission = send();

        assertThat(submission.provider()).isEqualTo("example-gateway");
        assertThat(submission.messageId()).isEqualTo("EX-7");
        assertThat(submission.segments()).isEqualTo(1);
        GATEWAY.verify(
                1,
                postRequestedFor(urlEqualTo("/messages"))
                        .withHeader("Authorization", equalTo("Bearer k-1"))
                        .withRequestBody(equalTo("to=%2B447700900123&from=ACME&text=Hello+you&priority=normal")));
    }

    @Test
    void passesItsRefusalsToTheRoute() {
        GATEWAY.stubFor(
                post("/messages").willReturn(jsonResponse("{\"accepted\": false, \"reason\": \"Slow down\"}", 429)));

        assertThatThrownBy(this::send)
                .hasCauseInstanceOf(SmsRetryableException.class)
                .rootCause()
                .hasMessageContaining("Slow down");
        GATEWAY.verify(1, postRequestedFor(urlEqualTo("/messages")));
    }

    @Test
    void listsItAmongTheProviders() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            assertThatThrownBy(() -> context.createProducerTemplate()
                            .requestBody("sms:send?provider=nobody&apiKey=k-1&to=+447700900123", "Hello"))
                    .rootCause()
                    .hasMessageContaining("accepted: [2chat, 2fa-link, example-gateway");
        }
    }

    private SmsSubmission send() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            return context.createProducerTemplate()
                    .requestBodyAndHeaders(
                            uri, "Hello you", Map.of("CamelSmsTo", "+447700900123"), SmsSubmission.class);
        }
    }
}
