package io.github.camelsms.kamelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.model.Verification;
import io.github.camelsms.model.VerificationResult;
import io.github.camelsms.simulator.CallbackAttempt;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import io.github.camelsms.test.ServerPort;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each Kamelet of the jar, used from YAML and properties alone. */
class KameletsTest {

    private static final String NUMBER = "+447700900123";

    /** A parameter of a Kamelet in a step. */
    private static final String INDENT = "\n" + " ".repeat(14);

    private static final String FROM = INDENT + "from: \"+14155550100\"";

    /** What a query string would take apart or decode. */
    private static final Credentials AWKWARD = Credentials.keyAndSecret("k+e&y%2By=", "s+&ecret%20#?");

    private final SmsSimulator simulator = SmsSimulator.builder()
            .credentials("2fa-link", AWKWARD)
            .credentials("transmitsms", AWKWARD)
            .credentials("telesign", Credentials.customer("CUSTOMER-1", "a+b/c+d/AAAA"))
            .retrySpeed(60_000)
            .start();
    private final Main main = new Main();

    @BeforeEach
    void configure() {
        ServerPort.assumeServer();
        main.setShutdownStrategy(new SimpleMainShutdownStrategy()); // no hook that keeps the JVM of the tests
        main.addProperty("camel.server.enabled", "true");
        main.addProperty("camel.server.host", "127.0.0.1");
        main.addProperty("camel.server.port", String.valueOf(ServerPort.any()));
        for (String provider : simulator.providers()) {
            Credentials keys = simulator.credentials(provider);
            main.addProperty(provider + ".key", keys.apiKey());
            if (keys.secretKey() != null) {
                main.addProperty(provider + ".secret", keys.secret());
            }
            main.addProperty(provider + ".url", simulator.baseUrl(provider).toString());
        }
    }

    @AfterEach
    void stop() {
        main.stop();
        simulator.close();
    }

    @Test
    void sendSinkSends() throws Exception {
        start("""
                - route:
                    from:
                      uri: direct:in
                      steps:
                        - to:
                            uri: kamelet:sms-send-sink
                            parameters:
                              provider: 2fa-link
                              apiKey: RAW({{2fa-link.key}})
                              secretKey: RAW({{2fa-link.secret}})
                              baseUrl: "{{2fa-link.url}}"
                              from: RAW(A B 1)
                              to: "+447700900123"
                """);

        Exchange sent = request("Hello", Map.of());

        assertThat(simulator.messages("2fa-link"))
                .singleElement()
                .returns(NUMBER, SimulatedMessage::to)
                .returns("A B 1", SimulatedMessage::from)
                .returns("Hello", SimulatedMessage::text);
        assertThat(sent.getMessage().getBody(SmsSubmission.class).messageId())
                .isEqualTo(sent.getMessage().getHeader("CamelSmsMessageId"));
    }

    @Test
    void keysMayStandInPropertiesOfTheKamelet() throws Exception {
        main.addProperty("camel.kamelet.sms-send-sink.apiKey", AWKWARD.apiKey());
        main.addProperty("camel.kamelet.sms-send-sink.secretKey", AWKWARD.secret());
        start("""
                - route:
                    from:
                      uri: direct:in
                      steps:
                        - to: kamelet:sms-send-sink?provider=2fa-link&baseUrl={{2fa-link.url}}
                """);

        request("Hello", Map.of("CamelSmsTo", NUMBER));

        assertThat(simulator.messages("2fa-link")).singleElement().returns("Hello", SimulatedMessage::text);
    }

    @Test
    void sendSinkTakesAnAccountOfTheComponent() throws Exception {
        account("one", "2fa-link");
        account("two", "transmitsms");
        start("""
                - route:
                    from:
                      uri: direct:in
                      steps:
                        - to: kamelet:sms-send-sink?account=one
                        - setBody:
                            constant: Again
                        - to: kamelet:sms-send-sink?account=two&maxSegments=1
                """);

        request("Hello", Map.of("CamelSmsTo", NUMBER));

        assertThat(simulator.messages("2fa-link")).singleElement().returns("Hello", SimulatedMessage::text);
        assertThat(simulator.messages("transmitsms")).singleElement().returns("Again", SimulatedMessage::text);
    }

