package io.github.camelsms.simulator;

import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Threads of the simulator, which do not keep a JVM alive. */
public final class Daemons {

    private Daemons() {}

    /** One thread, for what is to be done now or later. */
    public static ScheduledThreadPoolExecutor one(String name) {
        return new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The same, where what comes after its end is dropped. */
    public static ScheduledThreadPoolExecutor oneUntilItsEnd(String name) {
        ScheduledThreadPoolExecutor executor = one(name);
        executor.setRejectedExecutionHandler((task, ended) -> {});
        return executor;
    }
}
