package com.example.sms;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsComponent;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.Endpoint;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Options that a provider of somebody else's declares are set, checked and masked like those of the component. */
class ExampleGatewayOptionsTest {

    private static final String TOKEN = "t0ken-of-a-sub-account";
    private static final String MAIN = "camel.component.sms.accounts[main].";

    @RegisterExtension
    static final WireMockExtension GATEWAY = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private final Properties properties = new Properties();

    @BeforeEach
    void anAccount() {
        GATEWAY.stubFor(post("/messages").willReturn(okJson("{\"accepted\": true, \"id\": \"EX-7\"}")));
        properties.setProperty(MAIN + "provider", "example-gateway");
        properties.setProperty(MAIN + "apiKey", "k-1");
        properties.setProperty(MAIN + "baseUrl", GATEWAY.baseUrl());
    }

    @Test
    void theDefaultHoldsWhereNothingIsSet() {
        send("sms:send?account=main");

        sent("normal");
    }

    @Test
    void theComponentSetsIt() {
        properties.setProperty("camel.component.sms.option.priority", "low");

        send("sms:send?account=main");

        sent("low");
    }

    @Test
    void theAccountSetsIt() {
        properties.setProperty("camel.component.sms.option.priority", "low");
        properties.setProperty(MAIN + "option.priority", "high");

        send("sms:send?account=main");

        sent("high");
    }

    @Test
    void theEndpointSetsIt() {
        properties.setProperty(MAIN + "option.priority", "high");

        send("sms:send?account=main&option.priority=low");

        sent("low");
    }

    @Test
    void theGuideSetsIt() throws Exception {
        String page = Files.readString(Path.of("..", "..", "docs", "provider-spi.md"));
        String section = page.substring(page.indexOf("## Options of its own"));
        String block = section.substring(section.indexOf("```properties") + 13);
        properties.load(new StringReader(
                block.substring(0, block.indexOf("```")).replace("{{env:EXAMPLE_ACCESS_TOKEN}}", TOKEN)));
        properties.setProperty("camel.component.sms.accounts[alerts].apiKey", "k-1");
        properties.setProperty("camel.component.sms.accounts[alerts].baseUrl", GATEWAY.baseUrl());

        send("sms:send?account=alerts");

        GATEWAY.verify(
                1,
                postRequestedFor(urlEqualTo("/messages"))
                        .withHeader("X-Access-Token", equalTo(TOKEN))
                        .withRequestBody(containing("&priority=high")));
    }

    @Test
    void javaSetsIt() throws Exception {
        Main main = new Main();
        SmsAccount account = new SmsAccount();
        account.setProvider("example-gateway");
        account.setApiKey("k-1");
        account.setBaseUrl(GATEWAY.baseUrl());
        account.putOption("priority", "high");
        SmsComponent component = new SmsComponent();
        component.setAccounts(Map.of("main", account));
        main.bind("sms", component);
        send(main, "sms:send?account=main");

        sent("high");
    }

    @Test
    void anOptionOfAnotherProviderOnTheComponentIsNotInTheWay() {
        properties.setProperty("camel.component.sms.base64", "always");

        send("sms:send?account=main");

        sent("normal");
    }

    @Test
    void optionsOfALayerThatNamesAnotherProviderAreNotInherited() {
        properties.setProperty("camel.component.sms.provider", "telesign");
        properties.setProperty("camel.component.sms.option.customerId", "C-1");

        send("sms:send?account=main");

        sent("normal");
    }

    @ParameterizedTest
    @ValueSource(strings = {"&option.prioritie=hunter2", "&option.base64=hunter2", "&base64=hunter2"})
    void anEndpointRefusesWhatTheProviderDoesNotDeclare(String option) {
        String failure = failure("sms:send?account=main" + option);

        assertThat(failure)
                .contains("is not known to provider example-gateway; accepted: [accessToken, priority]")
                .doesNotContain("hunter2");
    }