    @Test
    void sinksSendOnceForOneKey() throws Exception {
        account("one", "2fa-link");
        start("""
                - route:
                    from:
                      uri: direct:in
                      steps:
                        - to:
                            uri: kamelet:sms-send-sink
                            parameters:
                              account: one
                              idempotencyKey: "shipped-${header.order}"
                        - setBody:
                            constant: "073415"
                        - to:
                            uri: kamelet:sms-otp-sink
                            parameters:
                              account: one
                              idempotencyKey: "code-${header.order}"
                        - setBody:
                            constant: Without a key
                        - to: kamelet:sms-send-sink?account=one
                """);

        Exchange first = request("Hello", Map.of("CamelSmsTo", NUMBER, "order", 1));
        request("Hello", Map.of("CamelSmsTo", NUMBER, "order", 1));
        request("Hello", Map.of("CamelSmsTo", NUMBER, "order", 2));

        assertThat(simulator.messages("2fa-link"))
                .extracting(SimulatedMessage::text)
                .containsExactlyInAnyOrder(
                        "Hello",
                        "Your code is 073415",
                        "Without a key",
                        "Without a key",
                        "Hello",
                        "Your code is 073415",
                        "Without a key");
        assertThat(first.getMessage().getHeader("CamelSmsIdempotencyKey")).isNull();
    }

    @Test
    void theSendSinkTakesTheKeyOfTheHeader() throws Exception {
        account("one", "2fa-link");
        start("""
                - route:
                    from:
                      uri: direct:in
                      steps:
                        - to: kamelet:sms-send-sink?account=one
                """);

        request("Hello", Map.of("CamelSmsTo", NUMBER, "CamelSmsIdempotencyKey", "order-1"));
        request("Hello", Map.of("CamelSmsTo", NUMBER, "CamelSmsIdempotencyKey", "order-1"));

        assertThat(simulator.messages("2fa-link")).hasSize(1);
    }

    @Test
    void whatTheApplicationCallsAlikeStaysOut() throws Exception {
        account("one", "2fa-link");
        for (String name : List.of("provider", "apiKey", "secretKey", "from", "to", "webhookPath", "verification")) {
            main.addProperty(name, "somebody-elses-" + name); // variables of the environment are looked up likewise
        }
        start("""
                - route:
                    from:
                      uri: direct:in
                      steps:
                        - to: kamelet:sms-send-sink?account=one
                - route:
                    from:
                      uri: kamelet:sms-dlr-source?account=one
                      steps:
                        - to: mock:receipts
                """);

        request("Hello", Map.of("CamelSmsTo", NUMBER));

        assertThat(simulator.messages("2fa-link")).singleElement().returns(null, SimulatedMessage::from);
        simulator.webhook("2fa-link", url("/sms/one/dlr"));
        assertThat(simulator.deliver(simulator.messages().get(0)).await().status())
                .isEqualTo(403); // the caller's address is checked, as it is by default
    }

    @Test
    void aKameletWithoutProviderAndAccountDoesNotStart() {
        assertThatThrownBy(() -> start("""
                        - route:
                            from:
                              uri: direct:in
                              steps:
                                - to: kamelet:sms-send-sink?to=%2B447700900123
                        """)).hasStackTraceContaining("option provider is required");
    }

