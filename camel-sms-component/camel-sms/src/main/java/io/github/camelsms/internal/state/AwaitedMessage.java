package io.github.camelsms.internal.state;

import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.Msisdn;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * A message that was sent and whose final state is still to be reported.
 *
 * @param to recipient
 * @param status as far as it is known
 * @param asked how many times the provider was asked
 * @param kept how long its entry is kept, from the send on
 */
public record AwaitedMessage(String messageId, Msisdn to, DeliveryStatus status, int asked, Duration kept) {

    /** The same after another question. */
    public AwaitedMessage askedAgain(DeliveryStatus latest) {
        return new AwaitedMessage(messageId, to, latest, asked + 1, kept);
    }

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(messageId);
            out.writeUTF(to.digits());
            out.writeUTF(status.name());
            out.writeInt(asked);
            out.writeLong(kept.toMillis());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static AwaitedMessage decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return new AwaitedMessage(
                    in.readUTF(),
                    Msisdn.parse(in.readUTF()),
                    DeliveryStatus.valueOf(in.readUTF()),
                    in.readInt(),
                    Duration.ofMillis(in.readLong()));
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }
}
