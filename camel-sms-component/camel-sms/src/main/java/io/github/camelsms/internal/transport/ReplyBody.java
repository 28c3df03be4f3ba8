package io.github.camelsms.internal.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Collects the body of a reply, up to {@link SingleAttemptHttpConfigurer#MAX_REPLY} bytes as it arrives and unpacked. */
final class ReplyBody {

    private static final int MAX = SingleAttemptHttpConfigurer.MAX_REPLY;

    private final @Nullable String encoding;
    private byte[] bytes;
    private int length;

    /**
     * @param announced length in bytes; negative when it is not known
     * @param encoding {@code Content-Encoding}; null for none
     */
    ReplyBody(long announced, @Nullable String encoding) {
        this.encoding = encoding;
        bytes = new byte[announced >= 0 && announced <= MAX ? (int) announced : 512];
    }

    /** @throws IOException when the reply is larger than it may be */
    void add(ByteBuffer part) throws IOException {
        int more = part.remaining();
        reserve(more);
        part.get(bytes, length, more);
        length += more;
    }

    /** @throws IOException also when the reply is larger than it may be */
    void addAll(InputStream rest) throws IOException {
        reserve(0);
        for (int read = rest.read(bytes, length, bytes.length - length); read >= 0; ) {
            length += read;
            if (length == bytes.length) {
                int next = rest.read();
                if (next < 0) {
                    return;
                }
                reserve(1);
                bytes[length++] = (byte) next;
            }
            read = rest.read(bytes, length, bytes.length - length);
        }
    }

    private void reserve(int more) throws IOException {
        if (more > MAX - length) {
            throw new IOException("the reply is larger than " + MAX + " bytes");
        }
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }

    /**
     * The body, unpacked where the reply says that it is packed: some proxies compress without being asked.
     *
     * @throws IOException when it cannot be unpacked or is larger than it may be
     */
    byte[] unpacked() throws IOException {
        if (encoding != null) {
            String name = encoding.toLowerCase(Locale.ROOT);
            if (name.equals("gzip") || name.equals("x-gzip")) {
                return SingleAttemptHttpConfigurer.readBounded(
                        new GZIPInputStream(new ByteArrayInputStream(bytes, 0, length)));
            }
        }
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
