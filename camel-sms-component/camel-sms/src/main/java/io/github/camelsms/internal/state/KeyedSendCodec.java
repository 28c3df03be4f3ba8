package io.github.camelsms.internal.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.StateEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Seals what a store keeps of a send with an idempotency key, and reads it. Who has only the store can read nothing: recipient and text are a
 * keyed digest, the reference of the send is sealed with the idempotency key, and what became of it with the reference. A receipt that brings
 * the reference can therefore settle a send without knowing its key.
 */
final class KeyedSendCodec {

    private static final int TAG = 16;
    private static final byte[] NOTHING = {};

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private KeyedSendCodec() {}

    /**
     * What a message finds under its key.
     *
     * @param same whether that is the same message: recipient, text, code and user data header
     * @param submission of a send that the provider is known to have; else null
     * @param messageId of a send with an unknown outcome, as far as it is known; else null
     */
    record Found(
            KeyedSend send,
            boolean same,
            @Nullable SmsSubmission submission,
            @Nullable String messageId) {}

    /**
     * A send that begins.
     *
     * @param message with its key
     * @param place key of the entry that is to hold it
     */
    static KeyedSend begun(SmsMessage message, String place, String reference, Duration window) {
        byte[] salt = Seal.random(Seal.SALT);
        Seal seal = seal(message, salt);
        return new KeyedSend(
                KeyedSend.State.SENDING,
                window,
                salt,
                seal.digest(content(message)),
                seal.seal(ascii(reference), place),
                tag(reference),
                NOTHING);
    }

    private static Seal seal(SmsMessage message, byte[] salt) {
        return Seal.of(Objects.requireNonNull(message.idempotencyKey()), salt);
    }

    /** What must be the same for the key to stand for the same SMS. */
    private static byte[] content(SmsMessage message) {
        List<@Nullable String> parts = new ArrayList<>();
        parts.add(message.to() == null ? null : message.to().digits());
        parts.add(message.text());
        parts.add(message.verifyCode());
        parts.add(message.udh() == null ? null : message.udh().value());
        if (message.to() == null) { // a parameter names the recipients
            new TreeMap<>(message.params()).forEach((name, value) -> Collections.addAll(parts, name, value));
        }
        return ascii(StateKeys.of("content", parts.toArray(new String[0])));
    }

    /** Distinguishes a reference from others without keeping it. */
    static byte[] tag(String reference) {
        return Arrays.copyOf(ascii(StateKeys.of("tag", reference)), TAG + "tag:".length());
    }

    /** A result that says that the provider has the message. */
    static byte[] result(SmsSubmission submission) {
        try {
            return JSON.writeValueAsBytes(submission);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A result that says under which id the provider may know the message. @param messageId null for none */
    static byte[] result(@Nullable String messageId) {
        return messageId == null ? NOTHING : messageId.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A send of which something is known.
     *
     * @param result in clear; empty for none
     * @param place key of the entry that is to hold it
     */
    static KeyedSend with(KeyedSend send, KeyedSend.State state, String reference, byte[] result, String place) {
        return send.with(
                state,
                result.length == 0 ? NOTHING : Seal.of(reference, send.salt()).seal(result, place));
    }

    /** Reads an entry with the key of a message; empty when it cannot be read. */
    static Optional<Found> read(SmsMessage message, StateEntry entry) {
        return KeyedSend.decode(entry.value()).flatMap(send -> {
            Seal seal = seal(message, send.salt());
            if (!Arrays.equals(send.content(), seal.digest(content(message)))) {
                return Optional.of(new Found(send, false, null, null));
            }
            if (send.result().length == 0) {
                return Optional.of(new Found(send, true, null, null));
            }
            return seal.open(send.reference(), entry.key())
                    .flatMap(reference -> Seal.of(text(reference), send.salt()).open(send.result(), entry.key()))
                    .flatMap(result -> found(send, result));
        });
    }

    private static Optional<Found> found(KeyedSend send, byte[] result) {
        return send.isTaken()
                ? submission(result).map(submission -> new Found(send, true, submission, null))
                : Optional.of(new Found(send, true, null, new String(result, StandardCharsets.UTF_8)));
    }

    private static Optional<SmsSubmission> submission(byte[] result) {
        try {
            return Optional.of(JSON.readValue(result, SmsSubmission.class));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * The way from a message id to a send with an unknown outcome.
     *
     * @param send in the entry of that key
     * @param place key of the entry that is to hold the way
     */
    static UnsettledSend unsettled(String key, KeyedSend send, String reference, String messageId, String place) {
        return new UnsettledSend(
                key, send.salt(), Seal.of(messageId, send.salt()).seal(ascii(reference), place));
    }

    /** The reference of the send to which a message id leads; empty when it leads nowhere. */
    static Optional<String> reference(UnsettledSend unsettled, String messageId, String place) {
        return Seal.of(messageId, unsettled.salt())
                .open(unsettled.reference(), place)
                .map(KeyedSendCodec::text);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII);
    }
}
