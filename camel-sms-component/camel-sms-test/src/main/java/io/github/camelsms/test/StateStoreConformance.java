package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.spi.StateChange;
import io.github.camelsms.spi.StateChanges;
import io.github.camelsms.spi.StateEntry;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link StateStore} must do. Extend it and return your store; what earlier runs left in it does no harm. */
public abstract class StateStoreConformance {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int THREADS = 8;

    /** Kinds differ from run to run, so that what is due is that of this run. */
    private final String kind =
            "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);

    /** The store, or one of several connected to the same entries. */
    protected abstract StateStore store();

    private String key(String name) {
        return kind + ":" + name;
    }

    private static StateValue value(String text) {
        return StateValue.of(text.getBytes(StandardCharsets.UTF_8), LONG);
    }

    private static StateValue shortLived(String text) {
        return StateValue.of(text.getBytes(StandardCharsets.UTF_8), SHORT);
    }

    private static StateValue due(String text, Duration dueIn) {
        return new StateValue(text.getBytes(StandardCharsets.UTF_8), LONG, dueIn);
    }

    private static String text(StateEntry entry) {
        return new String(entry.value(), StandardCharsets.UTF_8);
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what + " within " + PATIENCE).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Test
    void findsWhatWasCreated() {
        assertThat(store().find(key("1"))).isEmpty();

        long version = store().create(key("1"), value("one")).orElseThrow();

        StateEntry entry = store().find(key("1")).orElseThrow();
        assertThat(entry.key()).isEqualTo(key("1"));
        assertThat(text(entry)).isEqualTo("one");
        assertThat(entry.version()).isEqualTo(version);
        assertThat(entry.remaining()).isBetween(LONG.minus(PATIENCE), LONG);
        assertThat(store().find(key("2"))).isEmpty();
    }

    @Test
    void findsSeveralAtOnce() {
        store().create(key("1"), value("one"));
        store().create(key("2"), value("two"));

        assertThat(store().findAll(List.of(key("1"), key("2"), key("absent"))))
                .extracting(StateStoreConformance::text)
                .containsExactlyInAnyOrder("one", "two");
        assertThat(store().findAll(List.of())).isEmpty();
        List<String> many =
                IntStream.range(0, 1_200).mapToObj(i -> key(String.valueOf(i))).toList();
        assertThat(store().findAll(many)).hasSize(2);
    }

    @Test
    void keepsEveryByteAndLongKeys() {
        byte[] bytes = new byte[65_536];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        String longest = key("x".repeat(64 - kind.length() - 1));

        store().create(longest, StateValue.of(bytes, LONG));
        store().create(key("empty"), StateValue.of(new byte[0], LONG));

        assertThat(store().find(longest).orElseThrow().value()).isEqualTo(bytes);
        assertThat(store().find(key("empty")).orElseThrow().value()).isEmpty();
    }

    @Test
    void distinguishesUpperAndLowerCaseInKeys() {
        store().create(key("a_-Z"), value("one"));

        assertThat(store().find(key("A_-z"))).isEmpty();
        assertThat(store().create(key("A_-z"), value("other"))).isPresent();
    }

    @Test
    void createsOnce() {
        store().create(key("1"), value("first"));

        assertThat(store().create(key("1"), value("second"))).isEmpty();
        assertThat(text(store().find(key("1")).orElseThrow())).isEqualTo("first");
    }

    @Test
    void replacesTheVersionThatIsThere() {
        long first = store().create(key("1"), value("first")).orElseThrow();
        long second = store().replace(key("1"), first, value("second")).orElseThrow();

        assertThat(second).isNotEqualTo(first);
        assertThat(store().replace(key("1"), first, value("third"))).isEmpty();
        assertThat(text(store().find(key("1")).orElseThrow())).isEqualTo("second");
        assertThat(store().replace(key("absent"), first, value("none"))).isEmpty();
        assertThat(store().find(key("absent"))).isEmpty();
    }

    @Test
    void removesTheVersionThatIsThere() {
        long first = store().create(key("1"), value("first")).orElseThrow();
        long second = store().replace(key("1"), first, value("second")).orElseThrow();

        assertThat(store().remove(key("1"), first)).isFalse();
        assertThat(store().find(key("1"))).isPresent();
        assertThat(store().remove(key("1"), second)).isTrue();
        assertThat(store().find(key("1"))).isEmpty();
        assertThat(store().remove(key("1"), second)).isFalse();
    }

