package io.github.camelsms.internal.client;

import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsRetryableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets the calls of one account begin, over all of its endpoints, in the order in which they came: each with a token, and none while the
 * provider wants a pause. Who waits holds no thread.
 */
public final class AccountRateLimiter {

    /** First pause after a refusal that names none; each further one in a row is twice as long. */
    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    static final Duration LONGEST_GROWN_PAUSE = Duration.ofMinutes(1);

    /** A provider that asks for more is not believed. */
    static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /** How many wait at most where no rate bounds them: an account without a limit during a pause. */
    static final int MOST_WAITING = 20_000;

    /** Shared by all calls that need not wait where there is no limit. */
    private static final CompletableFuture<Void> AT_ONCE = CompletableFuture.completedFuture(null);

    private record Turn(Object owner, long deadline, CompletableFuture<Void> came) {}

    private final String provider;
    private final IntFunction<BucketSource> tokensPerSecond;
    private final CallTimer timer;
    private final LongSupplier clock;

    private BucketSource tokens = BucketSource.UNLIMITED;
    private volatile int perSecond;
    private long interval;

    private final Deque<Turn> waiting = new ArrayDeque<>();
    /** Whether the next turn is being found out: the tokens are asked, or the timer runs. */
    private boolean underWay;

    private long nextTurn;
    private long pausedUntil;
    private volatile int pauses;

    /** Whether a call has to look closer: there is a pause or a queue. Spares accounts without a limit the lock. */
    private volatile boolean busy;

    private boolean ending;

    private volatile Consumer<Duration> pauseListener = pause -> {};

    /**
     * An account without a limit.
     *
     * @param provider provider id, for failures
     * @param tokensPerSecond makes the tokens of a limit
     * @param clock nanoseconds that pass evenly
     */
    public AccountRateLimiter(
            String provider, IntFunction<BucketSource> tokensPerSecond, CallTimer timer, LongSupplier clock) {
        this.provider = provider;
        this.tokensPerSecond = tokensPerSecond;
        this.timer = timer;
        this.clock = clock;
        this.pausedUntil = clock.getAsLong();
        this.nextTurn = pausedUntil;
    }

    /** Lowers the limit where an endpoint asks for a lower one. @param limit calls a second; 0 for no limit */
    public synchronized AccountRateLimiter atMost(int limit) {
        if (limit > 0 && (perSecond == 0 || limit < perSecond)) {
            perSecond = limit;
            tokens = tokensPerSecond.apply(limit);
            interval = BucketSource.interval(limit).toNanos();
        }
        return this;
    }

    /**
     * Takes a place in the queue.
     *
     * @param owner by whom the wait can be ended
     * @param patience how long to wait at most; who would have to wait longer is told so at once
     * @return completed when the call may begin; exceptionally, with an {@link SmsException}, when it may not
     */
    public CompletableFuture<Void> turn(Object owner, Duration patience) {
        if (perSecond == 0 && !busy) {
            return AT_ONCE;
        }
        CompletableFuture<Void> came;
        synchronized (this) {
            long now = clock.getAsLong();
            if (perSecond == 0 && waiting.isEmpty() && pausedUntil - now <= 0) {
                busy = false;
                return AT_ONCE;
            }
            came = new CompletableFuture<>();
            long most = ending ? 0 : patience.toNanos();
            long wait = leastWait(now, waiting.size());
            if (wait > most || waiting.size() >= MOST_WAITING) {
                came.completeExceptionally(tooLong(wait));
                return came;
            }
            busy = true;
            waiting.add(new Turn(owner, now + most, came));
        }
        proceed();
        return came;
    }

    /** The least time that a call waits which has this many before it. */
    private long leastWait(long now, int before) {
        return Math.max(Math.max(nextTurn - now, pausedUntil - now), 0) + before * interval;
    }

    private void proceed() {
        for (BucketSource asked = begin(); asked != null; asked = begin()) {
            CompletableFuture<Long> answer = asked.take();
            if (!answer.isDone()) {
                answer.whenComplete((wait, failure) -> {
                    dismissLate(); // the answer may have taken its time
                    answered(wait, failure);
                    proceed();
                });
                return;
            }
            answer.whenComplete(this::answered);
        }
    }

    /** The tokens that are to be asked now; null when nobody waits, or nobody may go yet. */
    private @Nullable BucketSource begin() {
        long pause;
        synchronized (this) {
            if (underWay || waiting.isEmpty()) {
                return null;
            }
            underWay = true;
            pause = pausedUntil - clock.getAsLong();
            if (pause <= 0) {
                return tokens;
            }
        }
        comeBack(pause);
        return null;
    }

