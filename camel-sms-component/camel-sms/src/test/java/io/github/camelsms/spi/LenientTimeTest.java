package io.github.camelsms.spi;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

class LenientTimeTest {

    private static final Instant AT = Instant.parse("2026-09-15T10:30:00Z");

    static Stream<Object> moments() {
        GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone("Asia/Tokyo"));
        calendar.setTimeInMillis(AT.toEpochMilli());
        return Stream.of(
                AT,
                Date.from(AT),
                Timestamp.from(AT),
                OffsetDateTime.ofInstant(AT, ZoneOffset.ofHours(9)),
                ZonedDateTime.ofInstant(AT, ZoneId.of("Australia/Sydney")),
                LocalDateTime.ofInstant(AT, ZoneOffset.UTC),
                calendar);
    }

    @ParameterizedTest
    @MethodSource("moments")
    void readsTheTypesOfJava(Object value) {
        assertThat(Lenient.instantOf(value)).contains(AT);
    }

    @Test
    void aDateIsItsBeginningInUtc() {
        Instant day = Instant.parse("2030-01-01T00:00:00Z");
        assertThat(Lenient.instantOf(LocalDate.of(2030, 1, 1))).contains(day);
        assertThat(Lenient.instantOf(java.sql.Date.valueOf("2030-01-01"))).contains(day);
    }

    @Test
    void whatHasNoDateHasNoMoment() {
        assertThat(Lenient.instantOf(java.sql.Time.valueOf("10:30:00"))).isEmpty();
        assertThat(Lenient.instantOf("2026-09-15")).isEmpty();
        assertThat(Lenient.instantOf(7)).isEmpty();
    }

    @Test
    void warnsOfAReplyAboutAnotherMessageWithoutNamingIt() {
        Logger logger = (Logger) LoggerFactory.getLogger(Lenient.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            Lenient.warnOfOtherId("2fa-link", "65F1", "65f1");
            Lenient.warnOfOtherId("2fa-link", "65F1", null);
            assertThat(log.list).isEmpty();

            Lenient.warnOfOtherId("2fa-link", "65F1", "65F2\r\nERROR forged");
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage()).contains("2fa-link").doesNotContain("65F", "forged");
        });
    }
}