    @Test
    void aVersionDoesNotComeBack() {
        Set<Long> versions = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            long version = store().create(key("1"), value("again")).orElseThrow();
            assertThat(versions.add(version)).isTrue();
            store().remove(key("1"), version);
        }
    }

    @Test
    void anExpiredEntryIsAbsent() {
        long version = store().create(key("1"), shortLived("first")).orElseThrow();
        await("the end of the entry", () -> store().find(key("1")).isEmpty());

        assertThat(store().replace(key("1"), version, value("late"))).isEmpty();
        assertThat(store().remove(key("1"), version)).isFalse();
        long next = store().create(key("1"), value("second")).orElseThrow();

        assertThat(next).isNotEqualTo(version);
        assertThat(store().replace(key("1"), version, value("late"))).isEmpty();
        assertThat(text(store().find(key("1")).orElseThrow())).isEqualTo("second");
    }

    @Test
    void aReplacementLivesAsLongAsItSays() {
        long version = store().create(key("1"), shortLived("first")).orElseThrow();
        store().create(key("other"), shortLived("other"));

        store().replace(key("1"), version, value("second"));
        await("the end of the other entry", () -> store().find(key("other")).isEmpty());

        assertThat(store().find(key("1"))).isPresent();
    }

    @Test
    void listsWhatIsDueTheFirstFirst() {
        store().create(key("never"), value("never"));
        store().create(key("tomorrow"), due("tomorrow", Duration.ofDays(1)));
        store().create(key("second"), due("second", Duration.ofMillis(200)));
        store().create(key("first"), due("first", Duration.ofMillis(1)));
        store().create(kind + "x:other", due("other", Duration.ofMillis(1)));

        await("two due entries", () -> store().due(kind, 10).size() == 2);

        assertThat(store().due(kind, 10))
                .extracting(StateStoreConformance::text)
                .containsExactly("first", "second");
        assertThat(store().due(kind, 1)).extracting(StateStoreConformance::text).containsExactly("first");
    }

    @Test
    void isNotDueAfterItWasReplacedOrRemoved() {
        long one = store().create(key("1"), due("one", Duration.ofMillis(1))).orElseThrow();
        long two = store().create(key("2"), due("two", Duration.ofMillis(1))).orElseThrow();
        await("two due entries", () -> store().due(kind, 10).size() == 2);

        store().replace(key("1"), one, value("never"));
        store().remove(key("2"), two);

        assertThat(store().due(kind, 10)).isEmpty();
    }

    @Test
    void makesSeveralChangesEachAsByItself() throws Exception {
        long first = store().create(key("1"), value("first")).orElseThrow();
        store().create(key("there"), value("there"));
        store().create(key("expired"), shortLived("expired"));
        await("the end of the entry", () -> store().find(key("expired")).isEmpty());

        StateChanges made = store().change(
                        List.of(
                                StateChange.create(key("new"), due("new", Duration.ofMillis(1))),
                                StateChange.replace(key("1"), first, value("second")),
                                StateChange.create(key("there"), value("other")),
                                StateChange.replace(key("absent"), 1, value("none")),
                                StateChange.create(key("expired"), value("again"))),
                        List.of(key("new"), key("1"), key("there"), key("absent")));

        assertThat(made.versions().stream().map(OptionalLong::isPresent))
                .containsExactly(true, true, false, false, true);
        assertThat(made.found())
                .extracting(StateStoreConformance::text)
                .containsExactlyInAnyOrder("new", "second", "there");
        assertThat(store().find(key("1")).orElseThrow().version())
                .isEqualTo(made.versions().get(1).getAsLong());
        assertThat(store().find(key("expired")).orElseThrow().version())
                .isEqualTo(made.versions().get(4).getAsLong());
        await("the due entry", () -> store().due(kind, 10).size() == 1);
        assertThat(store().remove(key("new"), made.versions().get(0).getAsLong()))
                .isTrue();
    }

    @Test
    void ofManyAtOnceOneChanges() throws Exception {
        String key = key("1");
        List<StateChanges> made =
                atOnce(() -> store().change(List.of(StateChange.create(key, value("one"))), List.of(key)));

        assertThat(made.stream().filter(each -> each.versions().get(0).isPresent()))
                .hasSize(1);
        assertThat(made).allSatisfy(each -> assertThat(each.found()).hasSize(1));
    }

    @Test
    void ofManyAtOnceOneCreates() throws Exception {
        for (int round = 0; round < 10; round++) {
            String key = key("round" + round);
            List<OptionalLong> created = atOnce(() -> store().create(key, value("one")));

            assertThat(created.stream().filter(OptionalLong::isPresent)).hasSize(1);
        }
    }

    @Test
    void ofManyAtOnceOneTakesWhatHasExpired() throws Exception {
        store().create(key("1"), shortLived("dead"));
        await("the end of the entry", () -> store().find(key("1")).isEmpty());

        List<OptionalLong> created = atOnce(() -> store().create(key("1"), value("one")));

        assertThat(created.stream().filter(OptionalLong::isPresent)).hasSize(1);
    }

    @Test
    void ofManyAtOnceOneReplaces() throws Exception {
        long version = store().create(key("1"), value("first")).orElseThrow();
        for (int round = 0; round < 10; round++) {
            long current = version;
            List<OptionalLong> replaced = atOnce(() -> store().replace(key("1"), current, value("next")));

            assertThat(replaced.stream().filter(OptionalLong::isPresent)).hasSize(1);
            version = store().find(key("1")).orElseThrow().version();
        }
    }

    private static <T> List<T> atOnce(Callable<T> call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<T>> calls = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                calls.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> made : calls) {
                results.add(made.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
