package io.github.camelsms.internal.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.Blank;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.Udh;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Reads one value at a time out of a Message, in each of the types that route authors put there. White space and invisible characters at
 * the ends do not count; a blank value counts as none. Refusals name the header and the type, never the value.
 *
 * @param provider id of the provider, for refusals
 */
public record HeaderReader(String provider) {

    /** What Camel reads as a duration: it stops at whatever else stands in a text, without a word. */
    private static final Pattern DURATION = Pattern.compile(
            "[0-9]+|(?=[0-9])(?:[0-9]+d)?(?:[0-9]+h)?(?:[0-9]+m)?(?:[0-9]+s)?(?:[0-9]+ms)?|P.+",
            Pattern.CASE_INSENSITIVE);

    private static final String ACCEPTED_TEXT = "; accepted: text, a number, or bytes in UTF-8";

    @Nullable
    public Msisdn recipient(Message in, String header, @Nullable Msisdn standard, PhoneNumberReader numbers) {
        Object value = header(in, header);
        if (value instanceof Collection || value instanceof Object[]) {
            throw refused(header + " holds several recipients; accepted: one here, or several for the body of a send"
                    + " that is one text or one SmsMessage without a recipient");
        }
        Msisdn number = value == null ? null : number(in.getExchange(), header, value, numbers);
        return number == null ? standard : number;
    }

    /**
     * Reads a number in any of its types.
     *
     * @param name of the header, for the refusal
     * @return null for a blank one
     */
    public @Nullable Msisdn number(Exchange exchange, String name, Object value, PhoneNumberReader numbers) {
        if (value instanceof Msisdn number) {
            return number;
        }
        Number figure = figure(value);
        if (figure != null) {
            return parse(name, "", none -> numbers.read(PhoneNumberReader.digits(figure)));
        }
        String text = text(exchange, name, value);
        return text == null ? null : parse(name, text, numbers::read);
    }

    private static @Nullable Number figure(Object value) {
        if (value instanceof JsonNode node && node.isNumber()) {
            return node.numberValue();
        }
        return value instanceof Number number ? number : null;
    }

    public <T> @Nullable T value(Message in, String header, @Nullable T standard, Function<String, T> parse) {
        String text = text(in, header);
        return text == null ? standard : parse(header, text, parse);
    }

