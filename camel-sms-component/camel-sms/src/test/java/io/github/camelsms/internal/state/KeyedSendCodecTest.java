package io.github.camelsms.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.model.Segments;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.StateEntry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read of an entry is what was written, or nothing. */
class KeyedSendCodecTest {

    private static final String PLACE = "send:a";
    private static final String REFERENCE = "q8Zr0dQ1m2Xw3Yv4Us5TtA";
    private static final Duration WINDOW = Duration.ofHours(24);
    private static final SmsMessage MESSAGE = SmsMessage.to("+447700900123")
            .text("Your parcel arrives today.")
            .idempotencyKey("order-8842")
            .build();
    private static final SmsSubmission SUBMISSION = SmsSubmission.accepted("2fa-link", "65F1A2B3")
            .at(Instant.parse("2026-09-15T10:30:00.123456789Z"))
            .build()
            .completed("main", MESSAGE.to(), Segments.of(MESSAGE.text()), Instant.EPOCH);

    private static final KeyedSend SENDING = KeyedSendCodec.begun(MESSAGE, PLACE, REFERENCE, WINDOW);
    private static final KeyedSend ACCEPTED =
            KeyedSendCodec.with(SENDING, KeyedSend.State.ACCEPTED, REFERENCE, KeyedSendCodec.result(SUBMISSION), PLACE);
    private static final KeyedSend UNKNOWN =
            KeyedSendCodec.with(SENDING, KeyedSend.State.UNKNOWN, REFERENCE, KeyedSendCodec.result("65F1A2B3"), PLACE);

    static Stream<KeyedSend> sends() {
        return Stream.of(SENDING, ACCEPTED, UNKNOWN);
    }

    private static StateEntry entry(byte[] value) {
        return new StateEntry(PLACE, value, 1, WINDOW);
    }

    private static Optional<KeyedSendCodec.Found> read(byte[] value) {
        return KeyedSendCodec.read(MESSAGE, entry(value));
    }

    @ParameterizedTest
    @MethodSource("sends")
    void whatIsWrittenIsRead(KeyedSend send) {
        KeyedSendCodec.Found found = read(send.encode()).orElseThrow();

        assertThat(found.send()).isEqualTo(send);
        assertThat(found.send().window()).isEqualTo(WINDOW);
        assertThat(found.same()).isTrue();
        assertThat(found.send().isOf(KeyedSendCodec.tag(REFERENCE))).isTrue();
        assertThat(found.send().isOf(KeyedSendCodec.tag("another"))).isFalse();
    }

    @Test
    void theResultIsWhatTheSendCameTo() {
        assertThat(read(SENDING.encode()).orElseThrow())
                .returns(null, KeyedSendCodec.Found::submission)
                .returns(null, KeyedSendCodec.Found::messageId);
        assertThat(read(ACCEPTED.encode()).orElseThrow())
                .returns(SUBMISSION, KeyedSendCodec.Found::submission)
                .returns(null, KeyedSendCodec.Found::messageId);
        assertThat(read(UNKNOWN.encode()).orElseThrow())
                .returns(null, KeyedSendCodec.Found::submission)
                .returns("65F1A2B3", KeyedSendCodec.Found::messageId);
    }

    @ParameterizedTest
    @MethodSource("sends")
    void anotherTextOrRecipientIsAnotherMessage(KeyedSend send) {
        SmsMessage otherText = MESSAGE.toBuilder().text("Your parcel is late.").build();
        SmsMessage otherRecipient = SmsMessage.to("+447700900124")
                .text(MESSAGE.text())
                .idempotencyKey(MESSAGE.idempotencyKey())
                .build();

        assertThat(KeyedSendCodec.read(otherText, entry(send.encode())))
                .get()
                .returns(false, KeyedSendCodec.Found::same);
        assertThat(KeyedSendCodec.read(otherRecipient, entry(send.encode())))
                .get()
                .returns(false, KeyedSendCodec.Found::same);
    }

    @ParameterizedTest
    @MethodSource("sends")
    void whatIsCutOffOrLongerIsNotRead(KeyedSend send) {
        byte[] bytes = send.encode();
        for (int length = 0; length < bytes.length; length++) {
            assertThat(read(Arrays.copyOf(bytes, length)))
                    .as("%d bytes", length)
                    .isEmpty();
        }
        assertThat(read(Arrays.copyOf(bytes, bytes.length + 1))).isEmpty();
    }

    @Test
    void anotherFormatOrStateIsNotRead() {
        byte[] format = ACCEPTED.encode();
        format[0]++;
        byte[] state = ACCEPTED.encode();
        state[1] = 3;

        assertThat(read(format)).isEmpty();
        assertThat(read(state)).isEmpty();
    }

    @Test
    void aChangedResultIsNotRead() {
        byte[] bytes = ACCEPTED.encode();
        bytes[bytes.length - 1] ^= 1;

        assertThat(read(bytes)).isEmpty();
    }

    @Test
    void aResultOfAnotherPlaceIsNotRead() {
        assertThat(KeyedSendCodec.read(MESSAGE, new StateEntry("send:b", ACCEPTED.encode(), 1, WINDOW)))
                .isEmpty();
    }

    @Test
    void aMessageIdLeadsToItsSend() {
        UnsettledSend way = KeyedSendCodec.unsettled(PLACE, UNKNOWN, REFERENCE, "65F1A2B3", "unsettled:a");
        UnsettledSend read = UnsettledSend.decode(way.encode()).orElseThrow();

        assertThat(read.key()).isEqualTo(PLACE);
        assertThat(KeyedSendCodec.reference(read, "65F1A2B3", "unsettled:a")).contains(REFERENCE);
        assertThat(KeyedSendCodec.reference(read, "65F1A2B4", "unsettled:a")).isEmpty();
        assertThat(KeyedSendCodec.reference(read, "65F1A2B3", "unsettled:b")).isEmpty();
        assertThat(UnsettledSend.decode(new byte[0])).isEmpty();
        assertThat(UnsettledSend.decode(Arrays.copyOf(way.encode(), PLACE.length() + 2 + Seal.SALT - 1)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("sends")
    void nothingStandsThereInClear(KeyedSend send) {
        assertThat(new String(send.encode(), StandardCharsets.ISO_8859_1))
                .doesNotContain("447700900123", "parcel", "order-8842", "65F1A2B3", REFERENCE, "2fa-link");
        assertThat(send.toString()).doesNotContain("447700900123", "order-8842", "65F1A2B3", REFERENCE);
    }
}
