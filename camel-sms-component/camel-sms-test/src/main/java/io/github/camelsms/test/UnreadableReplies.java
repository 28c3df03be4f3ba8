package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Replies that say nothing, and what must become of them. */
final class UnreadableReplies {

    private UnreadableReplies() {}

    /** Checks that nothing is guessed from it: its status alone decides. */
    static void check(ConformanceCall<?> asked, HttpResponse reply) {
        ConformanceCall.Outcome outcome = asked.decode(reply);
        if (outcome.value() instanceof DeliveryReceipt receipt) {
            assertThat(receipt.status()).isIn(DeliveryStatus.UNKNOWN, DeliveryStatus.NOT_FOUND);
            return;
        }
        int status = reply.status();
        SmsException seen = outcome.requireSeen();
        assertThat(seen.httpStatus()).contains(status);
        Class<? extends SmsException> type;
        if (status == 429) {
            type = SmsRetryableException.class;
        } else if (status >= 500 || status == 408) {
            type = asked.repeatable() ? SmsRetryableException.class : SmsOutcomeUnknownException.class;
        } else {
            type = status < 300 ? SmsOutcomeUnknownException.class : SmsRefusedException.class;
        }
        assertThat(seen).as("reply of %s", reply).isExactlyInstanceOf(type);
        if (status >= 500) {
            assertThat(seen.errorClass()).isEqualTo(ErrorClass.TEMPORARY);
        }
    }

    /** Empty, other JSON, HTML, bytes at random, and a prefix of every body that the gateway sends. */
    static List<byte[]> bodies(Stream<Fixture> responses) {
        List<byte[]> bodies = new ArrayList<>();
        for (String text : List.of(
                "",
                " ",
                "null",
                "[]",
                "\"text\"",
                "12",
                "{",
                "{}",
                "OK",
                "<html><body><h1>Bad Gateway</h1></body></html>",
                "<?xml version=\"1.0\"?><gateway/>",
                "[".repeat(5000))) {
            bodies.add(text.getBytes(StandardCharsets.UTF_8));
        }
        bodies.add(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, 2, (byte) 0x80});
        responses.forEach(fixture -> {
            byte[] whole =
                    new String(fixture.body(), StandardCharsets.UTF_8).strip().getBytes(StandardCharsets.UTF_8);
            for (int length : new int[] {1, whole.length / 3, whole.length / 2, whole.length - 1}) {
                if (length > 0 && length < whole.length) {
                    bodies.add(Arrays.copyOf(whole, length));
                }
            }
        });
        return bodies;
    }
}