    /** @param name of the header, for the refusal */
    public <T> T parse(String name, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException malformed) {
            throw refused(name + " is " + malformed.getMessage());
        }
    }

    /** The text of a header; null for none and for a blank one. */
    public @Nullable String text(Message in, String header) {
        Object value = header(in, header);
        return value == null ? null : text(in.getExchange(), header, value);
    }

    /** The value of a header. One that can be read once is read here and put back, so that it can be read again. */
    private @Nullable Object header(Message in, String header) {
        Object value = in.getHeader(header);
        if (!ReadStreams.isReadOnce(value)) {
            return value;
        }
        Object earlier = ReadStreams.find(in.getExchange(), value);
        Object kept = earlier == null ? ofHeader(header, () -> TextReader.kept(value)) : earlier;
        ReadStreams.remember(in.getExchange(), value, kept);
        in.setHeader(header, kept);
        return kept;
    }

    private <T> T ofHeader(String header, Supplier<T> read) {
        try {
            return read.get();
        } catch (TextReader.NotTextException notText) {
            throw refused(header + " is " + notText.getMessage() + ACCEPTED_TEXT);
        }
    }

    private @Nullable String text(Exchange exchange, String header, Object value) {
        if (value instanceof Udh udh) {
            return udh.value();
        }
        return ofHeader(header, () -> {
            byte[] octets = header.equals(SmsConstants.UDH) || header.equals("udh") ? TextReader.octets(value) : null;
            return octets == null
                    ? Blank.strip(TextReader.value(exchange, value))
                    : HexFormat.of().withUpperCase().formatHex(octets);
        });
    }

    @Nullable
    public Instant time(Message in, String header) {
        Object value = header(in, header);
        try {
            return value == null ? null : TimeReader.read(in.getExchange(), value);
        } catch (IllegalArgumentException unreadable) {
            throw refused(header + " is " + unreadable.getMessage() + "; accepted: " + TimeReader.ACCEPTED);
        }
    }

    @Nullable
    public Duration duration(Message in, String header) {
        Object value = header(in, header);
        if (value instanceof Duration duration) {
            return positive(header, duration);
        }
        String text = text(in, header);
        if (text == null) {
            return null;
        }
        Duration read = null;
        if (DURATION.matcher(text).matches()) {
            read = in.getExchange().getContext().getTypeConverter().tryConvertTo(Duration.class, text);
        }
        if (read == null) {
            throw refused(header + " is not a duration; accepted: a Duration or text such as 2h");
        }
        return positive(header, read);
    }

    private Duration positive(String header, Duration duration) {
        if (duration.isNegative()) {
            throw refused(header + " must not be negative; accepted: a Duration or text such as 2h");
        }
        return duration;
    }

    /** The Map of provider parameters; empty when there is none. */
    public Map<String, Object> params(Message in, String name) {
        Object header = in.getHeader(name);
        if (header == null) {
            return Map.of();
        }
        if (header instanceof Map<?, ?> map) {
            return params(in.getExchange(), name, map);
        }
        if (header instanceof CharSequence text && Blank.strip(text.toString()) == null) {
            return Map.of();
        }
        throw refused(name + " is a " + TextReader.name(header) + "; accepted: a Map");
    }

    /**
     * Parameters with clean names and values; blank ones are left out.
     *
     * @param name of what holds them, for the refusal
     */
    public Map<String, Object> params(Exchange exchange, String name, Map<?, ?> given) {
        if (given.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> params = new LinkedHashMap<>();
        given.forEach((key, value) -> {
            Object written = value == null ? null : param(exchange, name, value);
            if (written != null) {
                params.put(key(name, key), written);
            }
        });
        return params;
    }

    /** A name in a Map, which comes with a byte order mark where it was the first of a file. */
    public String key(String name, @Nullable Object key) {
        byte[] octets = key == null ? null : ofHeader("a name in " + name, () -> TextReader.octets(key));
        String text = key == null
                ? null
                : Blank.strip(
                        octets == null ? key.toString() : ofHeader("a name in " + name, () -> TextReader.utf8(octets)));
        if (text == null) {
            throw refused(name + " has an entry without a name");
        }
        return text;
    }

    /** A text, or one of the types that providers write in a form of their own: a number, a time, a list. */
    private @Nullable Object param(Exchange exchange, String name, Object value) {
        if (value instanceof Collection<?> || value instanceof Object[]) {
            Collection<?> several = value instanceof Collection<?> list ? list : Arrays.asList((Object[]) value);
            List<Object> written = new ArrayList<>(several.size());
            for (Object one : several) {
                Object part = one == null ? null : param(exchange, name, one);
                if (part != null) {
                    written.add(part);
                }
            }
            return written;
        }
        if (value instanceof Date || value instanceof Calendar) {
            try {
                return TimeReader.read(exchange, value);
            } catch (IllegalArgumentException unreadable) {
                throw refused("a parameter of " + name + " is " + unreadable.getMessage() + "; accepted: "
                        + TimeReader.ACCEPTED);
            }
        }
        if (isWrittenByProviders(value)) {
            return value;
        }
        try {
            return Blank.strip(TextReader.value(exchange, value));
        } catch (TextReader.NotTextException notText) {
            throw refused("a parameter of " + name + " is " + notText.getMessage() + ACCEPTED_TEXT);
        }
    }

    private static boolean isWrittenByProviders(Object value) {
        return value instanceof Msisdn
                || value instanceof Boolean
                || value instanceof java.time.temporal.Temporal
                || value instanceof Integer
                || value instanceof Long;
    }

    /** A parameter of a send, which is text whatever it was. */
    public static String written(Object param) {
        if (param instanceof Msisdn number) {
            return number.e164();
        }
        if (param instanceof Collection<?> several) {
            return String.join(",", several.stream().map(HeaderReader::written).toList());
        }
        return param.toString();
    }

    /** A body, or one of several, as text. Camel turns anything into text, but an object or an earlier result so printed was never meant for a handset. */
    @Nullable
    public String bodyText(Message in, @Nullable Object body, String accepted) {
        try {
            if (body == null || !ReadStreams.isReadOnce(body)) {
                return body == null ? null : TextReader.body(in.getExchange(), body);
            }
            Object earlier = ReadStreams.find(in.getExchange(), body);
            String text = TextReader.body(in.getExchange(), earlier == null ? body : earlier);
            if (text != null) {
                ReadStreams.remember(in.getExchange(), body, text);
            }
            if (body == in.getBody()) {
                in.setBody(text); // for what the route does when the send fails
            }
            return text;
        } catch (TextReader.NotTextException notText) {
            throw refused("the body is " + notText.getMessage() + "; accepted: " + accepted);
        }
    }

    public SmsRefusedException refused(String detail) {
        return refused(ErrorClass.INVALID_REQUEST, detail);
    }

    public SmsRefusedException refused(ErrorClass why, String detail) {
        return new SmsRefusedException(SmsFault.of(why, provider, detail));
    }
}
