package io.github.camelsms.internal.exchange;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.Segments;
import io.github.camelsms.model.SenderId;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.Udh;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;

/** Reads the message to send. Its own value wins over a header, a header over an option. */
public final class MessageReader {

    private static final String BODY = "a text, an SmsMessage, or a list or an iterator of these";

    /** The names that a message has as a Map. */
    private static final Set<String> PROPERTIES = Arrays.stream(SmsMessage.class.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toCollection(TreeSet::new));

    private final HeaderReader headers;
    private final AccountSettings settings;
    private final InstantSource clock;
    private final Supplier<Map<String, String>> callbacks;
    private final PhoneNumberReader numbers;
    private final @Nullable Msisdn to;
    private final @Nullable SenderId from;

    /**
     * @param callbacks parameters that say where the account's webhooks are
     * @throws IllegalArgumentException when option {@code to} or {@code from} is malformed
     */
    public MessageReader(
            HeaderReader headers,
            AccountSettings settings,
            PhoneNumberReader numbers,
            InstantSource clock,
            Supplier<Map<String, String>> callbacks) {
        this.headers = headers;
        this.settings = settings;
        this.clock = clock;
        this.callbacks = callbacks;
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
    public SmsMessage read(Message in) {
        return read(in, in.getBody(), null);
    }

    /** One of several messages that share the headers. @param element a text, an {@link SmsMessage}, or a Map of its properties */
    public SmsMessage read(Message in, @Nullable Object element) {
        if (element instanceof Exchange exchange) {
            return read(exchange.getMessage());
        }
        if (element instanceof Message message) {
            return read(message);
        }
        return read(in, element instanceof Map<?, ?> map ? message(in, map) : element, null);
    }

    /** The message of the body to one of several recipients. @param recipient a text or an {@link Msisdn} */
    public SmsMessage readTo(Message in, @Nullable Object recipient) {
        if (recipient instanceof Msisdn number) {
            return read(in, in.getBody(), number);
        }
        if (recipient == null) {
            throw headers.refused(SmsConstants.TO + " holds a null; accepted: numbers");
        }
        Msisdn number = headers.number(in.getExchange(), SmsConstants.TO, recipient, numbers);
        if (number == null) {
            throw headers.refused(SmsConstants.TO + " holds a blank text; accepted: numbers");
        }
        return read(in, in.getBody(), number);
    }

    /** @param recipient instead of that of headers and options; null for those */
    private SmsMessage read(Message in, @Nullable Object body, @Nullable Msisdn recipient) {
        SmsMessage given = body instanceof SmsMessage message ? message : null;
        SmsMessage.Builder builder =
                given == null ? SmsMessage.builder().text(headers.bodyText(in, body, BODY)) : given.toBuilder();
        if (given == null || given.to() == null) {
            builder.to(recipient == null ? headers.recipient(in, SmsConstants.TO, to, numbers) : recipient);
        }
        if (given == null || given.from() == null) {
            builder.from(headers.value(in, SmsConstants.FROM, from, SenderId::parse));
        }
        if (given == null || given.udh() == null) {
            builder.udh(headers.value(in, SmsConstants.UDH, null, Udh::parse));
        }
        if (given == null || given.verifyCode() == null) {
            builder.verifyCode(headers.text(in, SmsConstants.VERIFY_CODE));
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

    private SmsMessage message(Message in, Map<?, ?> properties) {
        Message values = new DefaultMessage(in.getExchange());
        properties.forEach((name, value) -> {
            String property = headers.key("a message", name);
            if (!PROPERTIES.contains(property)) {
                throw headers.refused("a message has a property that is not known; accepted: " + PROPERTIES);
            }
            values.setHeader(property, value);
        });
        return SmsMessage.builder()
                .to(headers.recipient(values, "to", null, numbers))
                .from(headers.value(values, "from", null, SenderId::parse))
                .text(headers.bodyText(values, values.getHeader("text"), "a text"))
                .udh(headers.value(values, "udh", null, Udh::parse))
                .verifyCode(headers.text(values, "verifyCode"))
                .sendAt(headers.time(values, "sendAt"))
                .validity(headers.duration(values, "validity"))
                .expiresAt(headers.time(values, "expiresAt"))
                .params(merged(Map.of(), headers.params(values, "params"), Map.of()))
                .build();
    }

    private void checkTimes(SmsMessage message) {
        Instant sendAt = message.sendAt();
        if (sendAt != null && !TimeReader.isWritable(sendAt)) {
            throw headers.refused(SmsConstants.SEND_AT + " is not in a year from 1 to 9999");
        }
        if (sendAt != null && !sendAt.isAfter(clock.instant())) {
            throw headers.refused(SmsConstants.SEND_AT + " " + sendAt + " is past; accepted: a time in the future");
        }
        expired(message).ifPresent(refusal -> {
            throw refusal;
        });
    }

    /** Why a message is not to be sent any more; empty while it is. */
    public Optional<SmsException> expired(SmsMessage message) {
        Instant expiresAt = message.expiresAt();
        return expiresAt == null || expiresAt.isAfter(clock.instant())
                ? Optional.empty()
                : Optional.of(headers.refused(
                        ErrorClass.EXPIRED,
                        SmsConstants.EXPIRES_AT + " " + expiresAt + " has come: the message is not sent any more"));
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
        Map<?, ?> header = headers.params(in, SmsConstants.PARAMS);
        Map<String, String> standard = callbacks.get();
        if (header.isEmpty() && own.isEmpty() && standard.isEmpty()) {
            return settings.params();
        }
        return merged(
                standard.isEmpty() ? settings.params() : merged(standard, settings.params(), Map.of()), header, own);
    }

    private static Map<String, String> merged(Map<String, String> standard, Map<?, ?> header, Map<String, String> own) {
        Map<String, String> merged = new LinkedHashMap<>(standard);
        header.forEach((name, value) -> {
            if (value != null) {
                merged.put(String.valueOf(name), HeaderReader.written(value));
            }
        });
        merged.putAll(own);
        return merged;
    }
}