    @Test
    void otpSinkSendsTheCodeInTheText() throws Exception {
        account("one", "2fa-link");
        start("""
                - route:
                    from:
                      uri: direct:in
                      steps:
                        - to:
                            uri: kamelet:sms-otp-sink
                            parameters:
                              account: one
                              to: "+447700900123"
                              text: "RAW(${variable.code} & $1 is yours: it's \\"good\\" + 1)"
                """);

        Exchange sent = request("073415", Map.of());

        assertThat(simulator.messages("2fa-link"))
                .singleElement()
                .returns("073415 & $1 is yours: it's \"good\" + 1", SimulatedMessage::text);
        assertThat(sent.getMessage().getHeaders().values()).doesNotContain("073415");
        assertThat(sent.getVariables()).isEmpty();
        assertThat(sent.getMessage().getBody(String.class)).doesNotContain("073415");
    }

    @Test
    void aCodeOfTheOtpSinkIsCheckedByTheQueryAction() throws Exception {
        start("""
                - route:
                    from:
                      uri: direct:in
                      steps:
                        - to:
                            uri: kamelet:sms-otp-sink
                            parameters:
                              provider: telesign
                              customerId: CUSTOMER-1
                              apiKey: RAW({{telesign.key}})
                              baseUrl: "{{telesign.url}}"
                              codeCheck: provider
                              to: "+447700900123"
                        - setHeader:
                            name: CamelSmsVerifyCode
                            constant: "073415"
                        - to:
                            uri: kamelet:sms-query-action
                            parameters:
                              provider: telesign
                              customerId: CUSTOMER-1
                              apiKey: RAW({{telesign.key}})
                              baseUrl: "{{telesign.url}}"
                """);

        Exchange checked = request("073415", Map.of());

        assertThat(simulator.messages("telesign"))
                .singleElement()
                .returns("Your code is 073415", SimulatedMessage::text)
                .returns("073415", SimulatedMessage::verifyCode);
        assertThat(checked.getMessage().getHeader("CamelSmsCodeState")).isEqualTo("VALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2fa-link", "2chat", "transmitsms", "telesign"})
    void aCodeOfTheVerifyActionIsAcceptedOnceByTheCheckAction(String provider) throws Exception {
        String parameters = parameters(provider);
        start("""
                - route:
                    from:
                      uri: direct:in
                      steps:
                        - to:
                            uri: kamelet:sms-verify-action
                            parameters:
                              to: "+447700900123"
                              text: "RAW({code} is ${header.brand}'s code, & yours)"
                %s
                - route:
                    from:
                      uri: direct:typed
                      steps:
                        - to:
                            uri: kamelet:sms-check-action
                            parameters:
                %s
                """.formatted(provider.equals("2chat") ? parameters + FROM : parameters, parameters));

        Message sent = request("Hello", Map.of("brand", "Acme")).getMessage();

        String text = simulator.messages(provider).get(0).text();
        String code = text.replaceFirst("^(\\d+) is Acme's code, & yours$", "$1");
        String id = sent.getHeader("CamelSmsVerificationId", String.class);
        assertThat(code).as(text).containsOnlyDigits();
        assertThat(sent.getBody(Verification.class).id()).isEqualTo(id);
        assertThat(sent.getHeaders().values()).doesNotContain(code);
        assertThat(sent.getBody(String.class)).doesNotContain(code);
        assertThat(typed(id, wrong(code))).isEqualTo("INVALID");
        assertThat(typed(id, code)).isEqualTo("VALID");
        assertThat(typed(id, code)).isEqualTo("NOT_FOUND");
    }

    private Object typed(String id, String code) {
        Message checked = request("direct:typed", code, Map.of("CamelSmsVerificationId", id))
                .getMessage();
        assertThat(checked.getBody(VerificationResult.class).state().name())
                .isEqualTo(checked.getHeader("CamelSmsCodeState"));
        assertThat(checked.getBody(String.class)).doesNotContain(code);
        return checked.getHeader("CamelSmsCodeState");
    }

    private static String wrong(String code) {
        return (code.charAt(0) == '1' ? "2" : "1") + code.substring(1);
    }

