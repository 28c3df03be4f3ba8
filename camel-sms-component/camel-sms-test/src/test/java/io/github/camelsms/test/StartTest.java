package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A route that cannot work does not start, and says which option is at fault and what is accepted. */
class StartTest {

    private static final String KEY = "&apiKey=RAW(" + Sentinels.API_KEY + ")";
    private static final String SECRET = "&secretKey=RAW(" + Sentinels.SECRET_KEY + ")";
    private static final String GOOD = "sms:send?provider=2fa-link" + KEY + SECRET;

    private static RouteBuilder route(String from, String to) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(from).to(to);
            }
        };
    }

    /** The failure to start and all its causes. */
    private static String failureOf(String uri) throws Exception {
        return failureOf("direct:in", uri);
    }

    private static String failureOf(String from, String to) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(route(from, to));
            Throwable failure = catchThrowable(context::start);
            assertThat(failure).as("starts: " + from + " to " + to).isNotNull();
            Sentinels.assertAbsent(failure);
            return messages(failure);
        }
    }

    private static String messages(Throwable failure) {
        List<String> messages = new ArrayList<>();
        for (Throwable one = failure; one != null; one = one.getCause()) {
            messages.add(String.valueOf(one.getMessage()));
        }
        return String.join("\n", messages);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(
                        "sms:transmit?provider=2fa-link" + KEY + SECRET,
                        List.of("operation transmit", "send", "query", "feedback")),
                Arguments.of("sms:send?provider=2falink" + KEY + SECRET, List.of("provider=2falink", "2fa-link")),
                Arguments.of("sms:send?provider=../2fa-link" + KEY + SECRET, List.of("option provider", "2fa-link")),
                Arguments.of("sms:send?provider=%23nothing" + KEY + SECRET, List.of("nothing")),
                Arguments.of("sms:send?" + KEY.substring(1) + SECRET, List.of("option provider is required")),
                Arguments.of(GOOD + "&timeout=5s", List.of("unknown options", "timeout", "responseTimeout")),
                Arguments.of(
                        GOOD + "&headerFilterStrategy=%23mine", List.of("unknown options", "headerFilterStrategy")),
                Arguments.of("sms:send?provider=2fa-link" + KEY, List.of("option secretKey is required", "2fa-link")),
                Arguments.of("sms:send?provider=2fa-link" + SECRET, List.of("option apiKey is required", "2fa-link")),
                Arguments.of("sms:send?provider=2fa-link&apiKey=" + SECRET, List.of("apiKey")),
                Arguments.of("sms:send?provider=2fa-link&apiKey=ab+cd" + SECRET, List.of("option apiKey", "RAW(")),
                Arguments.of(
                        "sms:send?provider=2fa-link&apiKey=RAW(ab,,cd)" + SECRET, List.of("option apiKey", "blank")),
                Arguments.of("sms:send?provider=2fa-link&apiKey=RAW(a:b)" + SECRET, List.of("option apiKey", "colon")),
                Arguments.of(
                        "sms:send?provider=2fa-link" + KEY + "&secretKey=ab+cd", List.of("option secretKey", "RAW(")),
                Arguments.of(
                        GOOD + "&baseUrl=http://sms.example.com",
                        List.of("option baseUrl", "sms.example.com", "https", "allowHttp")),
                Arguments.of(GOOD + "&baseUrl=http://127.0.0.1.example.com", List.of("option baseUrl", "https")),
                Arguments.of(GOOD + "&baseUrl=http://localhost.example.com", List.of("option baseUrl", "https")),
                Arguments.of(GOOD + "&baseUrl=http://0x7f.1", List.of("option baseUrl")),
                Arguments.of(
                        GOOD + "&baseUrl=https://user:pass@sms.example.com", List.of("option baseUrl", "credentials")),
                Arguments.of(GOOD + "&baseUrl=RAW(https://sms.example.com/?key=k)", List.of("option baseUrl", "query")),
                Arguments.of(GOOD + "&baseUrl=sms.example.com", List.of("option baseUrl", "https://")),
                Arguments.of(GOOD + "&baseUrl=ftp://sms.example.com", List.of("option baseUrl", "https://")),
                Arguments.of(GOOD + "&baseUrl=RAW(https://a b/)", List.of("option baseUrl", "https://")),
                Arguments.of(GOOD + "&defaultRegion=Britain", List.of("defaultRegion=Britain", "GB")),
                Arguments.of(GOOD + "&account=other", List.of("account=other", "accepted: []")),
                Arguments.of(GOOD + "&maxInFlight=0", List.of("maxInFlight", "at least 1")),
                Arguments.of(GOOD + "&maxSegments=0", List.of("maxSegments", "at least 1")),
                Arguments.of(GOOD + "&maxSegments=many", List.of("maxSegments")),
                Arguments.of(GOOD + "&connectTimeout=0", List.of("connectTimeout", "positive duration")),
                Arguments.of(GOOD + "&responseTimeout=-1", List.of("responseTimeout", "positive duration")),
                Arguments.of(GOOD + "&responseTimeout=soon", List.of("responseTimeout")),
                Arguments.of(GOOD + "&base64=sometimes", List.of("base64=sometimes", "auto", "always", "never")),
                Arguments.of(GOOD + "&from=" + "x".repeat(21), List.of("from")),
                Arguments.of(GOOD + "&to=nobody", List.of("to", "E.164")));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void wrongOptionKeepsTheRouteFromStarting(String uri, List<String> told) throws Exception {
        assertThat(failureOf(uri)).contains(told);
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void routeWithoutCredentialsDoesNotStart(ProviderCase call) throws Exception {
        assertThat(failureOf("sms:" + call.operation() + "?provider=" + call.provider()))
                .contains("is required by provider " + call.provider());
    }

    @ParameterizedTest
    @ValueSource(strings = {"send", "query", "feedback"})
    void routeThatReceivesByASendingOperationDoesNotStart(String operation) throws Exception {
        assertThat(failureOf(GOOD.replace("send", operation), "mock:out"))
                .contains("sms:" + operation + " cannot begin a route; use it in to(...)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dlr", "inbound"})
    void routeThatSendsToAReceivingOperationDoesNotStart(String operation) throws Exception {
        assertThat(failureOf("direct:start", GOOD.replace("send", operation)))
                .contains("sms:" + operation + " cannot be sent to; begin a route with it");
    }

    private static String startOf(Properties properties) {
        Main main = new Main();
        main.configure().addRoutesBuilder(route("direct:in", "sms:send?account=main"));
        main.setOverrideProperties(properties);
        try {
            Throwable failure = catchThrowable(main::start);
            if (failure != null) {
                Sentinels.assertAbsent(failure);
            }
            return failure == null ? "started" : messages(failure);
        } finally {
            main.stop();
        }
    }

    private static Properties account() {
        Properties properties = new Properties();
        properties.put("camel.component.sms.accounts[main].provider", "2fa-link");
        properties.put("camel.component.sms.accounts[main].apiKey", Sentinels.API_KEY);
        properties.put("camel.component.sms.accounts[main].secretKey", Sentinels.SECRET_KEY);
        return properties;
    }

    @Test
    void propertiesThatNameNoOptionKeepTheContextFromStarting() {
        assertThat(startOf(account())).isEqualTo("started");
        for (String unknown : new String[] {
            "camel.component.sms.accounts[main].apiToken",
            "camel.component.sms.accounts[main].responseTimeouts",
            "camel.component.sms.responsetime",
            "camel.component.sms.configuration.apiToken"
        }) {
            Properties properties = account();
            properties.put(unknown, "5s");
            assertThat(startOf(properties)).contains(unknown.substring(unknown.lastIndexOf('.') + 1));
        }
    }

    @Test
    void accountThatTheOtherOptionsCannotServeDoesNotStart() {
        Properties missing = account();
        missing.remove("camel.component.sms.accounts[main].secretKey");
        assertThat(startOf(missing)).contains("option secretKey is required");

        Properties elsewhere = account();
        elsewhere.put("camel.component.sms.accounts[main].baseUrl", "http://sms.example.com");
        assertThat(startOf(elsewhere)).contains("option baseUrl");
    }

    @Test
    void endpointAloneMakesNoRequestAndNeedsNoCredentials() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            assertThat(context.getEndpoint("sms:send?provider=2fa-link")).isNotNull();
            assertThatThrownBy(() -> context.getEndpoint("sms:send?provider=2fa-link")
                            .createProducer()
                            .start())
                    .hasMessageContaining("option apiKey is required");
        }
    }
}
