package io.github.camelsms.test;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.SmsSubmission;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectionReuseTest {

    @RegisterExtension
    static final WireMockExtension PROVIDER = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    @ParameterizedTest
    @EnumSource
    void finishedCallGivesItsConnectionBack(Carrier carrier) {
        PROVIDER.stubFor(post("/sms").willReturn(okJson("""
                {"errorcode": 100, "errormsg": "Success", "request_id": "65F1A2B3-QWJXKTNMZP"}
                """)));
        String uri = "sms:send?provider=2fa-link&apiKey=key&secretKey=secret&to=%2B447700900123"
                + "&maxInFlight=1&responseTimeout=20s&" + carrier.option() + "&baseUrl=" + PROVIDER.baseUrl();
        CamelContext context = new DefaultCamelContext();
        context.start();
        try {
            ProducerTemplate template = context.createProducerTemplate();
            for (int i = 0; i < 3; i++) {
                SmsSubmission submission = template.requestBody(uri, "Hello", SmsSubmission.class);
                assertThat(submission.status()).isEqualTo(DeliveryStatus.ACCEPTED);
            }
        } finally {
            context.stop();
        }
    }
}
