package io.github.camelsms.internal.state;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a store keeps of a send with an idempotency key. Nothing in it can be read without the key or the reference of the send.
 *
 * @param window how long the send is remembered
 * @param salt of the seal that the idempotency key opens
 * @param content digest of recipient and text
 * @param reference of the send, sealed with the idempotency key
 * @param tag distinguishes the reference from others
 * @param result sealed with the reference: the submission as JSON of an accepted send, or of one that is being sent and of which a receipt
 *     has come; the message id, as far as it is known, of one with an unknown outcome; else empty
 */
record KeyedSend(
        State state, Duration window, byte[] salt, byte[] content, byte[] reference, byte[] tag, byte[] result) {

    /** How far a send has come. */
    enum State {
        SENDING,
        UNKNOWN,
        ACCEPTED
    }

    private static final int FORMAT = 1;

    KeyedSend with(State next, byte[] sealed) {
        return new KeyedSend(next, window, salt, content, reference, tag, sealed);
    }

    /** Whether the provider is known to have it: its reply or a receipt says so. */
    boolean isTaken() {
        return state == State.ACCEPTED || (state == State.SENDING && result.length > 0);
    }

    /** The same send after its call, with what a receipt said of it meanwhile. */
    KeyedSend taken() {
        return isTaken() ? with(State.ACCEPTED, result) : this;
    }

    /** Whether it is the same attempt to send. */
    boolean isOf(byte[] other) {
        return Arrays.equals(tag, other);
    }

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeByte(state.ordinal());
            out.writeLong(window.toMillis());
            for (byte[] part : new byte[][] {salt, content, reference, tag, result}) {
                out.writeInt(part.length);
                out.write(part);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Empty when the bytes were not written by {@link #encode}. */
    static Optional<KeyedSend> decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readByte();
            int state = in.readByte();
            if (format != FORMAT || state < 0 || state >= State.values().length) {
                return Optional.empty();
            }
            Duration window = Duration.ofMillis(in.readLong());
            KeyedSend send =
                    new KeyedSend(State.values()[state], window, part(in), part(in), part(in), part(in), part(in));
            return in.available() == 0 && send.salt.length == Seal.SALT ? Optional.of(send) : Optional.empty();
        } catch (IOException cutOff) {
            return Optional.empty();
        }
    }

    private static byte[] part(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new EOFException();
        }
        return in.readNBytes(length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyedSend send && Arrays.equals(encode(), send.encode());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(tag);
    }

    @Override
    public String toString() {
        return "KeyedSend[" + state + "]";
    }
}
