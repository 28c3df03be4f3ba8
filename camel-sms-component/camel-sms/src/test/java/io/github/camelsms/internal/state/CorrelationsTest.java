package io.github.camelsms.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.http.HttpCall;
import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.HttpTransport;
import io.github.camelsms.internal.exchange.Correlated;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.ReceiptSource;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsSubmission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a send remembers comes back with its receipt, also when the receipt is the faster of the two. */
class CorrelationsTest {

    private static final Msisdn TO = Msisdn.parse("+61491570156");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final BackgroundThreads threads = new BackgroundThreads(this, context);
    private final Correlations correlations = new Correlations(null, Duration.ofDays(1), threads);
    private final Exchange exchange = new DefaultExchange(context);

    @AfterEach
    void stop() {
        threads.close();
    }

    private static CompletableFuture<Optional<Correlated>> find(Correlations correlations, DeliveryReceipt receipt) {
        return correlations.find("main", null, receipt, ServerThread.FREE).toCompletableFuture();
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
                Correlated.read(List.of("orderId", "tenant", "absent"), exchange),
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
                .execute(HttpCall.of(HttpRequest.get("/", null, Map.of())), (outcome, sync) -> remember("1"));
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
        correlations
                .watching("main", null, slow)
                .execute(HttpCall.of(HttpRequest.get("/", null, Map.of())), (outcome, sync) -> {});
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
        HttpTransport transport = correlations.watching("main", null, slow);
        HttpCall request = HttpCall.of(HttpRequest.get("/", null, Map.of()));
        transport.execute(request, (outcome, sync) -> {});
        long before = System.nanoTime();
        CompletableFuture<Optional<Correlated>> unknown = find(correlations, receipt("1"));

        transport.execute(request, (outcome, sync) -> {});
        underWay.get(0).done(HttpOutcome.of(HttpResponse.of(200, "")), false);

        assertThat(unknown.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(System.nanoTime() - before).isLessThan(Correlations.PATIENCE.toNanos());
    }

    private HttpTransport.Completion sendUnderWay(@Nullable Object input) {
        AtomicReference<HttpTransport.Completion> underWay = new AtomicReference<>();
        correlations
                .watching("main", input, (request, completion) -> {
                    underWay.set(completion);
                    return false;
                })
                .execute(HttpCall.of(HttpRequest.get("/", null, Map.of())), (outcome, sync) -> {});
        return underWay.get();
    }

    /** A server's worker threads would otherwise all wait for one slow send. */
    @Test
    void fewReceiptsOfUnknownMessagesHoldAThread() {
        HttpTransport.Completion send = sendUnderWay(null);

        List<CompletableFuture<Optional<Correlated>>> receipts = IntStream.range(0, 100)
                .mapToObj(i -> correlations
                        .find("main", null, receipt("unknown" + i), ServerThread.HELD)
                        .toCompletableFuture())
                .toList();

        assertThat(receipts.stream().filter(receipt -> !receipt.isDone())).hasSizeLessThanOrEqualTo(5);
        remember("known");
        assertThat(correlations
                        .find("main", null, receipt("known"), ServerThread.HELD)
                        .toCompletableFuture())
                .isCompletedWithValueMatching(Optional::isPresent);
        send.done(HttpOutcome.of(HttpResponse.of(200, "")), false);
        assertThat(receipts)
                .allSatisfy(
                        receipt -> assertThat(receipt.get(10, TimeUnit.SECONDS)).isEmpty());
    }

    @Test
    void withoutAThreadMoreWaitButNotAnyNumber() {
        sendUnderWay(null);

        List<CompletableFuture<Optional<Correlated>>> receipts = IntStream.range(0, 1_000)
                .mapToObj(i -> find(correlations, receipt("unknown" + i)))
                .toList();

        assertThat(receipts.stream().filter(receipt -> !receipt.isDone())).hasSizeBetween(100, 300);
    }

    @Test
    void aSendToAnotherRecipientIsNotWaitedFor() {
        sendUnderWay(SmsMessage.to("+447700900123").text("Hi").build());
        sendUnderWay(List.of(
                SmsMessage.to("+447700900124").text("Hi").build(),
                SmsMessage.to("+447700900125").text("Hi").build()));

        assertThat(find(correlations, receipt("1"))).isCompletedWithValue(Optional.empty());
    }

    @Test
    void aSendToTheSameRecipientIsWaitedForHoweverTheProviderWritesTheNumber() {
        sendUnderWay(SmsMessage.to("+61491570156").text("Hi").build());
        DeliveryReceipt national = DeliveryReceipt.of("transmitsms", "1", DeliveryStatus.SENT, ReceiptSource.WEBHOOK)
                .to(Msisdn.parse("491570156"))
                .build();

        assertThat(find(correlations, receipt("1"))).isNotDone();
        assertThat(find(correlations, national)).isNotDone();
    }

    @Test
    void aReceiptWaitsForAWhileOnly() throws Exception {
        sendUnderWay(null);

        assertThat(find(correlations, receipt("1")).get(30, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void anotherNodeFindsWhatCanBeStored() {
        MemoryStateStore shared = new MemoryStateStore();
        Correlations sender = new Correlations(shared, Duration.ofDays(1), threads);
        Correlations receiver = new Correlations(shared, Duration.ofDays(1), threads);
        exchange.getMessage().setHeader("orderId", 8842);
        exchange.setProperty("order", new Object());

        sender.remember(
                "main",
                Correlated.read(List.of("orderId", "order"), exchange),
                TO,
                SmsSubmission.accepted("transmitsms", "1").build());

        assertThat(find(receiver, receipt("1")).join()).contains(new Correlated(Map.of("orderId", 8842), Map.of()));
    }
}
