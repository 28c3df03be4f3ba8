package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.DoubleNode;
import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import java.io.IOException;
import java.util.AbstractList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.TypeConversionException;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.TypeConverterSupport;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever fails while a message is read: the exchange completes with one of the three exceptions, and nothing is sent. */
@Timeout(60)
class UnreadableInputTest {

    private static final ProviderCase PROVIDER = ProviderCase.of("transmitsms", "send");

    /** Something whose conversion fails. */
    private record Stubborn(Supplier<Throwable> failure) {}

    private final DefaultCamelContext context = new DefaultCamelContext();
    private RawServer server;

    @BeforeEach
    void start() throws IOException {
        server = RawServer.answering(PROVIDER.good());
        account("a", server.url());
        account("tls", "https://localhost:1");
        context.getTypeConverterRegistry().addTypeConverter(String.class, Stubborn.class, new TypeConverterSupport() {
            @Override
            public <T> T convertTo(Class<T> type, Exchange exchange, Object value) throws TypeConversionException {
                return UnreadableInputTest.now(((Stubborn) value).failure().get());
            }
        });
        context.start();
    }

    @AfterEach
    void stop() throws IOException {
        context.close();
        server.close();
    }

    private void account(String name, String url) {
        SmsAccount account = new SmsAccount();
        account.setProvider(PROVIDER.provider());
        account.setApiKey("key");
        account.setSecretKey("secret");
        account.setBaseUrl(url);
        context.getRegistry().bind(name, account);
    }

    @SuppressWarnings("unchecked")
    private static <T, X extends Throwable> T now(Throwable failure) throws X {
        throw (X) failure;
    }

    private Exchange send(String uri, Object body, Map<String, Object> headers) {
        return context.createProducerTemplate().send(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    static Stream<Arguments> operationsAndFailures() {
        return Stream.of("sms:send?account=a", "sms:verify?account=a", "sms:check?account=a", "sms:query?account=a")
                .flatMap(uri -> Stream.<Supplier<Throwable>>of(
                                () -> new NoClassDefFoundError("com/example/Codec"),
                                () -> new IllegalStateException("+447700900123"),
                                () -> new IOException("+447700900123"))
                        .map(failure -> Arguments.of(uri, failure)));
    }

    @ParameterizedTest
    @MethodSource("operationsAndFailures")
    void aConverterThatFailsRefusesTheMessage(String uri, Supplier<Throwable> failure) {
        Stubborn stubborn = new Stubborn(failure);
        Exchange sent = send(uri, stubborn, Map.of(SmsConstants.TO, stubborn, SmsConstants.MESSAGE_ID, stubborn));

        assertThat(sent.getException()).isInstanceOf(SmsRefusedException.class);
        assertThat(sent.getException().getMessage()).doesNotContain("447700900123");
        assertThat(server.requestCount()).isZero();
    }

    @ParameterizedTest
    @MethodSource("operationsAndFailures")
    void anAccountThatCannotBeReadRefusesTheMessage(String uri, Supplier<Throwable> failure) {
        Exchange sent =
                send(uri, "text", Map.of(SmsConstants.TO, Sentinels.TO, SmsConstants.ACCOUNT, new Stubborn(failure)));

        assertThat(sent.getException()).isInstanceOf(SmsRefusedException.class);
        assertThat(server.requestCount()).isZero();
    }

    @Test
    void anAccountThatIsNotAValidNumberRefusesTheMessage() {
        Exchange sent = send(
                "sms:send?account=a",
                "text",
                Map.of(SmsConstants.TO, Sentinels.TO, SmsConstants.ACCOUNT, DoubleNode.valueOf(Double.NaN)));

        assertThat(sent.getException()).isInstanceOf(SmsRefusedException.class);
        assertThat(server.requestCount()).isZero();
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new IllegalStateException("+447700900123"),
                new NoClassDefFoundError("secret"),
                new IOException("disk"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aListThatCannotBeReadIsRefused(Throwable failure) {
        List<Object> broken = new AbstractList<>() {
            @Override
            public Object get(int place) {
                return now(failure);
            }

            @Override
            public Iterator<Object> iterator() {
                return now(failure);
            }

            @Override
            public int size() {
                return 2;
            }
        };
        Exchange sent = send("sms:send?account=a", broken, Map.of(SmsConstants.TO, Sentinels.TO));

        assertThat(sent.getException()).isInstanceOf(SmsRefusedException.class);
        assertThat(server.requestCount()).isZero();
    }

    @Test
    void anElementThatCannotBeReadRefusesOnlyThatMessage() {
        Exchange sent = send(
                "sms:send?account=a&from=ExampleCo",
                "text",
                Map.of(
                        SmsConstants.TO,
                        List.of(Sentinels.TO, new Stubborn(() -> new NoClassDefFoundError("com/example/Codec")))));

        assertThat(sent.getException()).isNull();
        assertThat(sent.getMessage().getBody())
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(2);
    }

    /** A message can do nothing about it, so it may be sent later. */
    @Test
    void anAccountWhoseKeyStoreCannotBeReadIsNotRefused() {
        KeyStoreParameters missing = new KeyStoreParameters();
        missing.setResource("file:/nonexistent/keys.p12");
        missing.setPassword("secret");
        KeyManagersParameters keys = new KeyManagersParameters();
        keys.setKeyStore(missing);
        SSLContextParameters tls = new SSLContextParameters();
        tls.setKeyManagers(keys);
        context.getComponent("https", HttpComponent.class).setSslContextParameters(tls);

        Exchange sent = send("sms:send", "text", Map.of(SmsConstants.TO, Sentinels.TO, SmsConstants.ACCOUNT, "tls"));

        assertThat(sent.getException()).isInstanceOf(SmsRetryableException.class);
    }
}
