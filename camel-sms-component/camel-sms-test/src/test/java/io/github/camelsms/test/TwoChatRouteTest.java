package io.github.camelsms.test;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.model.SmsSubmission;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwoChatRouteTest {

    @RegisterExtension
    static final WireMockExtension GATEWAY = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    @Test
    void sends() throws Exception {
        GATEWAY.stubFor(any(anyUrl()).willReturn(jsonResponse("{\"success\": true, \"message_id\": \"SMO1\"}", 202)));

        SmsSubmission submission =
                call("send", "Код 4821 ✔", Map.of("CamelSmsTo", "+447700900123"), SmsSubmission.class);

        assertThat(submission.messageId()).isEqualTo("SMO1");
        LoggedRequest request = onlyRequest();
        assertThat(request.getUrl()).isEqualTo("/open/sms/send");
        assertThat(request.getHeader("X-User-API-Key")).isEqualTo("k-1");
        assertThat(request.getBodyAsString())
                .isEqualTo(
                        "{\"from_number\":\"+13125550147\",\"to_number\":\"+447700900123\",\"text\":\"Код 4821 ✔\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SMO1f0c9b7e-52d4", "a/b c?d#e%f+g;h&i=j", "é✔"})
    void asksForTheIdAsItIs(String id) throws Exception {
        GATEWAY.stubFor(
                any(anyUrl()).willReturn(okJson("{\"success\": true, \"message\": {\"direction\": \"outbound\"}}")));

        DeliveryReceipt receipt = call("query", id, Map.of(), DeliveryReceipt.class);

        assertThat(receipt.status()).isEqualTo(DeliveryStatus.ACCEPTED);
        assertThat(receipt.messageId()).isEqualTo(id);
        LoggedRequest request = onlyRequest();
        assertThat(request.getMethod().getName()).isEqualTo("GET");
        assertThat(request.getUrl()).startsWith("/open/sms/message/");
        String segment = request.getUrl().substring("/open/sms/message/".length());
        assertThat(segment).doesNotContain("/", "?", "#");
        assertThat(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
                .isEqualTo(id);
        assertThat(request.getBody()).isEmpty();
    }

    /** 486 is no status of HTTP, and Camel must take it like any other. */
    @Test
    void takesAStatusThatHttpDoesNotKnow() {
        GATEWAY.stubFor(any(anyUrl())
                .willReturn(jsonResponse("{\"error\": true, \"error_message\": \"Number is busy\"}", 486)));

        assertThatThrownBy(() -> call("send", "Hello", Map.of("CamelSmsTo", "+447700900123"), SmsSubmission.class))
                .rootCause()
                .isInstanceOf(SmsRetryableException.class)
                .hasMessageContaining("Number is busy")
                .hasMessageContaining("486");
    }

    private static LoggedRequest onlyRequest() {
        assertThat(GATEWAY.getAllServeEvents()).hasSize(1);
        return GATEWAY.getAllServeEvents().get(0).getRequest();
    }

    private static <T> T call(String operation, String body, Map<String, Object> headers, Class<T> type)
            throws Exception {
        String uri = "sms:" + operation + "?provider=2chat&apiKey=k-1&from=+13125550147&baseUrl=" + GATEWAY.baseUrl()
                + "/open";
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            return context.createProducerTemplate().requestBodyAndHeaders(uri, body, headers, type);
        }
    }
}
