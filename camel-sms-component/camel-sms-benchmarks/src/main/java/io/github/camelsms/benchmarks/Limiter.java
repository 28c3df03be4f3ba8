package io.github.camelsms.benchmarks;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What the rate limiter and metrics cost. The difference is smaller than that between two JVMs, so one JVM takes the settings in turn, each an
 * account of its own.
 */
final class Limiter implements Worker.Benchmark {

    private static final int IN_FLIGHT = 64;
    private static final int TURNS = 6;
    /** Of each setting. */
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    private static final Duration LEAD = Duration.ofMillis(300);
    private static final Duration MEASURED = Duration.ofSeconds(1);

    @Override
    public void run(Task task, Runnable warm) throws Exception {
        Meter meter = new Meter(task.stub().pid());
        URI base = task.stub().base(Target.INSTANT);
        List<Setting> settings = new ArrayList<>(List.of(
                new Setting(Variants.LIMIT_UNSET, new SmsSend(SmsRoute.limited(base, "1", ""))),
                new Setting(Variants.LIMIT_ZERO, new SmsSend(SmsRoute.limited(base, "2", "&maxRequestsPerSecond=0"))),
                new Setting(
                        Variants.LIMIT_FAR, new SmsSend(SmsRoute.limited(base, "3", "&maxRequestsPerSecond=1000000"))),
                new Setting(Variants.LIMIT_UNSET_MEASURED, new SmsSend(SmsRoute.measured(base, "4")))));
        for (Setting setting : settings) {
            new WarmUp(meter, task.atMostWarmUp(WARM_UP)).run(setting.variant(), IN_FLIGHT);
        }
        warm.run();
        for (int turn = 0; turn < (task.quick() ? 1 : TURNS); turn++) {
            for (Setting setting : settings) {
                try (Load load = Load.start(setting.variant(), IN_FLIGHT)) {
                    load.keepOn(task.atMostWarmUp(LEAD));
                    Reading before = meter.read(load);
                    load.keepOn(task.atMostWarmUp(MEASURED));
                    Row row = new Row(Kind.LIMITER, task.levels().get(0), name(task, setting.name()));
                    Worker.print(new Sample(row, meter.read(load).since(before)));
                }
            }
            Collections.rotate(settings, 1);
        }
        for (Setting setting : settings) {
            setting.variant().close();
        }
    }

    private record Setting(String name, Variant variant) {}

    private static String name(Task task, String setting) {
        return setting + (Variants.isBefore(task.variant()) ? Variants.BEFORE : "");
    }
}
