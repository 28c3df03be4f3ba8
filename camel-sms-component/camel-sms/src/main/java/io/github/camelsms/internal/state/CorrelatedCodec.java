package io.github.camelsms.internal.state;

import io.github.camelsms.internal.exchange.Correlated;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/**
 * Writes what a send remembers as bytes. Only types that cannot do harm when they are read: a store may be written by others, so nothing is
 * deserialized.
 */
final class CorrelatedCodec {

    private static final int FORMAT = 1;

    /** Types by the letter that stands for them. */
    private static final List<Type<?>> TYPES = List.of(
            new Type<>('s', String.class, Function.identity()),
            new Type<>('b', Boolean.class, Boolean::valueOf),
            new Type<>('i', Integer.class, Integer::valueOf),
            new Type<>('l', Long.class, Long::valueOf),
            new Type<>('h', Short.class, Short::valueOf),
            new Type<>('y', Byte.class, Byte::valueOf),
            new Type<>('d', Double.class, Double::valueOf),
            new Type<>('f', Float.class, Float::valueOf),
            new Type<>('D', BigDecimal.class, BigDecimal::new),
            new Type<>('I', BigInteger.class, BigInteger::new),
            new Type<>('u', UUID.class, UUID::fromString),
            new Type<>('t', Instant.class, Instant::parse),
            new Type<>('a', LocalDate.class, LocalDate::parse),
            new Type<>('L', LocalDateTime.class, LocalDateTime::parse),
            new Type<>('o', OffsetDateTime.class, OffsetDateTime::parse));

    private CorrelatedCodec() {}

    private record Type<T>(char letter, Class<T> type, Function<String, T> parser) {}

    /** The names whose values have a type that cannot be written. */
    static TreeSet<String> unwritable(Correlated values) {
        TreeSet<String> names = new TreeSet<>();
        for (Map<String, Object> map : List.of(values.headers(), values.properties())) {
            map.forEach((name, value) -> {
                if (letter(value).isEmpty()) {
                    names.add(name);
                }
            });
        }
        return names;
    }

    private static Optional<Type<?>> letter(Object value) {
        return TYPES.stream().filter(type -> type.type() == value.getClass()).findFirst();
    }

    /** Writes all values that can be written. */
    static byte[] encode(Correlated values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            write(out, values.headers());
            write(out, values.properties());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, Map<String, Object> values) throws IOException {
        Map<String, Object> writable = new LinkedHashMap<>(values);
        writable.values().removeIf(value -> letter(value).isEmpty());
        out.writeInt(writable.size());
        for (Map.Entry<String, Object> entry : writable.entrySet()) {
            writeText(out, entry.getKey());
            out.writeByte(letter(entry.getValue()).orElseThrow().letter());
            writeText(out, entry.getValue().toString());
        }
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** @throws IllegalArgumentException when the bytes were not written by {@link #encode} */
    static Correlated decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != FORMAT) {
                throw new IllegalArgumentException("unknown format of correlated values");
            }
            return new Correlated(read(in), read(in));
        } catch (IOException cutOff) {
            throw new IllegalArgumentException("correlated values are cut off", cutOff);
        }
    }

    private static Map<String, Object> read(DataInputStream in) throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            String name = readText(in);
            char letter = (char) in.readByte();
            Type<?> type = TYPES.stream()
                    .filter(one -> one.letter() == letter)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("unknown type of a correlated value"));
            values.put(name, Objects.requireNonNull(type.parser().apply(readText(in))));
        }
        return values;
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IllegalArgumentException("correlated values are cut off");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
