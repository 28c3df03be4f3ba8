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

    private final ProcessedEvents log =
            new RepositoryEvents(MemoryIdempotentRepository.memoryIdempotentRepository(100));

    private static DeliveryReceipt receipt(DeliveryStatus status, String to) {
        return DeliveryReceipt.of("transmitsms", "331694668", status, ReceiptSource.WEBHOOK)
                .to(Msisdn.parse(to))
                .build();
    }

    private static DeliveryReceipt receipt(DeliveryStatus status) {
        return receipt(status, "61491570156");
    }

    private Verdict process(DeliveryReceipt receipt) {
        ProcessedEvents.Claim claim = log.claim(EventKey.of("main", receipt));
        if (claim.verdict() == Verdict.NEW || claim.verdict() == Verdict.STALE) {
            claim.done();
            claim.release();
        }
        return claim.verdict();
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

        assertThat(log.claim(EventKey.of("other", receipt(DELIVERED))).verdict())
                .isEqualTo(Verdict.NEW);
    }

    @Test
    void whatRunsIsPutOffAndWhatFailedMayComeAgain() {
        EventKey key = EventKey.of("main", receipt(DELIVERED));

        ProcessedEvents.Claim first = log.claim(key);
        assertThat(first.verdict()).isEqualTo(Verdict.NEW);
        assertThat(log.claim(key).verdict()).isEqualTo(Verdict.RUNNING);
        first.release();
        assertThat(log.claim(key).verdict()).isEqualTo(Verdict.NEW);
    }

    @Test
    void aRepeatAfterACrashBetweenTheTwoEntriesIsADuplicateAndMendsTheOther() {
        Map<String, Object> entries = new HashMap<>();
        ProcessedEvents crashing = new RepositoryEvents(new MemoryIdempotentRepository(entries) {
            @Override
            public boolean add(String key) {
                if (!entries.isEmpty()) {
                    throw new IllegalStateException("killed");
                }
                return super.add(key);
            }
        });
        ProcessedEvents.Claim claim = crashing.claim(EventKey.of("main", receipt(DELIVERED)));
        assertThat(claim.verdict()).isEqualTo(Verdict.NEW);
        assertThatIllegalStateException().isThrownBy(claim::done);

        ProcessedEvents restarted = new RepositoryEvents(new MemoryIdempotentRepository(entries));

        assertThat(restarted.claim(EventKey.of("main", receipt(DELIVERED))).verdict())
                .isEqualTo(Verdict.DUPLICATE);
        assertThat(restarted.claim(EventKey.of("main", receipt(SENT))).verdict())
                .isEqualTo(Verdict.STALE);
    }

    private static InboundSms withoutId(String from, String text) {
        Instant at = Instant.parse("2026-09-15T10:34:02Z");
        return InboundSms.of("2chat", null, null, Msisdn.parse(from), null, text, false, at);
    }

    @Test
    void smsWithoutIdsAreApartByTextAndSender() {
        EventKey key = EventKey.of("main", withoutId("447700900123", "Aa"));

        assertThat("Aa").hasSameHashCodeAs("BB");
        assertThat(EventKey.of("main", withoutId("447700900123", "Aa"))).isEqualTo(key);
        assertThat(EventKey.of("main", withoutId("447700900123", "BB"))).isNotEqualTo(key);
        assertThat(EventKey.of("main", withoutId("447700900223", "Aa"))).isNotEqualTo(key);
        assertThat(key.event()).doesNotContain("Aa");
    }
}
