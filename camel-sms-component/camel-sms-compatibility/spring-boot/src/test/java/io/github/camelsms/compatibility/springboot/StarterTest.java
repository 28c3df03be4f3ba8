package io.github.camelsms.compatibility.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsComponent;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import io.github.camelsms.springboot.SmsAutoConfiguration;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

/** The built jar in a Spring Boot application: its properties, sending, receiving, health. */
class StarterTest {

    private static SmsSimulator simulator;
    private static ConfigurableApplicationContext application;
    private static String address;

    @BeforeAll
    static void start() {
        simulator = SmsSimulator.start();
        application = run();
        address = "http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port");
    }

    @AfterAll
    static void stop() {
        application.close();
        simulator.close();
    }

    @BeforeEach
    void reset() {
        simulator.reset();
        application.getBean(Application.class).receipts().clear();
        simulator.webhook("2fa-link", URI.create(address + System.getProperty("receipts.path")));
    }

    private static ConfigurableApplicationContext run(String... arguments) {
        SpringApplication starting = new SpringApplication(Application.class);
        starting.setDefaultProperties(Map.of(
                "simulator.2fa-link", simulator.baseUrl("2fa-link").toString(),
                "simulator.apiKey", simulator.credentials("2fa-link").apiKey(),
                "simulator.secretKey", simulator.credentials("2fa-link").secret()));
        return starting.run(arguments);
    }

    @Test
    void runsOnTheVersionsOfThisModule() {
        assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("spring-boot.version"));
        assertThat(context().getVersion()).isEqualTo(System.getProperty("camel.version"));
    }

    @Test
    void theStarterAndTheComponentComeFromTheirJars() {
        for (Class<?> type : List.of(SmsAutoConfiguration.class, SmsComponent.class)) {
            assertThat(type.getProtectionDomain().getCodeSource().getLocation().getPath())
                    .endsWith(".jar");
        }
    }

    @Test
    void optionsAreBound() {
        SmsAccount backup =
                context().getComponent("sms", SmsComponent.class).getAccounts().get("backup");

        assertThat(backup.getProvider()).isEqualTo("transmitsms");
        assertThat(backup.getMaxSegments()).isEqualTo(2);
        assertThat(backup.getResponseTimeout()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void sends() {
        SmsSubmission submission = send();

        assertThat(simulator.messages())
                .singleElement()
                .returns(submission.messageId(), SimulatedMessage::messageId)
                .returns("ACME", SimulatedMessage::from)
                .returns("Your parcel arrives today.", SimulatedMessage::text);
    }

    @Test
    void receives() throws Exception {
        SmsSubmission submission = send();

        assertThat(simulator.deliver(simulator.messages().get(0)).await().status())
                .isEqualTo(200);

        DeliveryReceipt receipt;
        do {
            receipt = application.getBean(Application.class).receipts().poll(30, TimeUnit.SECONDS);
            assertThat(receipt).isNotNull().returns(submission.messageId(), DeliveryReceipt::messageId);
        } while (receipt.status() != DeliveryStatus.DELIVERED);
    }

    @Test
    void theActuatorShowsHealthAndNoSecret() throws Exception {
        HttpResponse<String> health = health();

        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body())
                .contains("\"sms-consumer-receipts\":\"UP\"", "\"sms-producer-main\":\"UP\"")
                .doesNotContain(simulator.credentials("2fa-link").apiKey())
                .doesNotContain(simulator.credentials("2fa-link").secret())
                .doesNotContain("backup-key", "backup-secret");
    }

    @Test
    void aWebhookThatIsNotServedIsUnhealthy() throws Exception {
        context().getRouteController().stopRoute("receipts");
        try {
            HttpResponse<String> health = health();

            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body()).contains("\"sms-consumer-receipts\":\"DOWN\"");
        } finally {
            context().getRouteController().startRoute("receipts");
        }
    }

    @Test
    void anUnknownKeyStopsTheStart() {
        Throwable failure = catchThrowable(() ->
                run("--camel.component.sms.accounts.main.api-kye=hush-hush").close());

        assertThat(failure).isNotNull();
        // Those that need a bean factory are left out.
        List<FailureAnalyzer> analyzers = SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, FailureHandler.handleMessage((message, missing) -> {}));
        assertThat(analyzers.stream().map(analyzer -> analyzer.analyze(failure)).filter(Objects::nonNull))
                .first()
                .satisfies(analysis -> assertThat(analysis.getDescription() + analysis.getAction())
                        .contains(
                                "camel.component.sms.accounts.main.api-kye", "camel.component.sms.accounts.main.apiKey")
                        .doesNotContain("hush-hush"));
    }

    private static CamelContext context() {
        return application.getBean(CamelContext.class);
    }

    private static SmsSubmission send() {
        return application
                .getBean(ProducerTemplate.class)
                .requestBodyAndHeader(
                        "direct:send",
                        "Your parcel arrives today.",
                        "CamelSmsTo",
                        "+447700900123",
                        SmsSubmission.class);
    }

    private static HttpResponse<String> health() throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address + "/actuator/health"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