    @Test
    void aBareNameIsRefusedWithTheOptionsOfTheProvider() {
        assertThat(failure("sms:send?account=main&priority=hunter2"))
                .contains("unknown options [priority]", "option.accessToken", "option.priority", "maxSegments")
                .doesNotContain("base64", "hunter2");
    }

    @ParameterizedTest
    @CsvSource({MAIN + "option.prioritie", MAIN + "base64", "camel.component.sms.option.prioritie"})
    void anAccountAndTheComponentRefuseThemToo(String key) {
        properties.setProperty(key, "hunter2");

        assertThat(failure("sms:send?account=main"))
                .contains("is not known to provider example-gateway; accepted: [accessToken, priority]")
                .doesNotContain("hunter2");
    }

    @Test
    void anotherValueIsRefusedWithTheAcceptedOnes() {
        assertThat(failure("sms:send?account=main&option.priority=urgent"))
                .contains(
                        "option priority=urgent is not known to provider example-gateway; accepted: [low, normal, high]");
    }

    @Test
    void anOptionThatIsSetTwiceIsRefused() {
        assertThat(failure("sms:send?provider=2fa-link&apiKey=k&secretKey=s&base64=always&option.base64=hunter2"))
                .contains("option base64 is set twice")
                .doesNotContain("hunter2");
    }

    @Test
    void aSecretIsNowhereToBeRead() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level level = root.getLevel();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        Logger camel = (Logger) LoggerFactory.getLogger("org.apache.camel");
        Level camelLevel = camel.getLevel();
        camel.setLevel(Level.DEBUG);
        List<String> shown = new ArrayList<>();
        try {
            properties.setProperty(MAIN + "option.accessToken", TOKEN);
            properties.setProperty("camel.component.sms.option.accessToken", TOKEN);
            Main main = new Main();
            main.configure().addRoutesBuilder(route("sms:send?account=main&option.accessToken=RAW(" + TOKEN + ")"));
            main.setOverrideProperties(properties);
            main.start();
            try {
                for (Endpoint endpoint : main.getCamelContext().getEndpoints()) {
                    shown.add(endpoint.toString());
                }
                main.getCamelTemplate().requestBodyAndHeader("direct:in", "Hello", "CamelSmsTo", "+447700900123");
            } finally {
                main.stop();
            }
        } finally {
            camel.setLevel(camelLevel);
            root.detachAppender(log);
            root.setLevel(level);
        }
        GATEWAY.verify(1, postRequestedFor(urlEqualTo("/messages")).withHeader("X-Access-Token", equalTo(TOKEN)));
        log.list.forEach(event -> shown.add(event.getFormattedMessage()));
        assertThat(shown).anyMatch(line -> line.contains("option.accessToken"));
        assertThat(shown).noneMatch(line -> line.contains(TOKEN));
    }

    private void send(String uri) {
        try {
            Main main = new Main();
            main.setOverrideProperties(properties);
            send(main, uri);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private static void send(Main main, String uri) throws Exception {
        main.configure().addRoutesBuilder(route(uri));
        main.start();
        try {
            main.getCamelTemplate().requestBodyAndHeader("direct:in", "Hello", "CamelSmsTo", "+447700900123");
        } finally {
            main.stop();
        }
    }

    private static RouteBuilder route(String uri) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(uri);
            }
        };
    }

    /** What the component says. Camel puts the URI around it, without what it knows to be secret. */
    private String failure(String uri) {
        Main main = new Main();
        main.setOverrideProperties(properties);
        main.configure().addRoutesBuilder(route(uri));
        try {
            Throwable failure = catchThrowable(main::start);
            assertThat(failure).isNotNull();
            Throwable cause = failure;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            return cause.getMessage();
        } finally {
            main.stop();
        }
    }

    private static void sent(String priority) {
        GATEWAY.verify(
                1,
                postRequestedFor(urlEqualTo("/messages"))
                        .withHeader("X-Access-Token", absent())
                        .withRequestBody(containing("&priority=" + priority)));
        GATEWAY.verify(1, postRequestedFor(WireMock.anyUrl()));
    }
}
