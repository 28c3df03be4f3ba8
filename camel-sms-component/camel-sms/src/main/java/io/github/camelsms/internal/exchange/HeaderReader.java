package io.github.camelsms.internal.exchange;

import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SenderId;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsRecord;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.Udh;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Reads one value at a time out of a Message, in each of the types that route authors put there. A blank one counts as none.
 *
 * @param provider id of the provider, for refusals
 */
public record HeaderReader(String provider) {

    @Nullable
    public Msisdn recipient(Message in, String header, @Nullable Msisdn standard, PhoneNumberReader numbers) {
        Object value = in.getHeader(header);
        if (value instanceof Msisdn number) {
            return number;
        }
        if (value instanceof Collection || value instanceof Object[]) {
            throw refused(header + " holds several recipients; accepted: one here, or several for the body of a send"
                    + " that is one text or one SmsMessage without a recipient");
        }
        return value(in, header, standard, numbers::read);
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

    public static @Nullable String text(Message in, String header) {
        Object value = in.getHeader(header);
        String text;
        if (value instanceof byte[] bytes) {
            text = HexFormat.of().withUpperCase().formatHex(bytes);
        } else if (value instanceof SenderId sender) {
            text = sender.value();
        } else if (value instanceof Udh udh) {
            text = udh.value();
        } else {
            text = value == null ? null : in.getHeader(header, String.class);
        }
        return text == null || text.isBlank() ? null : text;
    }

    @Nullable
    public Instant time(Message in, String header) {
        Object value = in.getHeader(header);
        if (value == null || value instanceof Instant) {
            return (Instant) value;
        }
        if (value instanceof ZonedDateTime zoned) {
            return zoned.toInstant();
        }
        if (value instanceof OffsetDateTime offset) {
            return offset.toInstant();
        }
        if (value instanceof Date date) {
            return date.toInstant();
        }
        try {
            return OffsetDateTime.parse(String.valueOf(value).strip()).toInstant();
        } catch (DateTimeException unreadable) {
            throw refused(header + " is no time; accepted: an Instant, a date with a zone, or text such as"
                    + " 2026-09-15T10:30:00Z");
        }
    }

    @Nullable
    public Duration duration(Message in, String header) {
        Object value = in.getHeader(header);
        if (value == null || value instanceof Duration) {
            return (Duration) value;
        }
        String text = text(in, header);
        if (text == null) {
            return null;
        }
        try {
            Duration duration =
                    in.getExchange().getContext().getTypeConverter().mandatoryConvertTo(Duration.class, text.strip());
            // Camel reads text that it does not understand as no time at all.
            if (!duration.isNegative() && (!duration.isZero() || text.strip().matches("P?T?0.*"))) {
                return duration;
            }
        } catch (Exception unreadable) {
            throw refused(header + " is no duration; accepted: a Duration or text such as 2h");
        }
        throw refused(header + " is no duration from 0 on; accepted: a Duration or text such as 2h");
    }

    /** The Map of provider parameters; empty when there is none. */
    public Map<?, ?> params(Message in, String name) {
        Object header = in.getHeader(name);
        if (header == null) {
            return Map.of();
        }
        if (header instanceof Map<?, ?> map) {
            return map;
        }
        throw refused(name + " is a " + header.getClass().getSimpleName() + "; accepted: a Map");
    }

    /** A body, or one of several, as text. Camel turns anything into text, but a list or an earlier result so printed was never meant for a handset. */
    @Nullable
    public String bodyText(Message in, @Nullable Object body, String accepted) {
        if (body instanceof SmsRecord
                || body instanceof Collection
                || body instanceof Iterator
                || body instanceof Map
                || body instanceof Object[]) {
            throw refused("the body is a " + body.getClass().getSimpleName() + "; accepted: " + accepted);
        }
        Exchange exchange = in.getExchange();
        return body == in.getBody()
                ? in.getBody(String.class)
                : exchange.getContext().getTypeConverter().convertTo(String.class, exchange, body);
    }

    public SmsRefusedException refused(String detail) {
        return refused(ErrorClass.INVALID_REQUEST, detail);
    }

    public SmsRefusedException refused(ErrorClass why, String detail) {
        return new SmsRefusedException(SmsFault.of(why, provider, detail));
    }
}