    private void answered(@Nullable Long wait, @Nullable Throwable failure) {
        if (wait != null && wait > 0) {
            comeBack(wait);
            return;
        }
        SmsException notAsked = failure == null ? null : notAsked(failure);
        Turn first;
        do {
            first = next();
        } while (first != null
                && !(notAsked == null
                        ? first.came().complete(null)
                        : first.came().completeExceptionally(notAsked)));
        synchronized (this) {
            underWay = false;
        }
    }

    private synchronized @Nullable Turn next() {
        return waiting.poll();
    }

    private void comeBack(long wait) {
        synchronized (this) {
            nextTurn = clock.getAsLong() + wait;
        }
        dismissLate();
        try {
            timer.after(wait, () -> {
                synchronized (this) {
                    underWay = false;
                }
                proceed();
            });
        } catch (RuntimeException stopped) {
            end(turn -> true);
            synchronized (this) {
                underWay = false;
            }
        }
    }

    /** Tells everybody whose turn cannot come in time. */
    private void dismissLate() {
        Map<Turn, SmsException> late = new LinkedHashMap<>();
        synchronized (this) {
            long now = clock.getAsLong();
            int before = 0;
            for (Iterator<Turn> turns = waiting.iterator(); turns.hasNext(); ) {
                Turn turn = turns.next();
                long wait = leastWait(now, before);
                if (wait > turn.deadline() - now) {
                    turns.remove();
                    late.put(turn, tooLong(wait));
                } else {
                    before++;
                }
            }
        }
        late.forEach((turn, failure) -> turn.came().completeExceptionally(failure));
    }

    /** So many of those calls as come to their turn in five seconds. */
    public synchronized int parallel(int most) {
        return perSecond == 0 ? most : Math.min(most, 5 * perSecond);
    }

    /** Learns from a reply that the provider took. */
    public void succeeded() {
        if (pauses > 0) {
            endPauses();
        }
    }

    private synchronized void endPauses() {
        if (clock.getAsLong() - pausedUntil >= 0) { // a call that the pause overtook says nothing about it
            pauses = 0;
        }
    }

    /** Learns from a failure: too many calls make the account pause, as long as the provider asks or longer each time. */
    public void failed(SmsException failure) {
        if (!(failure instanceof SmsRetryableException) || failure.errorClass() != ErrorClass.RATE_LIMIT) {
            return;
        }
        pauseListener.accept(lengthened(failure.retryAfter().orElse(null)));
        dismissLate();
    }

    /** Pauses because another node was asked to. */
    void pause(Duration remaining) {
        lengthened(remaining);
        dismissLate();
    }

    /** @param asked null when the provider did not say how long */
    private synchronized Duration lengthened(@Nullable Duration asked) {
        long now = clock.getAsLong();
        if (now - pausedUntil >= 0) {
            pauses++;
        }
        Duration wanted = asked == null ? grownPause() : asked;
        Duration pause = wanted.compareTo(LONGEST_PAUSE) < 0 ? wanted : LONGEST_PAUSE;
        busy = true;
        pausedUntil = now + Math.max(pausedUntil - now, pause.toNanos());
        return pause;
    }

    /** @param listener takes each pause that begins here or becomes longer */
    void onPause(Consumer<Duration> listener) {
        pauseListener = listener;
    }

    /** How long the pause lasts; zero when there is none. */
    synchronized Duration pausedFor() {
        return Duration.ofNanos(Math.max(0, pausedUntil - clock.getAsLong()));
    }

    private Duration grownPause() {
        Duration grown = FIRST_PAUSE.multipliedBy(1L << Math.min(pauses - 1, 10));
        return grown.compareTo(LONGEST_GROWN_PAUSE) < 0 ? grown : LONGEST_GROWN_PAUSE;
    }

    /** Ends the waits of that owner. */
    public void leave(Object owner) {
        end(turn -> turn.owner() == owner);
    }

    /** Ends all waits; from now on calls begin at once or not at all. */
    public void end() {
        synchronized (this) {
            ending = true;
        }
        end(turn -> true);
    }

    private void end(Predicate<Turn> whose) {
        Deque<Turn> ended = new ArrayDeque<>();
        synchronized (this) {
            waiting.removeIf(turn -> whose.test(turn) && ended.add(turn));
        }
        ended.forEach(turn -> turn.came().completeExceptionally(HttpErrors.notSent(provider, "stopped", null)));
    }

    private SmsException tooLong(long wait) {
        if (ending) {
            return HttpErrors.notSent(provider, "stopped", null);
        }
        Duration rounded = Duration.ofMillis(Math.max(1, wait / 1_000_000));
        return new SmsRetryableException(
                SmsFault.of(ErrorClass.RATE_LIMIT, provider, "no turn under the rate limit within rateLimitTimeout")
                        .withRetryAfter(rounded));
    }

    private SmsException notAsked(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String detail =
                "the shared rate limit could not be asked (" + cause.getClass().getSimpleName() + ")";
        return HttpErrors.notSent(provider, detail, cause);
    }
}
