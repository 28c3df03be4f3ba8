package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.SmsComponent;
import io.github.camelsms.spi.JdbcStateStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Three processes on one PostgreSQL send each message twice through a gateway that loses replies, and are killed at random: no key has two SMS,
 * and what was accepted is given again as it was. Lost replies are settled by receipts.
 */
@Timeout(540)
@EnabledOnOs(
        value = OS.LINUX,
        architectures = "amd64",
        disabledReason = "the binaries of PostgreSQL are those of Linux")
class KilledSendersTest {

    private static final int PROCESSES = 3;
    private static final Pattern KEY = Pattern.compile("Message (k[0-9]+)");

    private final Random random = new Random(4711);
    private final Random chance = new Random(8842);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final DefaultCamelContext receiver = new DefaultCamelContext();
    private final ExecutorService receipts = Executors.newFixedThreadPool(4);
    private final AtomicInteger receiptsUnderWay = new AtomicInteger();
    private final Map<String, List<String>> sms = new ConcurrentHashMap<>();
    private final Set<String> lostReplies = ConcurrentHashMap.newKeySet();
    private final AtomicInteger ids = new AtomicInteger();
    private final List<Sender> senders = new ArrayList<>();

    private Postgres database;
    private RawServer gateway;
    private String webhooks;

