package io.github.camelsms.spi;

import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SenderId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Reads the details of a reply, where a part that cannot be read is left out rather than failing the whole. */
public final class Lenient {

    /** In the year 5138; as milliseconds it is in 1973. */
    private static final long LATEST_SECOND = 100_000_000_000L;

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
