package io.github.camelsms.test;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.Fault;
import io.github.camelsms.simulator.BasicAuth;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.MessageState;
import io.github.camelsms.simulator.Outcome;
import io.github.camelsms.simulator.ProviderDouble;
import io.github.camelsms.simulator.ReceivedRequest;
import io.github.camelsms.simulator.Reply;
import io.github.camelsms.simulator.SimulatedAccount;
import io.github.camelsms.simulator.SimulatedMessage;
import io.github.camelsms.simulator.SmsSimulator;
import io.github.camelsms.simulator.Submission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SmsSimulatorTest {

    private static final String HELLO = "{\"mode\":\"sms\",\"to\":\"447700900123\",\"content\":\"Hello\"}";

    private final SmsSimulator simulator = SmsSimulator.start();
    private final Wire wire = twoFaLink(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void playsEveryKnownGatewayOnOneLoopbackPort() {
        assertThat(simulator.providers()).containsExactlyInAnyOrder("2fa-link", "2chat", "transmitsms", "telesign");
        assertThat(simulator.providers()).allSatisfy(provider -> {
            URI baseUrl = simulator.baseUrl(provider);
            assertThat(InetAddress.getByName(baseUrl.getHost()).isLoopbackAddress())
                    .isTrue();
            assertThat(baseUrl.getPort()).isEqualTo(simulator.port());
        });
    }

    @Test
    void repliesHaveNoHeadersOfTheServerBelow() {
        Wire.Answer sent = wire.post("/sms", HELLO);
        Wire.Answer refused = wire.post("/sms", "");
        simulator.wireMock().stubFor(post("/own").willReturn(aResponse().withStatus(204)));

        assertThat(sent.headers()).containsKey("content-type");
        assertThat(Stream.of(sent, refused).flatMap(answer -> answer.headers().keySet().stream()))
                .noneMatch(name -> name.startsWith("matched-stub"));
        assertThat(wire.post("/own", "").headers())
                .as("a stub of the test's own is WireMock's business")
                .containsKey("matched-stub-id");
    }

    @Test
    void knowsNoOtherProvider() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulator.baseUrl("twilio"))
                .withMessageContaining("2fa-link");
        assertThatIllegalArgumentException().isThrownBy(() -> simulator.credentials("twilio"));
        assertThatIllegalArgumentException().isThrownBy(() -> simulator.refuse("+447700900123", "no code"));
    }

    @Test
    void opensHttpsWhenAsked() throws IOException, GeneralSecurityException {
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[] {new TrustsEverybody()}, null);
        try (SmsSimulator secure = SmsSimulator.builder().httpsPort(0).start()) {
            URI info = URI.create(secure.httpsBaseUrl("2chat") + "/info");
            assertThat(info).hasScheme("https").hasPort(secure.httpsPort()).hasPath("/open/info");
            HttpsURLConnection connection = (HttpsURLConnection) info.toURL().openConnection();
            connection.setSSLSocketFactory(trusting.getSocketFactory());
            connection.setHostnameVerifier((host, session) -> true);
            connection.setRequestProperty("X-User-API-Key", "sim-2chat-key");

            assertThat(connection.getResponseCode()).isEqualTo(200);
            connection.disconnect();
        }
        assertThatThrownBy(simulator::httpsPort).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keepsRequestsInOrder() {
        wire.post("/sms?a=b", HELLO);
        wire.get("/nowhere");

        List<ReceivedRequest> requests = simulator.requests();

        assertThat(requests).hasSize(2);
        assertThat(requests.get(0)).satisfies(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.path()).isEqualTo("/sms");
            assertThat(request.query()).isEqualTo("a=b");
            assertThat(request.header("CONTENT-TYPE")).hasValue("application/json");
            assertThat(request.text()).isEqualTo(HELLO);
            assertThat(request.json())
                    .hasValueSatisfying(json -> assertThat(json).containsEntry("mode", "sms"));
        });
        assertThat(requests.get(1).path()).isEqualTo("/nowhere");
        assertThat(simulator.requests("2fa-link")).containsExactly(requests.get(0));
    }

    @Test
    void forgetsOldRequestsOnRequest() {
        try (SmsSimulator small = SmsSimulator.builder().keepRequests(2).start()) {
            for (String path : List.of("/1", "/2", "/3")) {
                twoFaLink(small).get(path);
            }
            assertThat(small.requests()).extracting(ReceivedRequest::path).containsExactly("/2", "/3");
        }
    }

    @Test
    void aTestsOwnStubWinsAndIsVerified() {
        simulator.wireMock().stubFor(post("/sms").willReturn(aResponse().withStatus(503)));

        assertThat(wire.post("/sms", HELLO).status()).isEqualTo(503);
        assertThat(simulator.messages()).isEmpty();
        simulator.wireMock().verify(1, postRequestedFor(urlPathEqualTo("/sms")).withRequestBody(containing("Hello")));
        assertThat(simulator.requests()).hasSize(1);
    }

    @Test
    void faultsOfWireMockWork() {
        simulator.wireMock().stubFor(post("/sms").willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));

        assertThatThrownBy(() -> wire.post("/sms", HELLO)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void resetForgetsEverythingButTheDoubles() {
        simulator.refuse("+447700900124", "301").outcome("+447700900123", Outcome.EXPIRED);
        simulator
                .wireMock()
                .stubFor(post("/open/sms/send").willReturn(aResponse().withStatus(503)));
        wire.post("/sms", HELLO);

        simulator.reset();

        assertThat(simulator.messages()).isEmpty();
        assertThat(simulator.requests()).isEmpty();
        wire.post("/sms", HELLO);
        wire.post("/sms", HELLO.replace("0123", "0124"));
        assertThat(wire.post("/open/sms/send", "{}").status()).isEqualTo(401);
        simulator.advance();
        simulator.advance();
        assertThat(simulator.messages())
                .extracting(SimulatedMessage::state)
                .containsExactly(MessageState.DELIVERED, MessageState.DELIVERED);
    }

    @Test
    void lookingDoesNotMoveMessages() {
        wire.post("/sms", HELLO);

        simulator.messages();
        simulator.messages();

        assertThat(simulator.messages()).singleElement().returns(MessageState.ACCEPTED, SimulatedMessage::state);
    }

    @Test
    void anOutcomeToldLaterCounts() {
        wire.post("/sms", HELLO);
        simulator.advance();

        simulator.outcome("+447700900123", Outcome.REJECTED);
        simulator.advance();

        assertThat(simulator.messages()).singleElement().returns(MessageState.REJECTED, SimulatedMessage::state);
    }

    @Test
    void statesMoveByTheClockOnRequest() {
        MovableClock clock = new MovableClock();
        try (SmsSimulator timed = SmsSimulator.builder()
                .clock(clock)
                .statesByClock(Duration.ofSeconds(1), Duration.ofSeconds(5))
                .start()) {
            String id = twoFaLink(timed)
                    .post("/sms", HELLO)
                    .json()
                    .get("request_id")
                    .textValue();
            String query = "{\"mode\":\"query\",\"request_id\":\"" + id + "\"}";
            twoFaLink(timed).post("/sms", query);
            twoFaLink(timed).post("/sms", query);
            assertThat(timed.messages()).singleElement().returns(MessageState.ACCEPTED, SimulatedMessage::state);

            clock.move(Duration.ofSeconds(1));
            assertThat(timed.messages()).singleElement().returns(MessageState.SENT, SimulatedMessage::state);

            clock.move(Duration.ofSeconds(60));
            assertThat(timed.messages())
                    .singleElement()
                    .returns(MessageState.DELIVERED, SimulatedMessage::state)
                    .returns(clock.instant().minusSeconds(56), SimulatedMessage::finalAt);
        }
    }

    @Test
    void aSeedRepeatsIds() {
        List<List<String>> runs =
                Stream.of(7, 7, 8).map(SmsSimulatorTest::idsOf).toList();

        assertThat(runs.get(0)).isEqualTo(runs.get(1)).isNotEqualTo(runs.get(2)).doesNotHaveDuplicates();
    }

    private static List<String> idsOf(long seed) {
        try (SmsSimulator seeded =
                SmsSimulator.builder().seed(seed).clock(new MovableClock()).start()) {
            twoFaLink(seeded).post("/sms", HELLO);
            twoFaLink(seeded).post("/sms", HELLO);
            return seeded.messages().stream().map(SimulatedMessage::messageId).toList();
        }
    }

    @Test
    void servesManyClientsAtOnce() {
        Set<String> ids = IntStream.range(0, 200)
                .parallel()
                .mapToObj(n -> wire.post("/sms", HELLO).json().get("request_id").textValue())
                .collect(Collectors.toSet());

        assertThat(ids).hasSize(200);
        assertThat(simulator.messages())
                .extracting(SimulatedMessage::messageId)
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(simulator.requests()).hasSize(200);
    }

    @Test
    void takesOtherCredentialsAndPrices() {
        try (SmsSimulator other = SmsSimulator.builder()
                .credentials("2fa-link", Credentials.keyAndSecret("key", "secret"))
                .pricePerSegment(new BigDecimal("0.5"))
                .start()) {
            assertThat(twoFaLink(other)
                            .post("/sms", HELLO)
                            .json()
                            .get("errorcode")
                            .intValue())
                    .isEqualTo(101);
            twoFaLink(other).with("Authorization", Wire.basic("key", "secret")).post("/sms", HELLO);
            assertThat(other.messages()).singleElement().returns(new BigDecimal("0.5"), SimulatedMessage::price);
        }
    }

    @Test
    void takesAFurtherDouble() {
        ProviderDouble fifth = new ProviderDouble() {
            @Override
            public String provider() {
                return "fifth";
            }

            @Override
            public String pathPattern() {
                return "/fifth/.*";
            }

            @Override
            public Credentials credentials() {
                return Credentials.key("k");
            }

            @Override
            public BigDecimal pricePerSegment() {
                return BigDecimal.ONE;
            }

            @Override
            public boolean refusesWith(String code) {
                return false;
            }

            @Override
            public Reply handle(ReceivedRequest request, SimulatedAccount account) {
                return Reply.text(201, "text/plain", request.path());
            }
        };
        try (SmsSimulator five = SmsSimulator.builder().provider(fifth).start()) {
            Wire.Answer answer = Wire.to(five.baseUrl("fifth")).get("/fifth/x");
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.body()).isEqualTo("/fifth/x");
        }
    }

    @Test
    void printsNothingThatIsPrivate() {
        wire.post("/sms?token=t0ken", HELLO.replace("Hello", "Secret text"));
        Stream.of(
                        simulator,
                        simulator.messages(),
                        simulator.requests(),
                        simulator.credentials("2fa-link"),
                        simulator.credentials("telesign"),
                        SmsSimulator.builder().credentials("2fa-link", simulator.credentials("2fa-link")),
                        Submission.of("id", "447700900123", null, "Secret text", Map.of()),
                        BasicAuth.parse(Wire.basic("key", "sim-2fa-link-secret")),
                        Reply.text(200, "text/plain", "Secret text"))
                .map(Object::toString)
                .forEach(printed -> assertThat(printed)
                        .doesNotContain("447700900123", "Secret text", "sim-2fa-link-secret", "AAECAwQF", "t0ken"));
    }

    private static Wire twoFaLink(SmsSimulator simulator) {
        return Wire.to(simulator.baseUrl("2fa-link"))
                .with("Content-Type", "application/json")
                .with("Authorization", Wire.basic("sim-2fa-link-key", "sim-2fa-link-secret"));
    }

    private static final class TrustsEverybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
