package io.github.camelsms.test;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With {@code verification=query} a receipt of 2FA.link counts only when its status API says the same. */
@Timeout(60)
class QueryVerificationOverSocketTest {

    private static final String ID = "65F1A2B3-QWJXKTNMZP";
    private static final String WEBHOOK = "/sms/2fa-link/dlr";

    @RegisterExtension
    private static final WireMockExtension GATEWAY = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort())
            .build();

    private final List<String> processed = new CopyOnWriteArrayList<>();
    private Receiver receiver;

    @BeforeAll
    static void assumeServer() {
        ServerPort.assumeServer();
    }

    @BeforeEach
    void start() throws Exception {
        receiver = new Receiver();
        receiver.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("sms:dlr?provider=2fa-link&apiKey=key&secretKey=secret&verification=query&responseTimeout=5s&baseUrl="
                                + GATEWAY.baseUrl())
                        .process(exchange ->
                                processed.add(exchange.getMessage().getHeader("CamelSmsStatus", String.class)));
            }
        });
        receiver.context().start();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    private void gatewayAnswers(ResponseDefinitionBuilder answer) {
        GATEWAY.stubFor(post(urlPathEqualTo("/sms")).willReturn(answer));
    }

    private void gatewayKnows(String statusCode, String to) {
        gatewayAnswers(aResponse()
                .withBody("{\"request_id\":\"" + ID + "\",\"to\":\"" + to + "\",\"status\":\"SMS\",\"statuscode\":\""
                        + statusCode + "\"}"));
    }

    @ParameterizedTest
    @CsvSource({"701,701,DELIVERED", "700,701,SENT", "702,702,UNDELIVERED", "700,704,SENT"})
    void confirmed(String receipt, String known, String status) throws Exception {
        gatewayKnows(known, "447700900123");

        assertThat(receiver.receipt(WEBHOOK, ID, receipt).get()).isEqualTo(200);

        assertThat(processed).containsExactly(status);
        GATEWAY.verify(
                1,
                postRequestedFor(urlPathEqualTo("/sms"))
                        .withRequestBody(containing("query"))
                        .withRequestBody(containing(ID)));
    }

    @ParameterizedTest
    @CsvSource({"701,700", "701,702", "702,704", "702,701", "701,706"})
    void denied(String receipt, String known) throws Exception {
        gatewayKnows(known, "447700900123");

        assertThat(receiver.receipt(WEBHOOK, ID, receipt).get()).isEqualTo(403);

        assertThat(processed).isEmpty();
    }

    /** Else one who knows an id could report a recipient of his own choice. */
    @Test
    void anotherRecipientIsDenied() throws Exception {
        gatewayKnows("701", "447700900456");

        assertThat(receiver.receipt(WEBHOOK, ID, "701").get()).isEqualTo(403);

        assertThat(processed).isEmpty();
    }

    @Test
    void aGatewayThatCannotBeAskedIsAskedAgainLater() throws Exception {
        for (ResponseDefinitionBuilder trouble : List.of(
                aResponse().withStatus(500),
                aResponse().withStatus(429),
                aResponse().withStatus(401).withBody("{\"errorcode\":101,\"errormsg\":\"No\"}"),
                aResponse().withBody("<html>no gateway here</html>"),
                aResponse().withFixedDelay(20_000),
                aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))) {
            GATEWAY.resetAll();
            gatewayAnswers(trouble);

            assertThat(receiver.receipt(WEBHOOK, ID, "701").get()).isEqualTo(503);
        }
        assertThat(processed).isEmpty();

        gatewayKnows("701", "447700900123");
        assertThat(receiver.receipt(WEBHOOK, ID, "701").get()).isEqualTo(200);
        assertThat(processed).containsExactly("DELIVERED");
    }
}
