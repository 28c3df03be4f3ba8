package io.github.camelsms.model;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Marks a time or a duration that is ISO 8601 text in JSON, with whatever ObjectMapper: none of Jackson's modules is needed, and one that
 * is there does not change the shape.
 */
@JacksonAnnotationsInside
@JsonSerialize(using = ToStringSerializer.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.ANNOTATION_TYPE)
@interface IsoText {

    /** An {@link Instant}, read with any offset. */
    @JacksonAnnotationsInside
    @IsoText
    @JsonDeserialize(using = InstantReader.class)
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
    @interface Time {}

    /** A {@link Duration}. */
    @JacksonAnnotationsInside
    @IsoText
    @JsonDeserialize(using = DurationReader.class)
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
    @interface Span {}

    /** Reads {@code 2026-09-15T10:30:00Z}. */
    final class InstantReader extends FromStringDeserializer<Instant> {

        private static final long serialVersionUID = 1L;

        InstantReader() {
            super(Instant.class);
        }

        @Override
        protected Instant _deserialize(String value, DeserializationContext context) throws IOException {
            try {
                return OffsetDateTime.parse(value).toInstant();
            } catch (DateTimeException malformed) {
                throw MismatchedInputException.from(
                        context.getParser(), Instant.class, "not a time such as 2026-09-15T10:30:00Z");
            }
        }
    }

    /** Reads {@code PT2H}. */
    final class DurationReader extends FromStringDeserializer<Duration> {

        private static final long serialVersionUID = 1L;

        DurationReader() {
            super(Duration.class);
        }

        @Override
        protected Duration _deserialize(String value, DeserializationContext context) throws IOException {
            try {
                return Duration.parse(value);
            } catch (DateTimeException malformed) {
                throw MismatchedInputException.from(context.getParser(), Duration.class, "not a duration such as PT2H");
            }
        }
    }
}
