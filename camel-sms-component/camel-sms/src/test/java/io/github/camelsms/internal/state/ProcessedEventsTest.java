package io.github.camelsms.internal.state;

import static io.github.camelsms.model.DeliveryStatus.ACCEPTED;
import static io.github.camelsms.model.DeliveryStatus.DELIVERED;
import static io.github.camelsms.model.DeliveryStatus.EXPIRED;
import static io.github.camelsms.model.DeliveryStatus.SENT;
import static io.github.camelsms.model.DeliveryStatus.UNDELIVERED;
import static io.github.camelsms.model.DeliveryStatus.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.camelsms.internal.state.ProcessedEvents.Verdict;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.ReceiptSource;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each receipt once, and no state after a later one. */
class ProcessedEventsTest {

    private final ProcessedEvents log = new ProcessedEvents(MemoryIdempotentRepository.memoryIdempotentRepository(100));

    private static DeliveryReceipt receipt(DeliveryStatus status, String to) {
        return DeliveryReceipt.of("transmitsms", "331694668", status, ReceiptSource.WEBHOOK)
                .to(Msisdn.parse(to))
                .build();
    }

    private static DeliveryReceipt receipt(DeliveryStatus status) {
        return receipt(status, "61491570156");
    }

    private Verdict process(DeliveryReceipt receipt) {
        Verdict verdict = log.enter("main", receipt);
        if (verdict == Verdict.NEW || verdict == Verdict.STALE) {
            log.succeeded("main", receipt);
            log.leave(ProcessedEvents.key("main", receipt));
        }
        return verdict;
    }

    static Stream<Arguments> orders() {
        return Stream.of(
                Arguments.of(SENT, DELIVERED, Verdict.NEW),
                Arguments.of(UNKNOWN, SENT, Verdict.NEW),
                Arguments.of(SENT, SENT, Verdict.DUPLICATE),
                Arguments.of(DELIVERED, SENT, Verdict.STALE),
                Arguments.of(DELIVERED, UNDELIVERED, Verdict.STALE),
                Arguments.of(EXPIRED, UNDELIVERED, Verdict.STALE),
                Arguments.of(EXPIRED, DELIVERED, Verdict.NEW),
                Arguments.of(SENT, ACCEPTED, Verdict.STALE));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void aStateAfterALaterOneIsStale(DeliveryStatus first, DeliveryStatus second, Verdict verdict) {
        assertThat(process(receipt(first))).isEqualTo(Verdict.NEW);
        assertThat(process(receipt(second))).isEqualTo(verdict);
    }

    @Test
    void recipientsOfOneMessageIdAreApart() {
        process(receipt(DELIVERED, "61491570156"));

        assertThat(process(receipt(SENT, "61491570157"))).isEqualTo(Verdict.NEW);
    }

    @Test
    void accountsAreApart() {
        process(receipt(DELIVERED));

        assertThat(log.enter("other", receipt(DELIVERED))).isEqualTo(Verdict.NEW);
    }

    @Test
    void whatRunsIsPutOffAndWhatFailedMayComeAgain() {
        DeliveryReceipt receipt = receipt(DELIVERED);

        assertThat(log.enter("main", receipt)).isEqualTo(Verdict.NEW);
        assertThat(log.enter("main", receipt)).isEqualTo(Verdict.RUNNING);
        log.leave(ProcessedEvents.key("main", receipt));
        assertThat(log.enter("main", receipt)).isEqualTo(Verdict.NEW);
    }

    @Test
    void aRepeatAfterACrashBetweenTheTwoEntriesIsADuplicateAndMendsTheOther() {
        Map<String, Object> entries = new HashMap<>();
        ProcessedEvents crashing = new ProcessedEvents(new MemoryIdempotentRepository(entries) {
            @Override
            public boolean add(String key) {
                if (!entries.isEmpty()) {
                    throw new IllegalStateException("killed");
                }
                return super.add(key);
            }
        });
        assertThat(crashing.enter("main", receipt(DELIVERED))).isEqualTo(Verdict.NEW);
        assertThatIllegalStateException().isThrownBy(() -> crashing.succeeded("main", receipt(DELIVERED)));

        ProcessedEvents restarted = new ProcessedEvents(new MemoryIdempotentRepository(entries));

        assertThat(restarted.enter("main", receipt(DELIVERED))).isEqualTo(Verdict.DUPLICATE);
        assertThat(restarted.enter("main", receipt(SENT))).isEqualTo(Verdict.STALE);
    }

    private static InboundSms withoutId(String from, String text) {
        Instant at = Instant.parse("2026-09-15T10:34:02Z");
        return new InboundSms("2chat", null, null, null, Msisdn.parse(from), null, text, false, at);
    }

    @Test
    void smsWithoutIdsAreApartByTextAndSender() {
        String key = ProcessedEvents.key("main", withoutId("447700900123", "Aa"));

        assertThat("Aa").hasSameHashCodeAs("BB");
        assertThat(ProcessedEvents.key("main", withoutId("447700900123", "Aa"))).isEqualTo(key);
        assertThat(ProcessedEvents.key("main", withoutId("447700900123", "BB"))).isNotEqualTo(key);
        assertThat(ProcessedEvents.key("main", withoutId("447700900223", "Aa"))).isNotEqualTo(key);
        assertThat(key).doesNotContain("Aa");
    }
}