    @BeforeEach
    void start() throws Exception {
        ServerPort.assumeServer();
        database = Postgres.start();
        receiver.getComponent("sms", SmsComponent.class)
                .setStateStore(new JdbcStateStore(Postgres.pool(database.url())));
        MainHttpServer server = new MainHttpServer();
        server.setCamelContext(receiver);
        server.setHost("127.0.0.1");
        server.setPort(ServerPort.any());
        receiver.addService(server, true, true);
        receiver.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("sms:dlr?provider=transmitsms&verification=none").log("receipt");
                from("sms:dlr?provider=telesign&verification=none").log("receipt");
            }
        });
        receiver.start();
        webhooks = "http://127.0.0.1:"
                + receiver.getComponent("platform-http", PlatformHttpComponent.class)
                        .getEngine()
                        .getServerPort();
        gateway = RawServer.choosing(this::answer);
        for (int i = 0; i < PROCESSES; i++) {
            senders.add(new Sender());
        }
    }

    @AfterEach
    void stop() throws Exception {
        senders.forEach(Sender::kill);
        receipts.shutdownNow();
        receiver.close();
        if (gateway != null) {
            gateway.close();
        }
        if (database != null) {
            database.close();
        }
    }

    private String endpoint(String provider, String keys) {
        return "sms:send?provider=" + provider + "&" + keys + "&baseUrl=" + gateway.url()
                + "&maxRequestsPerSecond=0&rateLimitTimeout=0s&connectTimeout=2s&responseTimeout=5s&callbackUrl="
                + webhooks + "/sms/" + provider + "/dlr";
    }

    // The gateway.

    private RawServer.Answer answer(RawServer.Received request) {
        String body = URLDecoder.decode(request.body(), StandardCharsets.UTF_8);
        Matcher key = KEY.matcher(body);
        assertThat(key.find()).isTrue();
        int chance;
        synchronized (random) {
            chance = random.nextInt(100);
        }
        if (chance < 10) {
            return RawServer.reply(402, "text/html", "no credit");
        }
        boolean transmit = body.contains("dlr_callback");
        String id = transmit
                ? String.valueOf(331_000_000 + ids.incrementAndGet())
                : String.format("%032X", ids.incrementAndGet());
        sms.computeIfAbsent(key.group(1), none -> Collections.synchronizedList(new ArrayList<>()))
                .add(id);
        receiptsUnderWay.incrementAndGet();
        receipts.execute(() -> report(transmit, id, body));
        if (chance < 40) {
            lostReplies.add(key.group(1));
            return RawServer.bytesThenEnd("");
        }
        return RawServer.reply(
                200,
                "application/json",
                transmit
                        ? "{\"message_id\":" + id + ",\"recipients\":1,\"cost\":0.070,\"error\":{\"code\":\"SUCCESS\","
                                + "\"description\":\"OK\"}}"
                        : "{\"reference_id\":\"" + id + "\",\"errors\":[],\"status\":{\"updated_on\":"
                                + "\"2026-09-15T10:30:00.559307Z\",\"code\":290,\"description\":\"Message in progress\"}}");
    }

    /** Calls until it is answered 200, as no gateway does. */
    private void report(boolean transmit, String id, String body) {
        Matcher address =
                Pattern.compile("(?:dlr_callback|callback_url)=(http://[^&]+)").matcher(body);
        assertThat(address.find()).isTrue();
        HttpRequest.Builder call = HttpRequest.newBuilder(URI.create(
                address.group(1) + (transmit ? "&message_id=" + id + "&status=delivered&mobile=447700900123" : "")));
        if (!transmit) {
            call.POST(HttpRequest.BodyPublishers.ofString("{\"reference_id\":\"" + id
                    + "\",\"status\":{\"updated_on\":\"2026-09-15T10:31:00Z\",\"code\":200,"
                    + "\"description\":\"Delivered to handset\"}}"));
        }
        int status = 0;
        while (status != 200 && !receipts.isShutdown()) {
            try {
                status = http.send(call.build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode();
            } catch (IOException | InterruptedException ended) {
                status = 0;
            }
        }
        receiptsUnderWay.decrementAndGet();
    }

    // The senders.

    /** One process after the other that gets messages and gives results, each message under way here until it has one. */
    private final class Sender {

        private final Set<String> underWay = ConcurrentHashMap.newKeySet();
        private final Semaphore places = new Semaphore(KeyedSendingProcess.THREADS);
        private volatile Process process;
        private volatile Writer out;

        void begin(BlockingQueue<String> results) throws IOException {
            process = JavaProcess.start(
                    KeyedSendingProcess.class,
                    database.url(),
                    endpoint("transmitsms", "apiKey=key&secretKey=secret"),
                    endpoint("telesign", "customerId=" + Sentinels.CUSTOMER_ID + "&apiKey=c2VjcmV0"));
            out = process.outputWriter(StandardCharsets.UTF_8);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            Thread reading = new Thread(() -> in.lines().forEach(line -> {
                String message = line.split(" ", 2)[0];
                if (underWay.remove(message)) {
                    results.add(line);
                    places.release();
                }
            }));
            reading.setDaemon(true);
            reading.start();
        }

        /** Hands over a message; false when the process has no place for it now. */
        boolean take(int endpoint, String key) throws IOException {
            if (underWay.contains(key) || !places.tryAcquire()) {
                return false;
            }
            underWay.add(key);
            out.write(endpoint + " " + key + "\n");
            out.flush();
            return true;
        }

        void kill() {
            if (process != null) {
                process.destroyForcibly();
                process.onExit().join();
            }
        }

        /** What a broker would deliver again. */
        List<String> lost() {
            List<String> lost = new ArrayList<>(underWay);
            lost.forEach(key -> {
                if (underWay.remove(key)) {
                    places.release();
                }
            });
            return lost;
        }
    }

    /**
     * Sends each key twice.
     *
     * @param toTheEnd whether to wait until what a killed process was about to send counts as unknown
     */
    private void run(int keys, int kills, boolean toTheEnd) throws Exception {
        BlockingQueue<String> results = new LinkedBlockingQueue<>();
        for (Sender sender : senders) {
            sender.begin(results);
        }
        Deque<String> waiting = new ArrayDeque<>();
        Deque<String> later = new ArrayDeque<>();
        for (int i = 0; i < 2 * keys; i++) {
            waiting.add("k" + i % keys);
        }
        Map<String, List<String>> accepted = new ConcurrentHashMap<>();
        Set<String> killedWith = new HashSet<>();
        Deque<Integer> kill = kills(keys, kills);
        int ended = 0;
        while (ended < 2 * keys) {
            while (!waiting.isEmpty() && handedOver(waiting.peek())) {
                waiting.remove();
            }
            String line = results.poll(200, TimeUnit.MILLISECONDS);
            if (line == null) { // nothing else to do: those that may have been settled meanwhile
                waiting.addAll(later);
                later.clear();
                continue;
            }
            String[] result = line.split(" ", 2);
            String key = result[0];
            if (result[1].startsWith("{")) {
                accepted.computeIfAbsent(key, none -> new ArrayList<>()).add(result[1]);
                ended++;
            } else if (isOver(key, result[1], killedWith, toTheEnd)) {
                ended++;
            } else {
                later.add(key);
            }
            if (!kill.isEmpty() && ended >= kill.peek()) {
                kill.remove();
                Sender victim = senders.get(chance.nextInt(PROCESSES));
                victim.kill();
                List<String> lost = victim.lost();
                killedWith.addAll(lost);
                later.addAll(lost);
                victim.begin(results);
            }
        }

        assertThat(sms.values()).allSatisfy(ofKey -> assertThat(ofKey).hasSize(1));
        assertThat(accepted.values())
                .allSatisfy(same -> assertThat(Set.copyOf(same)).hasSize(1));
        assertThat(accepted)
                .allSatisfy((key, same) ->
                        assertThat(same.get(0)).contains(sms.get(key).get(0)));
        assertThat(lostReplies).isNotEmpty();
        if (toTheEnd) {
            assertThat(accepted.keySet())
                    .as("a receipt has settled what was lost")
                    .containsAll(sms.keySet());
        } else {
            Set<String> unsettled = new HashSet<>(sms.keySet());
            unsettled.removeAll(accepted.keySet());
            assertThat(killedWith).containsAll(unsettled);
        }
    }

    /** After how many results a process is killed: at random in the first half, so that what was unknown ends soon after the rest. */
    private Deque<Integer> kills(int keys, int count) {
        return chance.ints(count, 1, keys).sorted().boxed().collect(Collectors.toCollection(ArrayDeque::new));
    }

    private boolean handedOver(String key) throws IOException {
        Collections.rotate(senders, 1);
        for (Sender sender : senders) {
            if (sender.take(Integer.parseInt(key.substring(1)) % 2, key)) {
                return true;
            }
        }
        return false;
    }

    /** Whether no further try can change the result of a message that was not accepted. */
    private boolean isOver(String key, String failure, Set<String> killedWith, boolean toTheEnd) {
        assertThat(failure).isIn("SmsRefusedException", "SmsRetryableException", "SmsOutcomeUnknownException");
        boolean neverSent = !sms.containsKey(key) && killedWith.contains(key);
        return switch (failure) {
            case "SmsOutcomeUnknownException" -> neverSent;
            case "SmsRetryableException" -> !toTheEnd && killedWith.contains(key) && receiptsUnderWay.get() == 0;
            default -> false;
        };
    }

    @Test
    void aFewMessages() throws Exception {
        run(60, 2, false);
    }

    @Test
    @Tag("slow")
    void manyMessages() throws Exception {
        run(2_500, 6, true);
    }
}
