package io.github.camelsms.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelsms.simulator.SmsSimulator;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.cluster.FileLockClusterService;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of several nodes the one that leads receives; another takes over when it is gone. */
class MasterTest {

    @TempDir
    private Path locks;

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final DefaultCamelContext one = new DefaultCamelContext();
    private final DefaultCamelContext other = new DefaultCamelContext();

    @AfterEach
    void stop() {
        one.stop();
        other.stop();
    }

    private void add(DefaultCamelContext node, String name, String consumer) throws Exception {
        FileLockClusterService cluster = new FileLockClusterService();
        cluster.setRoot(locks.toString());
        cluster.setAcquireLockDelay(1, TimeUnit.MILLISECONDS);
        cluster.setAcquireLockInterval(50, TimeUnit.MILLISECONDS);
        node.addService(cluster);
        node.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("master:sms:" + consumer).routeId("events").process(event -> received.add(name));
            }
        });
    }

    private static void serve(DefaultCamelContext node, int port) {
        node.getRestConfiguration().setHost("127.0.0.1");
        node.getRestConfiguration().setPort(port);
    }

    private static int post(int port, String id) {
        try {
            return Call.post("/sms/2fa-link/dlr", WebhookContract.receipt(id, "701"))
                    .to(port)
                    .status();
        } catch (ConnectException nobody) {
            return 0;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void onlyTheMasterServesTheWebhook() throws Exception {
        int port = Started.freePort();
        int second = Started.freePort();
        String consumer = "sms:dlr?provider=2fa-link&verification=none&webhookComponent=netty-http";
        serve(one, port);
        serve(other, second);
        add(one, "one", consumer);
        add(other, "other", consumer);
        one.start();
        await().until(() -> post(port, "A1") == 200);
        other.start();

        assertThat(post(second, "A2")).isNotEqualTo(200);
        one.stop();
        await().until(() -> post(second, "A3") == 200);

        assertThat(received).containsExactly("one", "other");
    }

    @Test
    void onlyTheMasterPolls() throws Exception {
        try (SmsSimulator simulator = SmsSimulator.start()) {
            String consumer = "sms:inbound?account=2chat&polling=true&initialDelay=0&delay=50";
            simulator.configure(one);
            simulator.configure(other);
            add(one, "one", consumer);
            add(other, "other", consumer);
            one.start();
            await().until(() -> !simulator.requests("2chat").isEmpty()); // reading begins there
            other.start();
            simulator.receive("2chat", "+447700900123", "first");
            await().until(() -> received.size() == 1);

            one.stop();
            int asked = simulator.requests("2chat").size();
            await().until(() -> simulator.requests("2chat").size() > asked);
            simulator.receive("2chat", "+447700900123", "second");
            await().until(() -> received.contains("other"));

            assertThat(received).startsWith("one");
        }
    }
}
