package io.github.camelsms.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.model.Correlated;
import io.github.camelsms.model.CorrelationKey;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.ReceiptSource;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.CorrelationStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a send remembers comes back with its receipt, also when the receipt is the faster of the two. */
class CorrelationsTest {

    private static final Msisdn TO = Msisdn.parse("+61491570156");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final BackgroundThreads threads = new BackgroundThreads(this, context);
    private final Correlations correlations = new Correlations(Correlations.inMemory(), threads);
    private final Exchange exchange = new DefaultExchange(context);

    @AfterEach
    void stop() {
        threads.close();
    }

    private static CompletableFuture<Optional<Correlated>> find(Correlations correlations, DeliveryReceipt receipt) {
        return correlations.find("main", receipt, ServerThread.FREE).toCompletableFuture();
    }

    private static DeliveryReceipt receipt(String id) {
        return DeliveryReceipt.of("transmitsms", id, DeliveryStatus.DELIVERED, ReceiptSource.WEBHOOK)
                .to(TO)
                .build();
    }

    private void remember(String id) {
        exchange.getMessage().setHeader("orderId", 8842);
        exchange.getMessage().setHeader("secret", "not asked for");
        exchange.setProperty("tenant", "north");
        correlations.remember(
                "main",
                Correlations.values(List.of("orderId", "tenant", "absent"), exchange),
                TO,
                SmsSubmission.accepted("transmitsms", id).build());
    }

    @Test
    void headersAndPropertiesComeBackAsTheyWere() {
        remember("1");

        assertThat(find(correlations, receipt("1")).join())
                .contains(new Correlated(Map.of("orderId", 8842), Map.of("tenant", "north")));
    }

    @Test
    void aReceiptWithoutRecipientFindsItsSend() {
        remember("1");
        DeliveryReceipt receipt = DeliveryReceipt.of("telesign", "1", DeliveryStatus.DELIVERED, ReceiptSource.WEBHOOK)
                .build();

        assertThat(find(correlations, receipt).join()).isPresent();
    }

    @Test
    void nothingIsWaitedForWhenNothingIsUnderWay() {
        long before = System.nanoTime();

        assertThat(find(correlations, receipt("1")).join()).isEmpty();
        assertThat(System.nanoTime() - before).isLessThan(Correlations.PATIENCE.toNanos());
    }

    @Test
    void aReceiptThatIsFasterThanTheSendsReplyWaitsForIt() throws Exception {
        AtomicReference<HttpTransport.Completion> underWay = new AtomicReference<>();
        HttpTransport slow = (request, completion) -> {
            underWay.set(completion);
            return false;
        };
        correlations
                .watching("main", null, slow)
                .execute(HttpRequest.get("/", null, Map.of()), (outcome, sync) -> remember("1"));
        CompletableFuture<Optional<Correlated>> early = find(correlations, receipt("1"));
        assertThat(early).isNotDone();

        underWay.get().done(HttpOutcome.of(HttpResponse.of(200, "")), false);

        assertThat(early.get(10, TimeUnit.SECONDS)).isPresent();
    }

    @Test
    void aSendThatEndsWithoutAnIdLetsTheReceiptGo() throws Exception {
        AtomicReference<HttpTransport.Completion> underWay = new AtomicReference<>();
        HttpTransport slow = (request, completion) -> {
            underWay.set(completion);
            return false;
        };
        correlations.watching("main", null, slow).execute(HttpRequest.get("/", null, Map.of()), (outcome, sync) -> {});
        CompletableFuture<Optional<Correlated>> early = find(correlations, receipt("1"));
        assertThat(early).isNotDone();

        underWay.get().done(HttpOutcome.of(HttpResponse.of(500, "")), false);

        assertThat(early.get(10, TimeUnit.SECONDS)).isEmpty();
    }

    /** Under a steady load some send is always under way; that must not hold up every receipt of an unknown message. */
    @Test
    void aSendThatBeginsAfterTheReceiptCameIsNotWaitedFor() throws Exception {
        List<HttpTransport.Completion> underWay = new CopyOnWriteArrayList<>();
        HttpTransport slow = (request, completion) -> {
            underWay.add(completion);
            return false;
        };
        CountDownLatch arrived = new CountDownLatch(1);
        CorrelationStore store = new CorrelationStore() {
            @Override
            public void put(CorrelationKey key, Correlated values) {}

            @Override
            public Optional<Correlated> find(CorrelationKey key) {
                arrived.countDown();
                return Optional.empty();
            }
        };
        Correlations busy = new Correlations(store, threads);
        HttpTransport transport = busy.watching("main", null, slow);
        HttpRequest request = HttpRequest.get("/", null, Map.of());
        transport.execute(request, (outcome, sync) -> {});
        long before = System.nanoTime();
        CompletableFuture<Optional<Correlated>> unknown = find(busy, receipt("1"));
        arrived.await();

        transport.execute(request, (outcome, sync) -> {});
        underWay.get(0).done(HttpOutcome.of(HttpResponse.of(200, "")), false);

        assertThat(unknown.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(System.nanoTime() - before).isLessThan(Correlations.PATIENCE.toNanos());
    }
}
