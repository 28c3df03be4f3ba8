package io.github.camelsms.compatibility;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.camelsms.SmsComponent;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.FeedbackResult;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.model.SmsSubmission;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The built jar in Camel Main: routes in Java and YAML, accounts in properties, and a server that says no. */
class SmsOnThisCamelTest {

    private final WireMockServer server = new WireMockServer(
            WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
    private final Main main = new Main();
    private ProducerTemplate template;

    @BeforeEach
    void start() throws Exception {
        server.start();
        main.addProperty("camel.component.sms.accounts[main].provider", "2fa-link");
        main.addProperty("camel.component.sms.accounts[main].apiKey", "key");
        main.addProperty("camel.component.sms.accounts[main].secretKey", "secret");
        main.addProperty("camel.component.sms.accounts[main].baseUrl", server.baseUrl());
        main.addProperty("camel.component.sms.from", "ACME");
        main.addProperty("camel.main.routesIncludePattern", "classpath:compatibility.yaml");
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:send").to("sms:send?account=main");
                from("direct:feedback").to("sms:feedback?account=main");
            }
        });
        main.start();
        CamelContext context = main.getCamelContext();
        template = context.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        main.stop();
        server.stop();
    }

    @Test
    void theComponentComesFromItsJar() {
        assertThat(SmsComponent.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .endsWith(".jar");
    }

    @Test
    void sendsFromAJavaRoute() {
        server.stubFor(post("/sms")
                .withRequestBody(matchingJsonPath("$.mode", equalTo("sms")))
                .willReturn(
                        okJson("{\"errorcode\":100,\"errormsg\":\"Success\",\"request_id\":\"65F1A2B3-QWJXKTNMZP\"}")));

        Exchange sent = send();

        assertThat(sent.getException()).isNull();
        assertThat(sent.getMessage().getBody()).isInstanceOf(SmsSubmission.class);
        assertThat(sent.getMessage().getBody(Map.class).get("messageId")).isEqualTo("65F1A2B3-QWJXKTNMZP");
        assertThat(sent.getMessage().getBody(String.class)).contains("\"status\":\"ACCEPTED\"");
        assertThat(sent.getMessage().getHeaders()).containsEntry("CamelSmsSegments", 1);
        server.verify(
                postRequestedFor(urlEqualTo("/sms")).withRequestBody(matchingJsonPath("$.from", equalTo("ACME"))));
    }

    @Test
    void queriesFromAYamlRouteWithParameters() {
        server.stubFor(post("/sms")
                .willReturn(okJson("{\"request_id\":\"65F1\",\"statuscode\":\"701\",\"status\":\"SMS Delivered\"}")));

        DeliveryReceipt receipt = template.requestBody("direct:query", "65F1", DeliveryReceipt.class);

        assertThat(receipt.status()).isEqualTo(DeliveryStatus.DELIVERED);
    }

    @Test
    void givesFeedback() {
        server.stubFor(post("/sms")
                .willReturn(okJson("{\"request_id\":\"65F1\",\"status\":\"Success\",\"statuscode\":\"600\"}")));

        assertThat(template.requestBody("direct:feedback", "65F1", FeedbackResult.class)
                        .accepted())
                .isTrue();
    }

    @Test
    void aBusyServerIsAskedOnce() {
        server.stubFor(post("/sms").willReturn(aResponse().withStatus(429).withHeader("Retry-After", "3")));

        Exchange sent = send();

        assertThat(sent.getException()).isInstanceOf(SmsRetryableException.class);
        assertThat(sent.getMessage().getHeader(Exchange.REDELIVERY_DELAY)).isEqualTo(3000L);
        server.verify(1, postRequestedFor(urlEqualTo("/sms")));
    }

    @Test
    void aFailingServerIsAskedOnce() {
        server.stubFor(post("/sms").willReturn(aResponse().withStatus(503)));

        assertThat(send().getException()).isInstanceOf(SmsOutcomeUnknownException.class);
        server.verify(1, postRequestedFor(urlEqualTo("/sms")));
    }

    private Exchange send() {
        return template.request("direct:send", exchange -> {
            exchange.getMessage().setHeader("CamelSmsTo", "+447700900123");
            exchange.getMessage().setBody("Your parcel arrives today.");
        });
    }
}
