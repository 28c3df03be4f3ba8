package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsComponent;
import io.github.camelsms.simulator.SmsSimulator;
import io.github.camelsms.spi.JdbcStateStore;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes that poll the inbox of one account: one asks, the other takes over. */
@Timeout(180)
class SharedInboxTest {

    private static final String HANDSET = "+447700900123";

    private final SmsSimulator simulator = SmsSimulator.builder().start();
    private final List<String> arrived = new CopyOnWriteArrayList<>();
    private DataSource database;
    private Node one;
    private Node other;

    @BeforeEach
    void start() throws Exception {
        database = database();
        one = new Node("one");
        other = new Node("other");
    }

    @AfterEach
    void stop() throws Exception {
        one.context.stop();
        other.context.stop();
        simulator.close();
        close();
    }

    DataSource database() throws Exception {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        source.setUser("sa");
        return source;
    }

    void close() throws Exception {}

    /** A node that polls every 50 ms. */
    private final class Node {
        private final DefaultCamelContext context = new DefaultCamelContext();

        Node(String name) throws Exception {
            context.getRegistry().bind("state", new JdbcStateStore(database));
            SmsAccount account = new SmsAccount();
            account.setProvider("2chat");
            account.setApiKey("sim-2chat-key");
            account.setBaseUrl(simulator.baseUrl("2chat").toString());
            context.getComponent("sms", SmsComponent.class).getAccounts().put("main", account);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("sms:inbound?account=main&polling=true&initialDelay=0&delay=50")
                            .routeId("inbox")
                            .process(exchange -> arrived.add(name));
                }
            });
        }
    }

    private void writes(String text) {
        simulator.receive("2chat", HANDSET, text);
    }

    @Test
    void oneNodePollsAndTheOtherTakesOver() throws Exception {
        one.context.start();
        Awaitility.await().until(() -> !simulator.requests("2chat").isEmpty()); // reading begins there
        writes("first");
        Awaitility.await().until(() -> arrived.size() == 1);
        other.context.start();
        for (int i = 2; i <= 6; i++) {
            writes("text " + i);
            int expected = i;
            Awaitility.await().until(() -> arrived.size() == expected);
        }
        assertThat(arrived).containsOnly("one");

        one.context.getRouteController().suspendRoute("inbox");
        writes("while one rests");
        Awaitility.await().until(() -> arrived.size() == 7);
        assertThat(arrived.get(6)).isEqualTo("other");

        one.context.getRouteController().resumeRoute("inbox");
        other.context.stop();
        writes("when other has stopped");
        Awaitility.await().until(() -> arrived.size() == 8);
        assertThat(arrived.get(7)).isEqualTo("one");
    }
}
