package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes on one PostgreSQL get each receipt two at once, and are killed at random: each receipt that was acknowledged was processed,
 * none at the same time by two, no state after a later one, and what a dead one had claimed is taken over after its lease.
 */
@Tag("slow")
@Timeout(300)
@EnabledOnOs(
        value = OS.LINUX,
        architectures = "amd64",
        disabledReason = "the binaries of PostgreSQL are those of Linux")
class KilledReceiversTest {

    private static final int NODES = 3;
    private static final int MESSAGES = 1_500;
    private static final int KILLS = 5;
    private static final int AT_ONCE = 16;
    private static final String TOKEN = "3f9c0d6e1b";
    private static final String SENT = "700";
    private static final String DELIVERED = "701";

    /** The message whose receipt a node has claimed when it is killed. */
    private static final String CLAIMED = "65F1A2B3-claimed";

    /** Of a claim; it began a little before its route did. */
    private static final Duration LEASE = Duration.ofSeconds(59);

    @TempDir
    private Path folder;

    private final Random random = new Random(4711);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Executor later = CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS, threads);
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Map<String, Long> brought = new ConcurrentHashMap<>();
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<Life> lives = Collections.synchronizedList(new ArrayList<>());
    private Postgres database;

    /** A receipt of a message. */
    private record Receipt(String messageId, String code) {

        String event() {
            return messageId + (code.equals(SENT) ? "/SENT" : "/DELIVERED");
        }

        String body() {
            return "{\"request_id\":\"" + messageId
                    + "\",\"sender\":\"Acme\",\"msisdn\":\"447700900123\",\"status\":\"SMS\"," + "\"statuscode\":\""
                    + code + "\",\"timestamp\":\"2026-09-15T10:30:00+00:00\"}";
        }
    }

    /** A process from its start to its end, and what it wrote. */
    private static final class Life {

        private final Path journal;
        private volatile long death = Long.MAX_VALUE;

        Life(Path journal) {
            this.journal = journal;
        }

        List<SharedReceivingProcess.Line> lines() throws IOException {
            List<String> lines = Files.exists(journal) ? Files.readAllLines(journal) : List.of();
            return lines.stream().map(SharedReceivingProcess.Line::parse).toList();
        }
    }

    /** One process after the other. */
    private final class Node {

        private volatile URI address;
        private Process process;
        private Life life;

        void start(String endless) throws IOException {
            life = new Life(folder.resolve("journal-" + lives.size()));
            lives.add(life);
            process = JavaProcess.start(
                    SharedReceivingProcess.class, database.url(), TOKEN, life.journal.toString(), endless);
            Process started = process;
            threads.execute(() -> readPort(started));
        }

        private void readPort(Process started) {
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
            out.lines()
                    .filter(line -> line.matches("[0-9]+"))
                    .findFirst()
                    .ifPresent(port ->
                            address = URI.create("http://127.0.0.1:" + port + "/sms/2fa-link/dlr?token=" + TOKEN));
        }

        void kill() {
            address = null;
            process.destroyForcibly();
            process.onExit().join();
            life.death = System.nanoTime();
        }
    }

    @BeforeEach
    void start() throws IOException {
        ServerPort.assumeServer();
        database = Postgres.start();
        for (int i = 0; i < NODES; i++) {
            nodes.add(new Node());
            nodes.get(i).start(i == 0 ? CLAIMED : "none");
        }
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(this::allServe);
    }

    private boolean allServe() {
        return nodes.stream().allMatch(node -> node.address != null);
    }

    @AfterEach
    void stop() throws IOException {
        threads.shutdownNow();
        nodes.stream().filter(node -> node.process != null).forEach(Node::kill);
        if (database != null) {
            database.close();
        }
    }

    @Test
    void acknowledgedReceiptsWereProcessedAndNoneAtTheSameTime() throws Exception {
        Receipt claimed = new Receipt(CLAIMED, DELIVERED);
        CompletableFuture<Integer> cutOff = call(nodes.get(0).address, claimed);
        Life first = nodes.get(0).life;
        Awaitility.await().until(() -> !first.lines().isEmpty());
        assertThat(call(nodes.get(1).address, claimed).get()).isEqualTo(503);
        restart(nodes.get(0));
        assertThat(cutOff.handle((status, failure) -> failure).get()).isNotNull();

        List<Receipt> receipts = receipts();
        receipts.add(claimed);
        CountDownLatch ended = new CountDownLatch(receipts.size());
        CompletableFuture<Void> killing = CompletableFuture.runAsync(() -> killAtRandom(receipts.size()), threads);
        for (Receipt receipt : receipts) {
            places.acquire();
            deliver(receipt, ended);
        }
        ended.await();
        killing.get();
        nodes.forEach(Node::kill);

        Map<String, List<Run>> runs = runs();
        assertThat(acknowledged).hasSize(receipts.size());
        assertThat(runs.keySet()).isEqualTo(acknowledged.keySet());
        runs.forEach(this::assertOneAfterTheOther);
        assertThat(runs.values())
                .as("kills hit receipts that were being processed")
                .anySatisfy(ofEvent -> assertThat(ofEvent).hasSizeGreaterThan(1));
        assertThat(receipts).anyMatch(this::isLate);
        for (Receipt receipt : receipts) {
            assertNotBehindALaterState(receipt, runs);
        }
        List<Run> takenOver = runs.get(claimed.event());
        assertThat(takenOver).hasSize(2);
        assertThat(takenOver.get(1).begin() - takenOver.get(0).begin()).isGreaterThan(LEASE.toNanos());
        assertThat(progressOf(3)).isEqualTo(MESSAGES + 1);
    }

    /** A sent one and a delivered one of each message, in any order. */
    private List<Receipt> receipts() {
        List<Receipt> receipts = IntStream.range(0, MESSAGES)
                .mapToObj(i -> "65F1A2B3-" + i)
                .flatMap(id -> List.of(new Receipt(id, SENT), new Receipt(id, DELIVERED)).stream())
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(receipts, random);
        return receipts;
    }

    private void restart(Node node) throws IOException {
        node.kill();
        node.start("none");
    }

    private void killAtRandom(int receipts) {
        Random chance = new Random(8842);
        Deque<Integer> kills = chance.ints(KILLS, receipts / 20, receipts / 2)
                .sorted()
                .boxed()
                .collect(Collectors.toCollection(ArrayDeque::new));
        while (!kills.isEmpty()) {
            int next = kills.remove();
            Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> acknowledged.size() >= next && allServe());
            try {
                restart(nodes.get(chance.nextInt(NODES)));
            } catch (IOException notStarted) {
                throw new IllegalStateException(notStarted);
            }
        }
    }

    /** To two nodes at once, again and again until one of them acknowledges it. */
    private void deliver(Receipt receipt, CountDownLatch ended) {
        brought.putIfAbsent(receipt.event(), System.nanoTime());
        List<URI> serving = nodes.stream()
                .map(node -> node.address)
                .filter(address -> address != null)
                .collect(Collectors.toCollection(ArrayList::new));
        synchronized (random) {
            Collections.shuffle(serving, random);
        }
        List<CompletableFuture<Integer>> calls = serving.stream()
                .limit(2)
                .map(address -> call(address, receipt).exceptionally(cutOff -> 0))
                .toList();
        CompletableFuture.allOf(calls.toArray(CompletableFuture<?>[]::new)).thenRun(() -> {
            if (calls.stream().anyMatch(call -> call.join() == 200)) {
                acknowledged.put(receipt.event(), System.nanoTime());
                places.release();
                ended.countDown();
            } else {
                waitElsewhere(receipt, ended);
            }
        });
    }

    /** One that has to wait takes no place from the others. */
    private void waitElsewhere(Receipt receipt, CountDownLatch ended) {
        places.release();
        later.execute(() -> {
            places.acquireUninterruptibly();
            deliver(receipt, ended);
        });
    }

    private CompletableFuture<Integer> call(URI address, Receipt receipt) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(receipt.body()))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
    }

    /**
     * The route with one receipt.
     *
     * @param end of the route or of its process
     * @param completed whether the route came to its end
     */
    private record Run(Life life, long begin, long end, boolean stale, boolean completed) {}

    private Map<String, List<Run>> runs() throws IOException {
        Map<String, List<Run>> runs = new TreeMap<>();
        for (Life life : lives) {
            List<SharedReceivingProcess.Line> lines = life.lines();
            for (int i = 0; i < lines.size(); i++) {
                SharedReceivingProcess.Line begin = lines.get(i);
                if (begin.begins()) {
                    long end = lines.subList(i, lines.size()).stream()
                            .filter(line -> !line.begins() && line.event().equals(begin.event()))
                            .mapToLong(SharedReceivingProcess.Line::at)
                            .findFirst()
                            .orElse(-1);
                    runs.computeIfAbsent(begin.event(), none -> new ArrayList<>())
                            .add(new Run(life, begin.at(), end < 0 ? life.death : end, begin.stale(), end >= 0));
                }
            }
        }
        runs.values().forEach(ofEvent -> ofEvent.sort(Comparator.comparingLong(Run::begin)));
        return runs;
    }

    /** A further run comes after the death of the process that had the receipt, and the last one comes to its end. */
    private void assertOneAfterTheOther(String event, List<Run> runs) {
        for (int i = 1; i < runs.size(); i++) {
            assertThat(runs.get(i).begin())
                    .as(event)
                    .isGreaterThan(runs.get(i - 1).life().death);
        }
        Run last = runs.get(runs.size() - 1);
        assertThat(last.completed()).as(event).isTrue();
        assertThat(last.end()).as(event).isLessThan(acknowledged.get(event));
    }

    /** What is first brought after the later state was acknowledged is marked. */
    private void assertNotBehindALaterState(Receipt receipt, Map<String, List<Run>> runs) {
        List<Run> ofReceipt = runs.get(receipt.event());
        if (receipt.code().equals(DELIVERED)) {
            assertThat(ofReceipt).as(receipt.event()).noneMatch(Run::stale);
        } else if (isLate(receipt)) {
            assertThat(ofReceipt).as(receipt.event()).allMatch(Run::stale);
        }
    }

    private boolean isLate(Receipt receipt) {
        Receipt later = new Receipt(receipt.messageId(), DELIVERED);
        return receipt.code().equals(SENT) && brought.get(receipt.event()) > acknowledged.get(later.event());
    }

    /** How many messages have come that far. */
    private int progressOf(int rank) throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM camel_sms_state WHERE state_kind ="
                        + " 'message' AND get_byte(state_value, 0) = " + rank)) {
            count.next();
            return count.getInt(1);
        }
    }
}
