package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelsms.internal.state.MemoryStateStore;
import io.github.camelsms.spi.JdbcStateStore;
import io.github.camelsms.spi.StateStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A repeat that arrives on another node, or on another path, is processed once. */
@Timeout(120)
class SharedStateTest {

    private static final String TOKEN = "?token=t0ken";

    private final StateStore store = new MemoryStateStore();
    private final List<String> processed = new CopyOnWriteArrayList<>();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final Receiver one = new Receiver();
    private final Receiver other = new Receiver();

    @BeforeAll
    static void assumeServer() {
        ServerPort.assumeServer();
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        one.close();
        other.close();
    }

    private void serve(Receiver node, String name, String... options) throws Exception {
        node.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                for (String option : options) {
                    from("sms:dlr?provider=2fa-link&verification=token&webhookVerifyToken=t0ken" + option)
                            .process(exchange -> {
                                processed.add(name);
                                goOn.await();
                            });
                }
            }
        });
        node.context().start();
    }

    private void assertOnce(Receiver second, String firstPath, String secondPath) throws Exception {
        CompletableFuture<Integer> first = one.receipt(firstPath + TOKEN, "1", "701");
        Awaitility.await().until(() -> processed.size() == 1);

        assertThat(second.receipt(secondPath + TOKEN, "1", "701").get()).isEqualTo(503);
        goOn.countDown();
        assertThat(first.get()).isEqualTo(200);
        assertThat(second.receipt(secondPath + TOKEN, "1", "701").get()).isEqualTo(200);
        assertThat(one.receipt(firstPath + TOKEN, "1", "701").get()).isEqualTo(200);
        assertThat(processed).hasSize(1);
        assertThat(second.receipt(secondPath + TOKEN, "1", "700").get()).isEqualTo(200);
        assertThat(processed).hasSize(2);
    }

    @Test
    void twoNodesWithOneStore() throws Exception {
        one.context().getRegistry().bind("state", store);
        other.context().getRegistry().bind("state", store);
        serve(one, "one", "&path=/receipts");
        serve(other, "other", "&path=/receipts");

        assertOnce(other, "/receipts", "/receipts");
    }

    @Test
    void twoPathsOfOneAccount() throws Exception {
        serve(one, "one", "&path=/a", "&path=/b");

        assertOnce(one, "/a", "/b");
    }

    @Test
    void twoPathsWithOneRepository() throws Exception {
        one.context().getRegistry().bind("processed", MemoryIdempotentRepository.memoryIdempotentRepository(100));
        serve(one, "one", "&path=/a&idempotentRepository=#processed", "&path=/b&idempotentRepository=#processed");

        assertOnce(one, "/a", "/b");
    }

    @Test
    void aStoreThatCannotBeUsedIsNoticedAtTheStart() {
        JdbcDataSource unreachable = new JdbcDataSource();
        unreachable.setURL("jdbc:h2:mem:absent;IFEXISTS=TRUE");
        one.context().getRegistry().bind("state", new JdbcStateStore(unreachable));

        assertThatThrownBy(() -> serve(one, "one", "&path=/receipts"))
                .hasStackTraceContaining("the state store's database failed with SQL state");
    }
}
