package io.github.camelsms;

import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.Segments;
import io.github.camelsms.model.SenderId;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.Udh;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Reads the message to send. Its own value wins over a header, a header over an option. */
final class MessageReader {

    private final HeaderReader headers;
    private final SmsSettings settings;
    private final InstantSource clock;
    private final NumberReader numbers;
    private final @Nullable Msisdn to;
    private final @Nullable SenderId from;

    /** @throws IllegalArgumentException when option {@code to} or {@code from} is malformed */
    MessageReader(HeaderReader headers, SmsSettings settings, NumberReader numbers, InstantSource clock) {
        this.headers = headers;
        this.settings = settings;
        this.clock = clock;
        this.numbers = numbers;
        this.to = option("to", settings.to(), numbers::read);
        this.from = option("from", settings.from(), SenderId::parse);
    }

    private static <T> @Nullable T option(String name, @Nullable String text, Function<String, T> parse) {
        try {
            return text == null ? null : parse.apply(text);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("option " + name + " is " + malformed.getMessage());
        }
    }

    /**
     * Reads the message to send out of the body, a text or an {@link SmsMessage}, the headers and the options.
     *
     * @throws SmsRefusedException when a value is malformed or the text takes too many segments
     */
    SmsMessage read(Exchange exchange) {
        Message in = exchange.getMessage();
        SmsMessage given = in.getBody() instanceof SmsMessage message ? message : null;
        SmsMessage.Builder builder;
        if (given == null) {
            builder = SmsMessage.builder().text(headers.bodyText(in, "a text or an SmsMessage"));
        } else {
            builder = given.toBuilder();
        }
        if (given == null || given.to() == null) {
            builder.to(headers.recipient(in, to, numbers));
        }
        if (given == null || given.from() == null) {
            builder.from(headers.value(in, SmsConstants.FROM, from, SenderId::parse));
        }
        if (given == null || given.udh() == null) {
            builder.udh(headers.value(in, SmsConstants.UDH, null, Udh::parse));
        }
        if (given == null || given.verifyCode() == null) {
            builder.verifyCode(HeaderReader.text(in, SmsConstants.VERIFY_CODE));
        }
        if (given == null || given.sendAt() == null) {
            builder.sendAt(headers.time(in, SmsConstants.SEND_AT));
        }
        if (given == null || given.validity() == null) {
            builder.validity(headers.duration(in, SmsConstants.VALIDITY));
        }
        if (given == null || given.expiresAt() == null) {
            builder.expiresAt(headers.time(in, SmsConstants.EXPIRES_AT));
        }
        builder.params(params(in, given == null ? Map.of() : given.params()));
        SmsMessage message = builder.build();
        checkTimes(message);
        checkSegments(message);
        return message;
    }

    private void checkTimes(SmsMessage message) {
        Instant sendAt = message.sendAt();
        Instant expiresAt = message.expiresAt();
        Instant now = sendAt == null && expiresAt == null ? Instant.EPOCH : clock.instant();
        if (sendAt != null && !sendAt.isAfter(now)) {
            throw headers.refused(SmsConstants.SEND_AT + " " + sendAt + " is past; accepted: a time in the future");
        }
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            throw headers.refused(
                    SmsConstants.EXPIRES_AT + " " + expiresAt + " has come: the message is not sent any more");
        }
    }

    private void checkSegments(SmsMessage message) {
        Integer limit = settings.maxSegments();
        String text = message.text();
        if (limit != null && text != null) {
            Segments segments = Segments.of(text);
            if (!segments.fitIn(limit)) {
                throw headers.refused("the text takes " + segments.count() + " segments of " + segments.encoding()
                        + (segments.forcedAt() < 0 ? "" : ", forced by the character at index " + segments.forcedAt())
                        + "; accepted: up to " + limit + " (option maxSegments)");
            }
        }
    }

    private Map<String, String> params(Message in, Map<String, String> own) {
        Map<?, ?> header = headers.params(in);
        if (header.isEmpty() && own.isEmpty()) {
            return settings.params();
        }
        Map<String, String> merged = new LinkedHashMap<>(settings.params());
        header.forEach((name, value) -> {
            if (value != null) {
                merged.put(String.valueOf(name), String.valueOf(value));
            }
        });
        merged.putAll(own);
        return merged;
    }
}
