package io.github.camelsms.internal.state;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * How a message id leads to the send with an idempotency key whose outcome is unknown.
 *
 * @param key of the send in the store
 * @param reference of the send, sealed with the message id
 */
record UnsettledSend(String key, byte[] salt, byte[] reference) {

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(key);
            out.write(salt);
            out.write(reference);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Empty when the bytes were not written by {@link #encode}. */
    static Optional<UnsettledSend> decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            UnsettledSend send = new UnsettledSend(in.readUTF(), in.readNBytes(Seal.SALT), in.readAllBytes());
            return send.salt.length == Seal.SALT ? Optional.of(send) : Optional.empty();
        } catch (IOException cutOff) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "UnsettledSend";
    }
}
