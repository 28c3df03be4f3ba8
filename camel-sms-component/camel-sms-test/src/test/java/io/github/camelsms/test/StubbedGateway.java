package io.github.camelsms.test;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A gateway on a socket that answers every call alike, and a context to call it from. */
final class StubbedGateway implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    private final WireMockServer server = new WireMockServer(
            WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final String options;

    /** @param options of every endpoint, such as {@code provider=2chat&apiKey=key} */
    StubbedGateway(String options) {
        this.options = options + "&maxRequestsPerSecond=0"; // one reply must not hold up the next case
    }

    @Override
    public void beforeAll(ExtensionContext tests) {
        server.start();
        context.start();
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        forget();
    }

    void forget() {
        server.resetAll();
    }

    @Override
    public void afterAll(ExtensionContext tests) throws Exception {
        context.close();
        server.stop();
    }

    void answers(int status, String contentType, String body) {
        server.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(status)
                        .withHeader("Content-Type", contentType)
                        .withBody(body)));
    }

    /** Makes one call, of which exactly one request must arrive. */
    Exchange call(String operation, String body, Map<String, Object> headers) {
        Exchange exchange = context.createFluentProducerTemplate()
                .to("sms:" + operation + "?" + options + "&baseUrl=" + server.baseUrl())
                .withBody(body)
                .withHeaders(headers)
                .request(Exchange.class);
        server.verify(1, anyRequestedFor(anyUrl()));
        return exchange;
    }

    /** @param code the raw code; null when there must be none */
    static void assertFailed(Exchange exchange, String type, ErrorClass errorClass, int status, String code) {
        assertThat(exchange.getException()).isInstanceOfSatisfying(SmsException.class, failure -> {
            assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
            assertThat(failure.errorClass()).isEqualTo(errorClass);
            assertThat(failure.httpStatus()).contains(status);
            assertThat(failure.providerCode().orElse(null)).isEqualTo(code);
        });
    }
}
