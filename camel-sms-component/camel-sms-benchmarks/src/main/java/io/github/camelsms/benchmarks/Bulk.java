package io.github.camelsms.benchmarks;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.SmsMessage;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.net.URI;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** One exchange whose body is an iterator of messages; its results are read to the end. */
final class Bulk implements Worker.Benchmark {

    private static final int TRANSMIT_SMS = 1_000_000;
    private static final int TWO_FA_LINK = 100_000;
    private static final int QUICK_SHARE = 20;
    /** Sent before what is measured. */
    private static final int WARM_UP_SHARE = 10;

    private static final double MEGABYTE = 1 << 20;

    private static final Set<String> HEAP_POOLS = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toSet());

    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong heap = new AtomicLong();

    @Override
    public void run(Task task, Runnable warm) throws Exception {
        boolean transmitSms = Variants.withoutBefore(task.variant()).equals(Variants.SMS_BULK_TRANSMITSMS);
        int messages = (transmitSms ? TRANSMIT_SMS : TWO_FA_LINK) / (task.quick() ? QUICK_SHARE : 1);
        URI base = task.stub().base(Target.INSTANT);
        String uri = SmsRoute.uri(
                        transmitSms ? "transmitsms" : "2fa-link", base, Credentials.API_KEY, SmsRoute.DEFAULT_IN_FLIGHT)
                + "&maxRequestsPerSecond=0&secretKey=" + Credentials.API_SECRET;
        watchHeap();
        Meter meter = new Meter(task.stub().pid());
        Counter counter = new Results();
        CamelContext context = new DefaultCamelContext();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:bulk").to(uri);
            }
        });
        context.start();
        ProducerTemplate template = context.createProducerTemplate();
        send(template, messages / WARM_UP_SHARE);
        warm.run();
        heap.set(0);
        meter.resetPeakThreads();
        Reading before = meter.read(counter);
        send(template, messages);
        Map<Measure, Double> values = meter.read(counter).since(before);
        values.put(Measure.THREADS, (double) meter.peakThreads());
        values.put(Measure.HEAP, heap.get() / MEGABYTE);
        Worker.print(new Sample(task.row(task.levels().get(0)), values));
        context.stop();
    }

    private void send(ProducerTemplate template, int messages) {
        Iterator<SmsMessage> iterator =
                IntStream.range(0, messages).mapToObj(Bulk::message).iterator();
        Iterator<?> results = template.requestBody("direct:bulk", iterator, Iterator.class);
        while (results.hasNext()) {
            BulkResult result = (BulkResult) results.next();
            if (result.outcome() == BulkResult.Outcome.ACCEPTED) {
                accepted.incrementAndGet();
            } else if (failed.incrementAndGet() == 1) {
                System.err.println("  " + result);
            }
        }
    }

    private static SmsMessage message(int i) {
        return SmsMessage.to("+4479" + (10_000_000 + i))
                .from("ACME")
                .text("The depot opens at 9.")
                .build();
    }

    /** Keeps the most that a garbage collection leaves: what is really held, where a peak would be what the JVM lets pile up. */
    private void watchHeap() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener(
                            (notification, handback) -> afterCollection((CompositeData) notification.getUserData()),
                            null,
                            null);
        }
    }

    private void afterCollection(CompositeData notification) {
        long used =
                GarbageCollectionNotificationInfo.from(notification)
                        .getGcInfo()
                        .getMemoryUsageAfterGc()
                        .entrySet()
                        .stream()
                        .filter(pool -> HEAP_POOLS.contains(pool.getKey()))
                        .map(Map.Entry::getValue)
                        .mapToLong(MemoryUsage::getUsed)
                        .sum();
        heap.accumulateAndGet(used, Math::max);
    }

    /** The results so far. */
    private final class Results implements Counter {

        @Override
        public long accepted() {
            return accepted.get();
        }

        @Override
        public long failed() {
            return failed.get();
        }
    }
}
