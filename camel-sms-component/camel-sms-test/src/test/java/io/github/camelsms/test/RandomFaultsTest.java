package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.BulkResult.Outcome;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sends 9,800 messages in six ways at once to two servers that fail at random in 13 ways, and compares what the route was told with what
 * the servers did. {@code -Dfaults.seed} chooses another run.
 */
@Tag("slow")
@Timeout(180)
class RandomFaultsTest {

    private static final long SEED = Long.getLong("faults.seed", 20_261_127);

    /** What the route was told of each message, once for each completion. */
    private final Map<Integer, Queue<Outcome>> told = new ConcurrentHashMap<>();

    /**
     * One way to send.
     *
     * @param inFlight how many exchanges are in flight at most
     * @param perExchange how many messages an exchange holds
     */
    private record Way(String accounts, int messages, int inFlight, int perExchange, boolean transacted, String more) {}

    private static final List<Way> WAYS = List.of(
            new Way("plain", 3000, 64, 1, false, ""),
            new Way("limited", 800, 64, 1, false, "&rateLimitTimeout=60s"),
            new Way("bulk,bulk-spare", 2000, 4, 50, false, "&batchSize=10"),
            new Way("transacted", 1000, 16, 1, true, ""),
            new Way("synchronous", 1000, 16, 1, false, "&synchronous=true"),
            new Way("first,second", 2000, 64, 1, false, ""));

    @ParameterizedTest
    @EnumSource(
            value = Carrier.class,
            names = {"ASYNC", "CAMEL_HTTP"})
    void whatTheRouteIsToldIsWhatTheServersDid(Carrier carrier) throws Exception {
        int total = WAYS.stream().mapToInt(Way::messages).sum();
        assertThat(total).isEqualTo(9800);
        try (ErraticServer first = new ErraticServer(SEED, "2fa-link");
                ErraticServer second = new ErraticServer(SEED + 1, "transmitsms")) {
            DefaultCamelContext context = new DefaultCamelContext();
            context.start();
            List<String> ofFirst = List.of("plain", "limited", "bulk", "transacted", "synchronous", "first");
            ofFirst.forEach(name -> account(context, name, "2fa-link", first));
            account(context, "limited", "2fa-link", first).setMaxRequestsPerSecond(100);
            List.of("bulk-spare", "second").forEach(name -> account(context, name, "transmitsms", second));
            List<Thread> senders = new ArrayList<>();
            int from = 0;
            for (Way way : WAYS) {
                int begin = from;
                Thread sender = new Thread(() -> send(context, carrier, way, begin), way.accounts());
                sender.start();
                senders.add(sender);
                from += way.messages();
            }
            for (Thread sender : senders) {
                sender.join();
            }
            context.close();

            List<String> wrong = new ArrayList<>();
            for (int i = 0; i < total; i++) {
                check(i, ErraticServer.Ledger.sum(first.of(i), second.of(i)), wrong::add);
            }
            assertThat(wrong).as("seed %d", SEED).isEmpty();
            assertThat(told.values().stream().flatMap(Queue::stream))
                    .as("all outcomes occur")
                    .contains(Outcome.values());
            assertThat(first.ways()).as("ways of the first server").isEqualTo(14);
        }
    }

    private static SmsAccount account(DefaultCamelContext context, String name, String provider, ErraticServer server) {
        SmsAccount account = new SmsAccount();
        account.setProvider(provider);
        account.setApiKey(name + "-key");
        account.setSecretKey(name + "-secret");
        account.setBaseUrl(server.url());
        account.setMaxRequestsPerSecond(0);
        account.setResponseTimeout(Duration.ofSeconds(6));
        context.getRegistry().bind(name, account);
        return account;
    }

    private void send(DefaultCamelContext context, Carrier carrier, Way way, int from) {
        try {
            String uri = carrier.on("sms:send?account=" + way.accounts() + way.more());
            AsyncProducer producer = context.getEndpoint(uri).createAsyncProducer();
            producer.start();
            Semaphore room = new Semaphore(way.inFlight());
            CountDownLatch left = new CountDownLatch(way.messages() / way.perExchange());
            boolean holdsThread =
                    way.transacted() || !way.more().isEmpty() && way.more().contains("synchronous");
            for (int first = from; first < from + way.messages(); first += way.perExchange()) {
                Exchange exchange = exchange(producer, way, first);
                int begin = first;
                room.acquire();
                Runnable call = () -> producer.process(exchange, sync -> {
                    tell(exchange, begin, way.perExchange());
                    room.release();
                    left.countDown();
                });
                if (holdsThread || carrier == Carrier.CAMEL_HTTP) {
                    new Thread(call).start();
                } else {
                    call.run();
                }
            }
            left.await(120, TimeUnit.SECONDS);
            producer.stop();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Exchange exchange(AsyncProducer producer, Way way, int first) {
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.getExchangeExtension().setTransacted(way.transacted());
        List<SmsMessage> messages = IntStream.range(first, first + way.perExchange())
                .mapToObj(i -> SmsMessage.to(ErraticServer.number(i))
                        .text("The depot opens at 9.")
                        .build())
                .toList();
        exchange.getIn().setBody(way.perExchange() == 1 ? messages.get(0) : messages);
        return exchange;
    }

    private void tell(Exchange exchange, int first, int count) {
        if (count == 1) {
            Exception failure = exchange.getException();
            tell(first, failure == null ? Outcome.ACCEPTED : Outcome.of((SmsException) failure));
            return;
        }
        List<?> results = exchange.getMessage().getBody(List.class);
        for (int i = 0; i < count; i++) {
            tell(first + i, ((BulkResult) results.get(i)).outcome());
        }
    }

    private void tell(int message, Outcome outcome) {
        told.computeIfAbsent(message, none -> new ConcurrentLinkedQueue<>()).add(outcome);
    }

    private void check(int i, ErraticServer.Ledger done, Consumer<String> wrong) {
        List<Outcome> outcomes = List.copyOf(told.getOrDefault(i, new ConcurrentLinkedQueue<>()));
        String what = "message " + i + ": told " + outcomes + ", " + done;
        if (outcomes.size() != 1) {
            wrong.accept("not completed once: " + what);
            return;
        }
        boolean right =
                switch (outcomes.get(0)) {
                    case ACCEPTED -> done.processed() == 1;
                    case REFUSED, RETRYABLE -> done.processed() == 0 && !done.unknowable();
                    case UNKNOWN -> done.unknowable();
                };
        if (!right) {
            wrong.accept("wrong outcome: " + what);
        }
        if (done.processed() > 1 || done.mostRequests() > 1) {
            wrong.accept("sent twice: " + what);
        }
    }
}
