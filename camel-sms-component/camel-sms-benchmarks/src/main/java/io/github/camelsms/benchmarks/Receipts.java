package io.github.camelsms.benchmarks;

import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.model.dataformat.JsonLibrary;

/**
 * Receipts of TeleSign on Camel Main's platform-http. {@code sms:dlr} verifies the signature and drops duplicates; the route to compare
 * with only reads the JSON.
 */
final class Receipts implements Worker.Benchmark, Counter {

    private static final String PATH = "/dlr";
    private static final int DELIVERED = 200;
    private static final int WARM_UP_CONNECTIONS = 64;
    /** A receiver is warm sooner than a sender. */
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    private static final Duration NEW_LEVEL = Duration.ofSeconds(2);

    private final LongAdder received = new LongAdder();
    private final Keeper keeper;

    Receipts() {
        this(Keeper.memory());
    }

    /** @param keeper remembers what was processed */
    Receipts(Keeper keeper) {
        this.keeper = keeper;
    }

    @Override
    public void run(Task task, Runnable warm) throws Exception {
        int port = freePort();
        Main main = new Main();
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.host", "localhost");
        main.addInitialProperty("camel.server.port", Integer.toString(port));
        keeper.bind(main::bind);
        main.configure().addRoutesBuilder(task.variant().equals(Variants.PLATFORM_HTTP) ? handWritten() : component());
        main.start();
        try (Callers callers = new Callers(port, WARM_UP_CONNECTIONS)) {
            new WarmUp(new Meter(callers.pid()), task.atMostWarmUp(WARM_UP)).run(this, Receipts::keepOn);
        }
        warm.run();
        for (Level level : task.levels()) {
            Worker.print(new Sample(task.row(level), measure(port, level, task)));
        }
        main.stop();
    }

    private Map<Measure, Double> measure(int port, Level level, Task task) throws IOException, InterruptedException {
        try (Callers callers = new Callers(port, level.inFlight())) {
            lead(task.atMostWarmUp(NEW_LEVEL), level.inFlight());
            Meter meter = new Meter(callers.pid());
            meter.resetPeakThreads();
            Reading before = meter.read(this);
            keepOn(task.measured());
            Map<Measure, Double> values = meter.read(this).since(before);
            values.put(Measure.THREADS, (double) meter.peakThreads());
            values.put(Measure.FAILED, (double) callers.refused());
            return values;
        }
    }

    private RouteBuilder component() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("sms:dlr?provider=telesign&verification=signature&path=" + PATH + "&customerId="
                                + Credentials.CUSTOMER_ID + "&apiKey=RAW(" + Credentials.CUSTOMER_KEY + ")"
                                + keeper.receiptOptions())
                        .process(exchange -> count(exchange.getMessage()
                                        .getBody(DeliveryReceipt.class)
                                        .status()
                                == DeliveryStatus.DELIVERED));
            }
        };
    }

    private RouteBuilder handWritten() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:" + PATH + "?httpMethodRestrict=POST")
                        .unmarshal()
                        .json(JsonLibrary.Jackson, TelesignCallback.class)
                        .process(exchange -> count(exchange.getMessage()
                                        .getBody(TelesignCallback.class)
                                        .status()
                                        .code()
                                == DELIVERED))
                        .setBody(constant(""))
                        .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(200));
            }
        };
    }

    private void count(boolean delivered) {
        if (!delivered) {
            throw new IllegalStateException("another status was sent");
        }
        received.increment();
    }

    @Override
    public long accepted() {
        return received.sum();
    }

    /** None: the callers count what is refused. */
    @Override
    public long failed() {
        return 0;
    }

    private static void keepOn(Duration duration) throws InterruptedException {
        Thread.sleep(duration.toMillis());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The process of a {@link ReceiptCaller}. */
    private static final class Callers implements AutoCloseable {

        private final Process process;

        Callers(int port, int connections) throws IOException {
            process = Jvm.current()
                    .start(
                            List.of("-Xmx256m", "-Djava.net.preferIPv4Stack=true"),
                            ReceiptCaller.class,
                            List.of(Integer.toString(port), PATH, Integer.toString(connections)));
        }

        long pid() {
            return process.pid();
        }

        /** Ends the process. @return receipts that were not accepted */
        long refused() throws IOException {
            process.outputWriter().close();
            try (BufferedReader written = process.inputReader()) {
                return Long.parseLong(written.readLine());
            }
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
