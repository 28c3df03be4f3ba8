package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.BulkResult.Outcome;
import io.github.camelsms.test.RawServer.Answer;
import io.github.camelsms.test.RawServer.Received;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.converter.stream.InputStreamCache;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A body that can be read once is read once, however many accounts or recipients there are. */
@Timeout(60)
class StreamBodyTest {

    private static final String TEXT = Sentinels.TEXT + " $$CODE$$";
    private static final List<String> RECIPIENTS = List.of("+447700900471", "+447700900472", "+447700900473");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private RawServer refusing;
    private RawServer second;

    @BeforeEach
    void start() throws IOException {
        context.start();
        String busy = "{\"errorcode\":103,\"errormsg\":\"Too many requests\"}";
        refusing = RawServer.answering(RawServer.reply(200, "application/json", busy));
    }

    @AfterEach
    void stop() throws IOException {
        context.close();
        refusing.close();
        if (second != null) {
            second.close();
        }
    }

    /** A body made of a text. */
    private record Body(String name, Function<String, Object> of) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Neither marks nor starts again, as the body of a request to platform-http. */
    private static InputStream once(String text) {
        return new FilterInputStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
            @Override
            public boolean markSupported() {
                return false;
            }

            @Override
            public synchronized void reset() throws IOException {
                throw new IOException("read once");
            }
        };
    }

    private static final List<Body> BODIES = List.of(
            new Body("stream", StreamBodyTest::once),
            new Body("reader", StringReader::new),
            new Body("cached stream", text -> new InputStreamCache(text.getBytes(StandardCharsets.UTF_8))),
            new Body("bytes", text -> text.getBytes(StandardCharsets.UTF_8)));

    static Stream<Arguments> bodiesAndCarriers() {
        return BODIES.stream()
                .flatMap(body -> Arrays.stream(Carrier.values()).map(carrier -> Arguments.of(body, carrier)));
    }

    private void account(String name, ProviderCase of, RawServer server) {
        SmsAccount account = new SmsAccount();
        account.setProvider(of.provider());
        account.setBaseUrl(server.url());
        account.setMaxRequestsPerSecond(0);
        if (of.provider().equals("telesign")) {
            account.setCustomerId(Sentinels.CUSTOMER_ID);
            account.setApiKey(Sentinels.SECRET_KEY);
        } else {
            account.setApiKey(Sentinels.API_KEY);
            account.setSecretKey(Sentinels.SECRET_KEY);
        }
        context.getRegistry().bind(name, account);
    }

    @ParameterizedTest
    @MethodSource("bodiesAndCarriers")
    void theNextAccountSendsTheSameText(Body body, Carrier carrier) throws Exception {
        for (String provider : List.of("telesign", "transmitsms", "2fa-link")) {
            ProviderCase next = ProviderCase.of(provider, "send");
            second = RawServer.answering(next.good());
            account("first-of-" + provider, ProviderCase.of("2fa-link", "send"), refusing);
            account(provider, next, second);
            Exchange sent = context.createProducerTemplate()
                    .send(carrier.on("sms:send?account=first-of-" + provider + "," + provider), exchange -> {
                        exchange.getIn().setHeader(SmsConstants.TO, Sentinels.TO);
                        exchange.getIn().setBody(body.of().apply(TEXT));
                    });

            assertThat(sent.getException()).isNull();
            assertThat(sent.getMessage().getHeader(SmsConstants.ACCOUNT)).isEqualTo(provider);
            assertThat(second.requests())
                    .singleElement()
                    .satisfies(request -> assertThat(holdsTheText(request)).isTrue());
            second.close();
        }
        assertThat(refusing.requests()).hasSize(3).allMatch(StreamBodyTest::holdsTheText);
    }

    /** However it is encoded. */
    private static boolean holdsTheText(Received request) {
        return Pattern.compile("Sentinel.{1,3}text.*lighthouse.{1,3}keeper.{1,3}waits")
                .matcher(request.body())
                .find();
    }

    static Stream<Arguments> sendsAndBodies() {
        return Stream.of("2fa-link", "2chat", "transmitsms", "telesign")
                .flatMap(provider ->
                        BODIES.stream().map(body -> Arguments.of(ProviderCase.of(provider, "send"), body)));
    }

    @ParameterizedTest
    @MethodSource("sendsAndBodies")
    void eachRecipientOfAListGetsTheText(ProviderCase send, Body body) throws Exception {
        boolean together = send.provider().equals("transmitsms");
        String threeTaken = "{\"message_id\":331694668,\"recipients\":3,\"error\":{\"code\":\"SUCCESS\"}}";
        Answer answer = together ? RawServer.reply(200, "application/json", threeTaken) : send.good();
        second = RawServer.answering(answer);

        Exchange sent = context.createProducerTemplate().send(send.uri(second.url()), exchange -> {
            send.input().accept(exchange.getIn());
            exchange.getIn().setHeader(SmsConstants.TO, RECIPIENTS);
            exchange.getIn().setBody(body.of().apply(send.provider().equals("telesign") ? TEXT : Sentinels.TEXT));
        });

        assertThat(sent.getException()).isNull();
        List<?> results = sent.getMessage().getBody(List.class);
        assertThat(results)
                .hasSize(3)
                .allMatch(result -> ((BulkResult) result).outcome() == Outcome.ACCEPTED, "accepted");
        assertThat(second.requests()).hasSize(together ? 1 : 3).allMatch(StreamBodyTest::holdsTheText);
        for (String recipient : RECIPIENTS) {
            assertThat(second.requests())
                    .filteredOn(request -> request.body().contains(recipient.substring(1)))
                    .hasSize(1);
        }
    }
}
