package io.github.camelsms.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelsms.internal.state.MemoryStateStore;
import io.github.camelsms.model.Msisdn;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OptOutRegisterTest {

    private static final String ANNA = "+447700900123";
    private static final String BEN = "+447700900124";

    private final StateStore store = new MemoryStateStore();
    private final OptOutRegister register = new OptOutRegister(store);

    @Test
    void addsAsksAndRemoves() {
        assertThat(register.add("promo", ANNA)).isTrue();
        assertThat(register.add("promo", "447700900123")).isFalse();

        assertThat(register.contains("promo", ANNA)).isTrue();
        assertThat(register.contains("promo", BEN)).isFalse();
        assertThat(register.contains("alerts", ANNA)).isFalse();
        assertThat(register.remove("promo", ANNA)).isTrue();
        assertThat(register.remove("promo", ANNA)).isFalse();
        assertThat(register.contains("promo", ANNA)).isFalse();
    }

    @Test
    void findsWhoOfManyIsEntered() {
        register.add("promo", ANNA);
        register.add("alerts", BEN);

        List<Msisdn> both = List.of(Msisdn.parse(ANNA), Msisdn.parse(BEN));
        assertThat(register.find(List.of("promo"), both)).containsExactly(Msisdn.parse(ANNA));
        assertThat(register.find(List.of("promo", "alerts"), both)).hasSize(2);
        assertThat(register.find(List.of("promo"), List.of())).isEmpty();
    }

    @Test
    void entriesOutliveEveryRetentionAndHoldNoNumber() {
        register.add("promo", ANNA);

        assertThat(store.due("optout", 10)).singleElement().satisfies(entry -> {
            assertThat(entry.remaining()).isGreaterThan(Duration.ofDays(36_000));
            assertThat(entry.key() + new String(entry.value(), StandardCharsets.UTF_8))
                    .doesNotContain("7700900123");
        });
        assertThat(register).hasToString("OptOutRegister");
    }

    @Test
    void anExportGoesIntoAnotherRegister() {
        register.importCsv("account,number\r\npromo,+44 7700 900123\r\n\r\n\"promo\",\"447700900124\"\r\n");
        String csv = register.exportCsv();
        OptOutRegister other = new OptOutRegister(new MemoryStateStore());

        assertThat(csv).startsWith("account,digest,since\npromo,").doesNotContain("770090012");
        assertThat(other.importCsv(csv)).isEqualTo(2);
        assertThat(other.importCsv(csv)).isZero();
        assertThat(other.contains("promo", ANNA)).isTrue();
        assertThat(other.contains("promo", BEN)).isTrue();
        assertThat(other.exportCsv().lines())
                .containsExactlyInAnyOrderElementsOf(csv.lines().toList());
    }

    @Test
    void aMalformedLineKeepsAllOut() {
        assertThatThrownBy(() -> register.importCsv("promo,+447700900123\npromo,0770090"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("line 2 of the opt-outs is malformed: the number must be in E.164");
        assertThatThrownBy(() -> register.importCsv("+447700900123"))
                .hasMessageContaining("account,number")
                .hasMessageNotContaining("7700");
        assertThatThrownBy(() -> register.importCsv("promo,+447700900123,yesterday"))
                .hasMessageContaining("since must be a time")
                .hasMessageNotContaining("yesterday");
        assertThat(register.exportCsv()).isEqualTo("account,digest,since\n");
    }

    /** Another node writes the entry between our look and our removal. */
    @Test
    void aRemovalThatComesTooLateIsRepeated() {
        AtomicInteger removals = new AtomicInteger();
        OptOutRegister slow = new OptOutRegister(store((method, arguments) -> {
            if (method.equals("remove") && removals.incrementAndGet() == 1) {
                StateEntry entry = store.find((String) arguments[0]).orElseThrow();
                store.replace(entry.key(), entry.version(), StateValue.of(entry.value(), entry.remaining()));
            }
        }));
        register.add("promo", ANNA);

        assertThat(slow.remove("promo", ANNA)).isTrue();
        assertThat(removals).hasValue(2);
        assertThat(register.contains("promo", ANNA)).isFalse();
    }

    @Test
    void severalNumbersAreLookedUpAtOnce() {
        List<String> asked = new ArrayList<>();
        OptOutRegister counted = new OptOutRegister(store((method, arguments) -> asked.add(method)));

        counted.find(List.of("promo"), List.of(Msisdn.parse(ANNA), Msisdn.parse(BEN)));
        counted.find(List.of("promo"), List.of(Msisdn.parse(ANNA)));

        assertThat(asked).containsExactly("findAll", "find");
    }

    @Test
    void aStoreThatCannotBeReachedIsNotTakenForAnAnswer() {
        OptOutRegister broken = new OptOutRegister(store((method, arguments) -> {
            throw new IllegalStateException("no connection");
        }));

        assertThatThrownBy(() -> broken.contains("promo", ANNA)).hasMessage("no connection");
        assertThatThrownBy(() -> broken.find(List.of("promo"), List.of(Msisdn.parse(ANNA))))
                .hasMessage("no connection");
        assertThatThrownBy(() -> broken.add("promo", ANNA)).hasMessage("no connection");
        assertThatThrownBy(() -> broken.importCsv("promo," + ANNA)).hasMessage("no connection");
        assertThatThrownBy(broken::exportCsv).hasMessage("no connection");
    }

    private interface Step {
        void before(String method, Object[] arguments);
    }

    /** The store, with something before each of its steps. */
    private StateStore store(Step step) {
        return (StateStore) Proxy.newProxyInstance(
                StateStore.class.getClassLoader(), new Class<?>[] {StateStore.class}, (proxy, method, arguments) -> {
                    step.before(method.getName(), arguments);
                    return method.invoke(store, arguments);
                });
    }
}
