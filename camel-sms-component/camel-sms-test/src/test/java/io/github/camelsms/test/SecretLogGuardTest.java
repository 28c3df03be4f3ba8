package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import javax.management.ObjectName;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The guard on the log sees what it is to see; without this, its silence would mean nothing. */
class SecretLogGuardTest {

    private static final Logger COMPONENT = LoggerFactory.getLogger("io.github.camelsms.internal.send.SmsProducer");
    private static final Logger CAMEL = LoggerFactory.getLogger("org.apache.camel.component.http.HttpProducer");

    @ParameterizedTest
    @ValueSource(
            strings = {
                Sentinels.API_KEY,
                Sentinels.SECRET_KEY,
                Sentinels.TEXT,
                Sentinels.CODE,
                Sentinels.UDH,
                Sentinels.TO,
                "0" + Sentinels.NATIONAL
            })
    void findsEverySecretInLinesArgumentsAndCauses(String secret) {
        COMPONENT.debug("sent {}", secret);
        CAMEL.debug("sending {}", secret);
        CAMEL.error("failed", new IllegalStateException("outer", new IllegalArgumentException(secret)));

        assertThat(SecretLogGuard.takeLeaks())
                .hasSize(3)
                .allSatisfy(leak -> assertThat(leak).contains(secret));
        assertThat(SecretLogGuard.takeLeaks()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#all")
    void callIsLoggedWithoutItsSecretsAndNamedWithoutThemInJmx(ProviderCase call) throws Exception {
        long before = SecretLogGuard.lines();
        try (RawServer provider = RawServer.answering(call.good());
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:in").to(call.uri(provider.url()));
                }
            });
            context.start();
            context.createProducerTemplate()
                    .send("direct:in", one -> call.input().accept(one.getIn()));

            assertThat(SecretLogGuard.lines()).isGreaterThan(before + 10);
            assertThat(SecretLogGuard.takeLeaks()).isEmpty();
            assertThat(context.getEndpoints()).isNotEmpty().allSatisfy(Sentinels::assertAbsent);
            for (ObjectName name : ManagementFactory.getPlatformMBeanServer().queryNames(null, null)) {
                Sentinels.assertAbsent(name.getCanonicalName());
            }
        }
    }

    @Test
    void failedExchangeIsLoggedWithoutSecrets() throws Exception {
        ProviderCase call = ProviderCase.of("2fa-link", "send");
        String refusal =
                "{\"errorcode\":\"203\",\"errormsg\":\"bad number " + Sentinels.TO + " for " + Sentinels.TEXT + "\"}";
        try (RawServer provider = RawServer.answering(RawServer.reply(200, "application/json", refusal));
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(defaultErrorHandler().logExhaustedMessageHistory(true));
                    from("direct:in").to(call.uri(provider.url()));
                }
            });
            context.start();
            long before = SecretLogGuard.lines();
            context.createProducerTemplate()
                    .send("direct:in", one -> call.input().accept(one.getIn()));

            assertThat(SecretLogGuard.lines()).isGreaterThan(before);
            assertThat(SecretLogGuard.takeLeaks()).isEmpty();
        }
    }
}
