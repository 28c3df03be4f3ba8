package io.github.camelsms.internal.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.model.Blank;
import io.github.camelsms.spi.Lenient;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Reads a point in time. Without a zone it is UTC; a date is the start of its day in UTC. */
final class TimeReader {

    /** What a provider's formats can write: years of four digits. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    static final String ACCEPTED =
            "an Instant, a date with a zone, or text such as 2026-09-15T10:30:00Z;" + " without a zone it is UTC";

    private TimeReader() {}

    /**
     * @return null for a blank text
     * @throws IllegalArgumentException when it is not a time
     */
    static @Nullable Instant read(Exchange exchange, Object value) {
        try {
            return instant(exchange, value);
        } catch (DateTimeException unreadable) {
            throw new IllegalArgumentException("not a time");
        }
    }

    /** Whether a provider's format can write it. */
    static boolean isWritable(Instant time) {
        return !time.isBefore(FIRST) && !time.isAfter(LAST);
    }

    private static @Nullable Instant instant(Exchange exchange, Object value) {
        if (value instanceof Instant instant) {
            return instant;
        }
        if (value instanceof ZonedDateTime zoned) {
            return zoned.toInstant();
        }
        if (value instanceof OffsetDateTime offset) {
            return offset.toInstant();
        }
        if (value instanceof LocalDateTime local) {
            return local.toInstant(ZoneOffset.UTC);
        }
        if (value instanceof LocalDate day) {
            return day.atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        if (value instanceof Date date) {
            return date(date);
        }
        if (value instanceof Calendar calendar) {
            return calendar.toInstant();
        }
        if (value instanceof Number || value instanceof JsonNode node && node.isNumber()) {
            throw new DateTimeException("a number of unknown units");
        }
        String text = Blank.strip(TextReader.value(exchange, value));
        return text == null ? null : text(text);
    }

    /** The types of java.sql for a date and for a time of day refuse to be an instant; the first one prints its date. */
    private static Instant date(Date date) {
        try {
            return date.toInstant();
        } catch (UnsupportedOperationException ofSql) {
            return LocalDate.parse(String.valueOf((Object) date))
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
        }
    }

    private static Instant text(String text) {
        Instant time = Lenient.utc(text);
        if (time != null) {
            return time;
        }
        return text.indexOf('[') > 0
                ? ZonedDateTime.parse(text).toInstant()
                : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
