package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.spi.JdbcStateStore;
import io.github.camelsms.spi.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the provider asks of one node holds on another that uses the same account. */
@Timeout(120)
class SharedRestOverSocketTest {

    private static final ProviderCase SEND = ProviderCase.of("transmitsms", "send");

    private final List<DefaultCamelContext> nodes = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.forEach(DefaultCamelContext::stop);
    }

    private static StateStore database(String url) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url);
        source.setUser("sa");
        return new JdbcStateStore(source);
    }

    private DefaultCamelContext node(StateStore store, RawServer provider) throws Exception {
        DefaultCamelContext node = new DefaultCamelContext();
        nodes.add(node);
        node.getRegistry().bind("state", store);
        node.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:send")
                        .to(
                                "sms:send?provider=transmitsms&apiKey=key&secretKey=secret&to=+61491570156&rateLimitTimeout=5s"
                                        + "&maxRequestsPerSecond=1000&baseUrl=" + provider.url());
            }
        });
        node.start();
        return node;
    }

    /** The class of the failure; null when the message was sent. */
    private static ErrorClass send(DefaultCamelContext node) {
        try {
            node.createFluentProducerTemplate().withBody("Hi").to("direct:send").request();
            return null;
        } catch (CamelExecutionException failed) {
            return ((SmsException) failed.getCause()).errorClass();
        }
    }

    @Test
    void aPauseHoldsOnTheOtherNode() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        StateStore store = database("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        try (RawServer busy = RawServer.choosing(request -> calls.incrementAndGet() == 2
                ? RawServer.reply(429, "text/plain", "", "Retry-After: 600")
                : SEND.good())) {
            DefaultCamelContext one = node(store, busy);
            DefaultCamelContext two = node(store, busy);
            assertThat(send(two)).isNull();
            assertThat(send(one)).isEqualTo(ErrorClass.RATE_LIMIT);

            Awaitility.await().until(() -> send(two) == ErrorClass.RATE_LIMIT);
            int made = calls.get();

            assertThat(send(two)).isEqualTo(ErrorClass.RATE_LIMIT);
            assertThat(calls).hasValue(made);
        }
    }

    @Test
    void aStoreThatFailsChangesNothing() throws Exception {
        try (RawServer well = RawServer.answering(SEND.good());
                LogLines log = new LogLines()) {
            DefaultCamelContext node = node(database("jdbc:h2:mem:absent;IFEXISTS=TRUE"), well);

            for (int i = 0; i < 20; i++) {
                assertThat(send(node)).isNull();
            }
            Awaitility.await().until(() -> !log.lines().isEmpty());
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("The state store fails"))
                    .hasSize(1);
        }
    }
}
