package io.github.camelsms.internal.transport;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Collects the bytes of a request. Characters beyond Latin-1 become {@code ?}, as in Apache's client. */
final class HttpBytes {

    private byte[] bytes;
    private int length;

    HttpBytes(int capacity) {
        bytes = new byte[capacity];
    }

    /** Text that was written for HTTP by ourselves. */
    HttpBytes text(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    /**
     * A part of the request's target as it stands.
     *
     * @throws IllegalArgumentException when it would break the request line
     */
    HttpBytes target(String part) {
        reserve(part.length());
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c <= ' ' || c >= 0x7f) {
                throw new IllegalArgumentException("path or query is not percent-encoded");
            }
            bytes[length++] = (byte) c;
        }
        return this;
    }

    /** A header line. Control characters of the value become spaces, so that it stays one line. */
    HttpBytes header(String name, String value) {
        target(name).text(": ");
        reserve(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            bytes[length++] = (byte) (c < ' ' && c != '\t' || c == 0x7f ? ' ' : c > 0xff ? '?' : c);
        }
        return newLine();
    }

    HttpBytes newLine() {
        return text("\r\n");
    }

    HttpBytes bytes(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
        return this;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }

    /** What was collected, to be read once; nothing may be added any more. */
    ByteBuffer toBuffer() {
        return ByteBuffer.wrap(bytes, 0, length);
    }
}
