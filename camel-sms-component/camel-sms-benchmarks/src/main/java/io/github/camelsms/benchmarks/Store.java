package io.github.camelsms.benchmarks;

import java.io.IOException;
import java.time.Duration;

/** Receipts that are claimed and remembered, and sends with an idempotency key, by what keeps them. */
final class Store implements Worker.Benchmark {

    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration NEW_LEVEL = Duration.ofSeconds(1);

    @Override
    public void run(Task task, Runnable warm) throws Exception {
        try (Keeper keeper = keeper(Variants.withoutBefore(task.variant()))) {
            if (Variants.isReceiver(task.variant())) {
                new Receipts(keeper).run(task, warm);
            } else {
                send(keeper, task, warm);
            }
        }
    }

    private static Keeper keeper(String variant) throws IOException {
        return switch (variant) {
            case Variants.SMS_DLR_JDBC, Variants.SMS_SEND_KEYED_JDBC -> Keeper.jdbc();
            case Variants.SMS_DLR_REPOSITORY -> Keeper.repository();
            default -> Keeper.memory();
        };
    }

    private static void send(Keeper keeper, Task task, Runnable warm) throws Exception {
        Meter meter = new Meter(task.stub().pid());
        try (SmsSend variant = new SmsSend(SmsRoute.keyed(task.stub().base(Target.INSTANT), keeper))) {
            new WarmUp(meter, task.atMostWarmUp(WARM_UP))
                    .run(variant, task.levels().get(0).inFlight());
            warm.run();
            for (Level level : task.levels()) {
                Worker.print(new Sample(
                        task.row(level), Steady.measure(meter, variant, level, task.atMostWarmUp(NEW_LEVEL), task)));
            }
        }
    }
}
