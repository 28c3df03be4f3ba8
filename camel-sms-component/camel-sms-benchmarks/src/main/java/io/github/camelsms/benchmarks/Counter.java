package io.github.camelsms.benchmarks;

import java.time.Duration;

/** Counts what has gone well and what has failed. */
interface Counter {

    /** Messages of each place in flight before a level is measured. */
    int LEAD_MESSAGES = 2;

    Duration LONGEST_LEAD = Duration.ofSeconds(10);

    /** Messages or receipts accepted so far. */
    long accepted();

    /** Messages or receipts not accepted so far. */
    long failed();

    /** Lets time pass, and more of it, within bounds, until each place in flight has had some replies. */
    default void lead(Duration least, int inFlight) throws InterruptedException {
        Thread.sleep(least.toMillis());
        long end = System.nanoTime() + LONGEST_LEAD.toNanos();
        long enough = accepted() + (long) LEAD_MESSAGES * inFlight;
        while (accepted() < enough && System.nanoTime() < end) {
            Thread.sleep(20);
        }
    }
}
