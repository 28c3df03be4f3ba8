package io.github.camelsms.internal.client;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Where the calls of an account get their permission from: a token each. */
@FunctionalInterface
public interface BucketSource {

    /** For an account without a limit. */
    BucketSource UNLIMITED = () -> CompletableFuture.completedFuture(0L);

    /** Takes a token. Gives 0 when it was there, or the nanoseconds until there may be one; then none was taken. */
    CompletableFuture<Long> take();

    /** A source for this process only. */
    public static BucketSource local(int perSecond, TimeMeter clock) {
        Bucket bucket = Bucket.builder()
                .addLimit(spaced(perSecond))
                .withCustomTimePrecision(clock)
                .build();
        return () -> CompletableFuture.completedFuture(nanosToWait(bucket.tryConsumeAndReturnRemaining(1)));
    }

    public static long nanosToWait(ConsumptionProbe probe) {
        return probe.isConsumed() ? 0 : Math.max(1, probe.getNanosToWaitForRefill());
    }

    /**
     * A bucket that spaces calls instead of letting the whole second's number out at once, so that it holds for any second, wherever the
     * provider's begins. At high rates, where no timer is that exact, it makes up for up to a twentieth of a second.
     */
    public static Bandwidth spaced(int perSecond) {
        return Bandwidth.builder()
                .capacity(Math.max(1, perSecond / 20))
                .refillGreedy(1, interval(perSecond))
                .build();
    }

    /** The time between two calls. A tenth more than the limit asks for, since calls may arrive closer together than they left. */
    public static Duration interval(int perSecond) {
        return Duration.ofNanos(1_100_000_000L / perSecond);
    }
}