    /** Provider and keys, as parameters of a Kamelet. */
    private String parameters(String provider) {
        Credentials keys = simulator.credentials(provider);
        StringBuilder lines = new StringBuilder();
        lines.append(INDENT).append("provider: ").append(provider);
        lines.append(INDENT).append("apiKey: RAW({{").append(provider).append(".key}})");
        lines.append(INDENT).append("baseUrl: \"{{").append(provider).append(".url}}\"");
        if (keys.secretKey() != null) {
            lines.append(INDENT).append("secretKey: RAW({{").append(provider).append(".secret}})");
        }
        if (keys.customerId() != null) {
            lines.append(INDENT).append("customerId: ").append(keys.customerId());
        }
        return lines.substring(1);
    }

    @Test
    void theLastCodeOfANumberIsCheckedAndItsBoundsAreKept() throws Exception {
        account("one", "2fa-link");
        start("""
                - route:
                    from:
                      uri: direct:in
                      steps:
                        - to:
                            uri: kamelet:sms-verify-action
                            parameters:
                              account: one
                              defaultRegion: GB
                              codeLength: 8
                              codeTtl: 1h
                              codeAttempts: 1
                              codeResendAfter: 1m
                              codesPerRecipient: 2
                              codesPerPrefix: 1
                        - setBody:
                            constant: "0"
                        - setHeader:
                            name: CamelSmsTo
                            constant: "07700 900123"
                        - removeHeader:
                            name: CamelSmsVerificationId
                        - to:
                            uri: kamelet:sms-check-action
                            parameters:
                              account: one
                              defaultRegion: GB
                """);

        Exchange checked = request("Hello", Map.of("CamelSmsTo", "07700 900123"));

        assertThat(simulator.messages().get(0).text()).matches("Your code is \\d{8}");
        assertThat(checked.getMessage().getBody(VerificationResult.class).attemptsLeft())
                .isZero();
        Exchange again = main.getCamelContext()
                .createFluentProducerTemplate()
                .to("direct:in")
                .withHeader("CamelSmsTo", "+447700900124")
                .request(Exchange.class);
        assertThat(again.getException())
                .isInstanceOfSatisfying(
                        SmsRefusedException.class,
                        refused -> assertThat(refused.errorClass()).isEqualTo(ErrorClass.RATE_LIMIT));
    }

    @Test
    void queryActionAsksWhatBecameOfAMessage() throws Exception {
        account("one", "2fa-link");
        start("""
                - route:
                    from:
                      uri: direct:in
                      steps:
                        - to: kamelet:sms-send-sink?account=one
                        - to: kamelet:sms-query-action?account=one
                """);

        Exchange asked = request("Hello", Map.of("CamelSmsTo", NUMBER));

        DeliveryReceipt receipt = asked.getMessage().getBody(DeliveryReceipt.class);
        assertThat(receipt.messageId()).isEqualTo(simulator.messages().get(0).messageId());
        assertThat(asked.getMessage().getHeader("CamelSmsStatus"))
                .isEqualTo(receipt.status().name());
    }

    @Test
    void dlrSourceReceivesReceipts() throws Exception {
        account("one", "transmitsms");
        start("""
                - route:
                    from:
                      uri: kamelet:sms-dlr-source
                      parameters:
                        provider: transmitsms
                        apiKey: RAW({{transmitsms.key}})
                        secretKey: RAW({{transmitsms.secret}})
                      steps:
                        - to: mock:receipts
                - route:
                    from:
                      uri: direct:in
                      steps:
                        - to: kamelet:sms-send-sink?account=one
                """);
        simulator.webhook("transmitsms", url("/sms/transmitsms/dlr")); // where it is when no path is given
        MockEndpoint receipts = main.getCamelContext().getEndpoint("mock:receipts", MockEndpoint.class);

        request("Hello", Map.of("CamelSmsTo", NUMBER));
        simulator.deliver(simulator.messages().get(0)).await();

        assertThat(simulator.awaitCallbacksOver())
                .extracting(CallbackAttempt::status)
                .containsOnly(200);
        assertThat(receipts.getExchanges())
                .last()
                .extracting(Exchange::getMessage)
                .returns("DELIVERED", receipt -> receipt.getHeader("CamelSmsStatus"))
                .returns(null, receipt -> receipt.getHeader("CamelCloudEventType"))
                .returns(
                        DeliveryStatus.DELIVERED,
                        receipt -> receipt.getBody(DeliveryReceipt.class).status());
    }

