package io.github.camelsms.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When calls may begin, on a clock that moves from one event to the next. */
class AccountRateLimiterTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Object ROUTE = new Object();

    private final VirtualTime time = new VirtualTime();

    private AccountRateLimiter limit(int perSecond) {
        return new AccountRateLimiter(
                        "transmitsms", rate -> BucketSource.local(rate, time), time::after, time::currentTimeNanos)
                .atMost(perSecond);
    }

    private static SmsException failureOf(CompletableFuture<Void> turn) {
        assertThat(turn).isCompletedExceptionally();
        try {
            turn.join();
            throw new AssertionError("no failure");
        } catch (CompletionException failed) {
            return (SmsException) failed.getCause();
        }
    }

    private static SmsRetryableException tooMany() {
        return new SmsRetryableException(SmsFault.of(ErrorClass.RATE_LIMIT, "transmitsms", "slow down"));
    }

    private static SmsRetryableException tooMany(Duration retryAfter) {
        return new SmsRetryableException(tooMany().fault().withRetryAfter(retryAfter));
    }

    /** The time in milliseconds at which each of the turns came. */
    private List<Long> times(List<CompletableFuture<Void>> turns) {
        List<Long> times = new ArrayList<>();
        turns.forEach(turn -> turn.thenRun(() -> times.add(time.millis())));
        time.runAll();
        return times;
    }

    private static List<CompletableFuture<Void>> queue(AccountRateLimiter limit, int calls, Duration patience) {
        return IntStream.range(0, calls)
                .mapToObj(i -> limit.turn(ROUTE, patience))
                .toList();
    }

    @Test
    void theFirstCallBeginsAtOnce() {
        assertThat(limit(2).turn(ROUTE, Duration.ZERO)).isCompleted();
    }

    @Test
    void callsAreSpacedATenthWiderThanTheLimit() {
        assertThat(times(queue(limit(2), 5, MINUTE))).containsExactly(0L, 550L, 1100L, 1650L, 2200L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 50, 400})
    void noSecondHasMoreThanTheLimitAndFourFifthsOfItAreUsed(int perSecond) {
        List<Long> times = times(queue(limit(perSecond), perSecond * 20, MINUTE));

        assertThat(times).hasSize(perSecond * 20).isSorted();
        for (int i = perSecond; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - perSecond)).isGreaterThanOrEqualTo(1000);
        }
        assertThat(times.get(times.size() - 1)).isLessThan(20_000 * 10 / 8);
    }

    @Test
    void aQuietTimeIsNotMadeUpFor() {
        AccountRateLimiter limit = limit(2);
        limit.turn(ROUTE, MINUTE);
        time.pass(Duration.ofHours(1));

        assertThat(times(queue(limit, 3, MINUTE))).containsExactly(3_600_000L, 3_600_550L, 3_601_100L);
    }

    @Test
    void turnsComeInTheOrderOfTheCalls() {
        AccountRateLimiter limit = limit(2);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int call = i;
            limit.turn(new Object(), MINUTE).thenRun(() -> order.add(call));
        }
        time.runAll();

        assertThat(order).isSorted().hasSize(20);
    }

    @Test
    void whoWouldWaitTooLongIsToldAtOnceAndTakesNobodysTurn() {
        AccountRateLimiter limit = limit(2);
        List<CompletableFuture<Void>> first = queue(limit, 3, Duration.ofMillis(1100));
        CompletableFuture<Void> late = limit.turn(ROUTE, Duration.ofMillis(1100));
        CompletableFuture<Void> patient = limit.turn(ROUTE, MINUTE);

        SmsException refused = failureOf(late);
        assertThat(refused).isInstanceOf(SmsRetryableException.class);
        assertThat(refused.errorClass()).isEqualTo(ErrorClass.RATE_LIMIT);
        assertThat(refused.retryAfter()).contains(Duration.ofMillis(1650));
        assertThat(times(first)).containsExactly(0L, 550L, 1100L);
        assertThat(patient).isCompleted();
        assertThat(time.millis()).isEqualTo(1650);
    }

    @Test
    void aRefusalForTooManyCallsPausesEverybody() {
        AccountRateLimiter limit = limit(2);
        limit.turn(ROUTE, MINUTE);
        limit.failed(tooMany(Duration.ofSeconds(7)));

        assertThat(times(queue(limit, 3, MINUTE))).containsExactly(7000L, 7550L, 8100L);
    }

    @Test
    void aPauseThatIsTooLongIsToldAtOnceToThoseWhoWait() {
        AccountRateLimiter limit = limit(2);
        List<CompletableFuture<Void>> turns = queue(limit, 3, Duration.ofSeconds(5));
        CompletableFuture<Void> patient = limit.turn(ROUTE, MINUTE);
        limit.failed(tooMany(Duration.ofSeconds(10)));

        assertThat(turns.get(0)).isCompleted();
        assertThat(failureOf(turns.get(1)).errorClass()).isEqualTo(ErrorClass.RATE_LIMIT);
        assertThat(turns.get(2)).isCompletedExceptionally();
        assertThat(times(List.of(patient))).containsExactly(10_000L);
    }

    @Test
    void pausesGrowUntilACallSucceeds() {
        AccountRateLimiter limit = limit(0);
        List<Long> begun = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            limit.failed(tooMany());
            begun.addAll(times(List.of(limit.turn(ROUTE, MINUTE))));
        }
        assertThat(begun).containsExactly(1000L, 3000L, 7000L, 15_000L, 31_000L, 63_000L, 123_000L, 183_000L);

        limit.succeeded();
        limit.failed(tooMany());
        assertThat(times(List.of(limit.turn(ROUTE, MINUTE)))).containsExactly(184_000L);
    }

    @Test
    void callsThatThePauseOvertookMakeItNeitherGrowNorEnd() {
        AccountRateLimiter limit = limit(0);
        limit.failed(tooMany());
        limit.failed(tooMany());
        limit.succeeded();
        limit.failed(tooMany());

        assertThat(times(List.of(limit.turn(ROUTE, MINUTE)))).containsExactly(1000L);
        limit.failed(tooMany());
        assertThat(times(List.of(limit.turn(ROUTE, MINUTE)))).containsExactly(3000L);
    }

    @Test
    void aPauseOfMoreThanAnHourIsNotBelieved() {
        AccountRateLimiter limit = limit(2);
        limit.failed(tooMany(Duration.ofDays(400)));

        assertThat(times(List.of(limit.turn(ROUTE, Duration.ofDays(1))))).containsExactly(3_600_000L);
    }

    @Test
    void otherFailuresPauseNobody() {
        AccountRateLimiter limit = limit(0);
        limit.failed(new SmsRetryableException(SmsFault.of(ErrorClass.TEMPORARY, "transmitsms", "no connection")));
        limit.failed(new SmsRefusedException(SmsFault.of(ErrorClass.RATE_LIMIT, "telesign", "daily cap")));

        assertThat(limit.turn(ROUTE, Duration.ZERO)).isCompleted();
    }

    @Test
    void allWhoWaitedForAPauseOfAnAccountWithoutLimitGoOnAfterIt() {
        AccountRateLimiter limit = limit(0);
        limit.failed(tooMany());

        assertThat(times(queue(limit, AccountRateLimiter.MOST_WAITING, MINUTE)))
                .hasSize(AccountRateLimiter.MOST_WAITING)
                .containsOnly(1000L);
    }

    @Test
    void theQueueIsBoundedWhereNoRateBoundsIt() {
        AccountRateLimiter limit = limit(0);
        limit.failed(tooMany());
        queue(limit, AccountRateLimiter.MOST_WAITING, MINUTE);

        assertThat(limit.turn(ROUTE, MINUTE)).isCompletedExceptionally();
    }

    @Test
    void theLowestLimitOfTheEndpointsHolds() {
        AccountRateLimiter limit = limit(10).atMost(0).atMost(2).atMost(5);

        assertThat(times(queue(limit, 3, MINUTE))).containsExactly(0L, 550L, 1100L);
    }

    @Test
    void anOwnerThatStopsEndsItsWaitsAlone() {
        AccountRateLimiter limit = limit(2);
        limit.turn(ROUTE, MINUTE);
        Object stopped = new Object();
        CompletableFuture<Void> ended = limit.turn(stopped, MINUTE);
        CompletableFuture<Void> stays = limit.turn(ROUTE, MINUTE);
        limit.leave(stopped);

        assertThat(failureOf(ended)).isInstanceOf(SmsRetryableException.class).hasMessageContaining("stopped");
        assertThat(times(List.of(stays))).containsExactly(550L);
    }

    @Test
    void afterTheEndCallsBeginAtOnceOrNotAtAll() {
        AccountRateLimiter limit = limit(2);
        List<CompletableFuture<Void>> turns = queue(limit, 3, MINUTE);
        limit.end();

        assertThat(turns.get(0)).isCompletedWithValue(null);
        assertThat(failureOf(turns.get(1)))
                .isInstanceOf(SmsRetryableException.class)
                .hasMessageContaining("stopped");
        assertThat(failureOf(turns.get(2)).errorClass()).isEqualTo(ErrorClass.TEMPORARY);
        assertThat(failureOf(limit.turn(ROUTE, MINUTE))).hasMessageContaining("stopped");
        time.pass(Duration.ofSeconds(1));
        assertThat(limit.turn(ROUTE, MINUTE)).isCompletedWithValue(null);
    }

    @Test
    void aBucketThatCannotBeAskedFailsTheCallAsNotSent() {
        AccountRateLimiter limit = new AccountRateLimiter(
                        "transmitsms",
                        rate -> () -> CompletableFuture.failedFuture(new IllegalStateException("no database")),
                        time::after,
                        time::currentTimeNanos)
                .atMost(2);

        assertThat(failureOf(limit.turn(ROUTE, MINUTE)))
                .isInstanceOf(SmsRetryableException.class)
                .hasMessageContaining("IllegalStateException");
    }

    @Test
    void aBucketThatAnswersLateKeepsTheOrder() {
        List<CompletableFuture<Long>> questions = new ArrayList<>();
        BucketSource slow = () -> {
            questions.add(new CompletableFuture<>());
            return questions.get(questions.size() - 1);
        };
        AccountRateLimiter limit =
                new AccountRateLimiter("transmitsms", rate -> slow, time::after, time::currentTimeNanos).atMost(2);
        CompletableFuture<Void> first = limit.turn(ROUTE, MINUTE);
        CompletableFuture<Void> second = limit.turn(ROUTE, MINUTE);
        assertThat(questions).hasSize(1);

        questions.get(0).complete(0L);
        assertThat(first).isCompleted();
        assertThat(second).isNotDone();
        questions.get(1).complete(Duration.ofMillis(200).toNanos());
        time.pass(Duration.ofMillis(200));
        questions.get(2).complete(0L);

        assertThat(second).isCompleted();
        assertThat(questions).hasSize(3);
    }

    @Test
    void whoseTimeIsUpWhenTheBucketAnswersHasNoTurn() {
        CompletableFuture<Long> question = new CompletableFuture<>();
        AccountRateLimiter limit = new AccountRateLimiter(
                        "transmitsms", rate -> () -> question, time::after, time::currentTimeNanos)
                .atMost(2);
        CompletableFuture<Void> hasty = limit.turn(ROUTE, Duration.ofSeconds(1));
        CompletableFuture<Void> patient = limit.turn(ROUTE, MINUTE);

        time.pass(Duration.ofSeconds(5));
        question.complete(0L);

        assertThat(failureOf(hasty).errorClass()).isEqualTo(ErrorClass.RATE_LIMIT);
        assertThat(patient).isCompleted();
    }

    /** Moves from one task to the next. */
}
