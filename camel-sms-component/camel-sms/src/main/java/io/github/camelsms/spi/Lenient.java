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
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException unreadable) {
            return null;
        }
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
