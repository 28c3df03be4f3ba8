package io.github.camelsms.internal.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SenderId;
import io.github.camelsms.model.SmsRecord;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.TypeConverter;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.CharacterData;

/**
 * Turns into text what was meant as text. Camel turns any object into text by its {@code toString}, which never was meant for a handset;
 * a type converter that somebody wrote for the type counts.
 */
final class TextReader {

    /** From here on, seven digits and more, a float may be another number than the one that was written. */
    private static final float FLOAT_LIMIT = 1_000_000f;

    private TextReader() {}

    /** A value that is not a text. Its message names the type and nothing else of the value. */
    static final class NotTextException extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        private NotTextException(String what) {
            super(what);
        }
    }

    /**
     * The text of a body or a list element, as it is except for a leading byte order mark.
     *
     * @return null for what holds no text, such as a JSON null
     * @throws NotTextException when the value is not a text, or cannot be read
     */
    static @Nullable String body(Exchange exchange, Object value) {
        String text = read(exchange, value);
        return text != null && text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /**
     * The text of a header or a parameter. Bytes are UTF-8, and a number without decimals is written without them.
     *
     * @return null for what holds no text
     * @throws NotTextException when the value is not a text, or cannot be read
     */
    static @Nullable String value(Exchange exchange, Object value) {
        byte[] octets = octets(value);
        if (octets != null) {
            return utf8(octets);
        }
        if (value instanceof JsonNode node && node.isNumber()) {
            return number(node.isFloat() ? node.numberValue() : node.decimalValue());
        }
        return value instanceof Number number ? number(number) : read(exchange, value);
    }

    /**
     * The octets of a value of bytes; null for one of another type.
     *
     * @throws NotTextException when they cannot be read
     */
    static byte @Nullable [] octets(Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] octets = new byte[buffer.remaining()];
            buffer.duplicate().get(octets);
            return octets;
        }
        if (value instanceof InputStream stream) {
            try (stream) {
                return stream.readAllBytes();
            } catch (IOException | RuntimeException unreadable) {
                throw new NotTextException("a " + name(value) + " that cannot be read");
            }
        }
        return value instanceof byte[] octets ? octets : null;
    }

    /**
     * What a stream or a Reader holds, as octets or as text; another value as it is.
     *
     * @throws NotTextException when it cannot be read
     */
    static Object kept(Object value) {
        byte[] octets = octets(value);
        if (octets != null) {
            return octets;
        }
        return value instanceof Reader reader ? characters(reader) : value;
    }

    static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new NotTextException("a byte[] that is not UTF-8");
        }
    }

    /** As a spreadsheet or JSON keeps it: {@code 483.0} stands for 483. */
    private static String number(Number number) {
        if (number instanceof Float && Math.abs(number.floatValue()) >= FLOAT_LIMIT) {
            throw new NotTextException("a Float, which keeps 7 digits");
        }
        try {
            BigDecimal exact = new BigDecimal(number.toString());
            return exact.stripTrailingZeros().scale() > 0 || (long) exact.precision() - exact.scale() > 30
                    ? number.toString()
                    : exact.toBigInteger().toString();
        } catch (NumberFormatException notANumber) {
            throw new NotTextException("a " + name(number) + " without digits");
        }
    }

    private static @Nullable String read(Exchange exchange, Object value) {
        if (value instanceof CharSequence text) {
            return text.toString();
        }
        if (isPlain(value)) {
            return value.toString();
        }
        if (value instanceof byte[]
                || value instanceof ByteBuffer
                || value instanceof char[]
                || value instanceof InputStream
                || value instanceof File
                || value instanceof Reader) {
            return characters(exchange, value);
        }
        if (value instanceof Msisdn number) {
            return number.e164();
        }
        if (value instanceof SenderId sender) {
            return sender.value();
        }
        if (value instanceof JsonNode node) {
            return json(node);
        }
        if (value instanceof CharacterData || value instanceof Attr) {
            return ((org.w3c.dom.Node) value).getNodeValue();
        }
        if (isNoText(value)) {
            throw new NotTextException("a " + name(value));
        }
        return converted(exchange, value);
    }

    /** What has one way of being written. */
    private static boolean isPlain(Object value) {
        return value instanceof Number
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof Enum
                || value instanceof UUID
                || value instanceof URI
                || value instanceof TemporalAccessor
                || value instanceof TemporalAmount;
    }

    /**
     * What some converter of Camel may turn into text, though nobody meant it as one. A bare Object is not even tried: Camel would remember
     * its last resort for it, and then for types below it as well.
     */
    private static boolean isNoText(Object value) {
        return value.getClass() == Object.class
                || value instanceof SmsRecord
                || value instanceof Collection
                || value instanceof Iterator
                || value instanceof BaseStream
                || value instanceof Map
                || value instanceof Object[]
                || value instanceof Optional
                || value instanceof Throwable
                || value instanceof Class
                || value instanceof Future
                || value instanceof Exchange
                || value instanceof Message;
    }

    private static @Nullable String json(JsonNode node) {
        if (node.isContainerNode() || node.isPojo()) {
            throw new NotTextException("a " + name(node));
        }
        return node.isNull() || node.isMissingNode() ? null : node.asText();
    }

    /**
     * Bytes in the charset of the exchange, or characters; read here, since Camel's last resort turns these into a type and a hash, too, and
     * puts a question mark in the place of bytes that are not in the charset.
     */
    private static String characters(Exchange exchange, Object value) {
        if (value instanceof char[] characters) {
            return new String(characters);
        }
        if (value instanceof Reader reader) {
            return characters(reader);
        }
        Charset charset;
        try {
            charset = Charset.forName(ExchangeHelper.getCharsetName(exchange));
        } catch (RuntimeException unknown) {
            throw new NotTextException("a " + name(value) + " in a charset that is not known");
        }
        try {
            byte[] octets = value instanceof File file ? Files.readAllBytes(file.toPath()) : octets(value);
            return charset.newDecoder()
                    .decode(ByteBuffer.wrap(Objects.requireNonNull(octets)))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new NotTextException("a " + name(value) + " that is not in " + charset.name());
        } catch (IOException | RuntimeException unreadable) {
            throw new NotTextException("a " + name(value) + " that cannot be read");
        }
    }

    private static String characters(Reader reader) {
        try {
            return all(reader);
        } catch (IOException | RuntimeException unreadable) {
            throw new NotTextException("a " + name(reader) + " that cannot be read");
        }
    }

    private static String all(Reader source) throws IOException {
        try (source) {
            StringWriter text = new StringWriter();
            source.transferTo(text);
            return text.toString();
        }
    }

    private static String converted(Exchange exchange, Object value) {
        TypeConverter converter = exchange.getContext().getTypeConverter();
        String text;
        try {
            text = converter.convertTo(String.class, exchange, value);
        } catch (RuntimeException unreadable) {
            throw new NotTextException("a " + name(value) + " that cannot be read");
        }
        // Camel's last resort gives what toString gives.
        if (text == null || text.equals(value.toString()) && !hasConverter(exchange.getContext(), value.getClass())) {
            throw new NotTextException("a " + name(value));
        }
        return text;
    }

    /** What only the last resort of Camel turns into text. */
    private static final class Unknown {}

    /**
     * Whether somebody wrote a converter for exactly this type. For the types that it has met, the registry also names the converters of
     * wider types and its last resort.
     */
    private static boolean hasConverter(CamelContext context, Class<?> type) {
        context.getTypeConverter().convertTo(String.class, new Unknown());
        Map<Class<?>, TypeConverter> converters =
                context.getTypeConverterRegistry().lookup(String.class);
        TypeConverter own = converters.get(type);
        return own != null
                && converters.entrySet().stream()
                        .noneMatch(other -> other.getValue() == own
                                && other.getKey() != type
                                && (other.getKey() == Unknown.class
                                        || other.getKey().isAssignableFrom(type)));
    }

    /** The type of a value, in a form that is fit for one line. */
    static String name(Object value) {
        Class<?> type = value.getClass();
        if (type.isHidden() || type.isSynthetic()) {
            return "lambda";
        }
        String name = type.getSimpleName();
        return name.isEmpty() ? type.getName().substring(type.getName().lastIndexOf('.') + 1) : name;
    }
}