    @Test
    void dlrSourceRefusesACallWithoutTheToken() throws Exception {
        main.addProperty("token", "t+o&ken%2B");
        account("one", "2fa-link");
        start("""
                - route:
                    from:
                      uri: kamelet:sms-dlr-source
                      parameters:
                        provider: 2fa-link
                        webhookPath: /receipts
                        verification: token
                        webhookVerifyToken: RAW({{token}})
                      steps:
                        - to: mock:receipts
                - route:
                    from:
                      uri: direct:in
                      steps:
                        - to: kamelet:sms-send-sink?account=one
                """);
        request("Hello", Map.of("CamelSmsTo", NUMBER));
        SimulatedMessage message = simulator.messages().get(0);

        simulator.webhook("2fa-link", url("/receipts?token=t%2Bo%26ken%252B"));
        assertThat(simulator.deliver(message).await().status()).isEqualTo(200);
        simulator.webhook("2fa-link", url("/receipts?token=t"));
        assertThat(simulator.receiptTwice(message))
                .allMatch(call -> call.await().status() == 403);
    }

    @Test
    void inboundSourceReceivesReplies() throws Exception {
        account("one", "transmitsms");
        start("""
                - route:
                    from:
                      uri: kamelet:sms-inbound-source
                      parameters:
                        account: one
                        webhookPath: /replies
                      steps:
                        - to: mock:replies
                - route:
                    from:
                      uri: direct:in
                      steps:
                        - to: kamelet:sms-send-sink?account=one
                """);
        simulator.replyWebhook("transmitsms", url("/replies"));
        MockEndpoint replies = main.getCamelContext().getEndpoint("mock:replies", MockEndpoint.class);
        replies.expectedMessageCount(1);

        request("Hello", Map.of("CamelSmsTo", NUMBER));
        assertThat(simulator.reply(NUMBER, "Yes please").await().status()).isEqualTo(200);

        replies.assertIsSatisfied();
        InboundSms reply = replies.getExchanges().get(0).getMessage().getBody(InboundSms.class);
        assertThat(reply.text()).isEqualTo("Yes please");
        assertThat(reply.account()).isEqualTo("one");
    }

    private void account(String name, String provider) {
        String account = "camel.component.sms.accounts[" + name + "].";
        main.addProperty(account + "provider", provider);
        main.addProperty(account + "apiKey", "{{" + provider + ".key}}");
        main.addProperty(account + "secretKey", "{{" + provider + ".secret}}");
        main.addProperty(account + "baseUrl", "{{" + provider + ".url}}");
    }

    private void start(String routes) throws Exception {
        main.start();
        PluginHelper.getRoutesLoader(main.getCamelContext())
                .loadRoutes(ResourceHelper.fromString("routes.yaml", routes));
    }

    private Exchange request(String body, Map<String, Object> headers) {
        return request("direct:in", body, headers);
    }

    private Exchange request(String route, String body, Map<String, Object> headers) {
        Exchange exchange = main.getCamelContext().createProducerTemplate().request(route, call -> {
            call.getMessage().setBody(body);
            call.getMessage().setHeaders(new HashMap<>(headers));
        });
        assertThat(exchange.getException()).isNull();
        return exchange;
    }

    private URI url(String path) {
        int port = main.getCamelContext()
                .getComponent("platform-http", PlatformHttpComponent.class)
                .getEngine()
                .getServerPort();
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
