package io.github.camelsms.spi;

import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SenderId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the details of a reply, where a part that cannot be read is left out rather than failing the whole. */
public final class Lenient {

    /** In the year 5138; as milliseconds it is in 1973. */
    private static final long LATEST_SECOND = 100_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(Lenient.class);
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    private static final String USUAL_TIME = "0000-00-00T00:00:00.";

    private Lenient() {}

    public static @Nullable Msisdn msisdn(@Nullable String text) {
        try {
            return text == null ? null : Msisdn.parse(text);
        } catch (IllegalArgumentException noNumber) {
            return null;
        }
    }

    public static @Nullable SenderId sender(@Nullable String text) {
        try {
            return text == null ? null : SenderId.parse(text);
        } catch (IllegalArgumentException noSender) {
            return null;
        }
    }

    /** The side of an SMS that is ours: a number with {@code +}, or a short code or name as it came. */
    public static @Nullable SenderId ours(@Nullable String text) {
        SenderId sender = sender(text);
        return sender == null
                ? null
                : sender.msisdn().map(Msisdn::e164).map(SenderId::new).orElse(sender);
    }

    /** An ISO 8601 time with an offset, such as {@code 2026-09-15T10:30:00+00:00}. */
    public static @Nullable Instant time(@Nullable String text) {
        try {
            if (text == null) {
                return null;
            }
            Instant usual = usualTime(text);
            return usual != null ? usual : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    /**
     * A time such as {@code 2026-09-15T10:30:00.417428Z}, at a tenth of what Java's parser costs; null for any other form.
     *
     * @throws DateTimeException when a part of it is out of its range
     */
    private static @Nullable Instant usualTime(String text) {
        int last = text.length() - 1;
        if (last < 19 || last > 29 || last == 20 || text.charAt(last) != 'Z') {
            return null;
        }
        int nanos = 0;
        for (int i = 0, unit = 100_000_000; i < last; i++) {
            char c = text.charAt(i);
            char expected = i < 20 ? USUAL_TIME.charAt(i) : '0';
            boolean digit = c >= '0' && c <= '9';
            if (expected == '0' ? !digit : c != expected) {
                return null;
            }
            if (i > 19) {
                nanos += (c - '0') * unit;
                unit /= 10;
            }
        }
        return LocalDateTime.of(
                        digits(text, 0, 4),
                        digits(text, 5, 7),
                        digits(text, 8, 10),
                        digits(text, 11, 13),
                        digits(text, 14, 16),
                        digits(text, 17, 19),
                        nanos)
                .toInstant(ZoneOffset.UTC);
    }

    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    /** A time since 1970 in seconds; a number too large for that is in milliseconds, microseconds or nanoseconds. */
    public static Instant epoch(long time) {
        long perSecond = 1;
        while (time / perSecond > LATEST_SECOND || time / perSecond < -LATEST_SECOND) {
            perSecond *= 1_000;
        }
        return Instant.ofEpochSecond(time / perSecond, time % perSecond * (1_000_000_000 / perSecond));
    }

    /**
     * The moment that a value of one of Java's types for dates and times means: one with an offset as it is; a date, of SQL too, its
     * beginning in UTC; a date with a time of day but without an offset is taken in UTC. Empty for any other type and for a time of day
     * without a date.
     */
    public static Optional<Instant> instantOf(Object value) {
        if (value instanceof Instant instant) {
            return Optional.of(instant);
        }
        if (value instanceof ZonedDateTime zoned) {
            return Optional.of(zoned.toInstant());
        }
        if (value instanceof OffsetDateTime offset) {
            return Optional.of(offset.toInstant());
        }
        if (value instanceof LocalDateTime local) {
            return Optional.of(local.toInstant(ZoneOffset.UTC));
        }
        if (value instanceof LocalDate day) {
            return Optional.of(day.atStartOfDay().toInstant(ZoneOffset.UTC));
        }
        if (value instanceof Calendar calendar) {
            return Optional.of(calendar.toInstant());
        }
        return value instanceof Date date ? ofDate(date) : Optional.empty();
    }

    /** SQL's DATE and TIME refuse to be a moment; a DATE prints its day. */
    private static Optional<Instant> ofDate(Date date) {
        try {
            return Optional.of(date.toInstant());
        } catch (UnsupportedOperationException ofSql) {
            return day(String.valueOf((Object) date));
        }
    }

    private static Optional<Instant> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));
        } catch (DateTimeException timeOfDay) {
            return Optional.empty();
        }
    }

    /** A currency in ISO 4217; null for anything else. */
    public static @Nullable String currency(@Nullable String text) {
        return text != null && CURRENCY.matcher(text).matches() ? text : null;
    }

    /** Warns when a reply is about another message than the one that was asked about; the result is kept. */
    public static void warnOfOtherId(String provider, String asked, @Nullable String answered) {
        if (answered != null && !answered.equalsIgnoreCase(asked)) {
            LOG.warn("{}: the reply names another message id than the one that was asked about", provider);
        }
    }

    /** An ISO 8601 time; without an offset it is UTC, and a space may stand for the {@code T}. */
    public static @Nullable Instant utc(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String iso = text.strip().replace(' ', 'T');
        Instant time = time(iso);
        try {
            return time != null ? time : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
