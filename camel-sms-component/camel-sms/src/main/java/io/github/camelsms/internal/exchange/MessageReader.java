package io.github.camelsms.internal.exchange;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SenderId;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.Udh;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;

/**
 * Reads the message to send, without what accounts add. Its own value wins over a header, a header over an option. A body that can be
 * read once is read once: every account gets the same message.
 */
public final class MessageReader {

    private static final String BODY = "a text, an SmsMessage, or a list or an iterator of these";

    /** The names that a message has as a Map. */
    private static final Set<String> PROPERTIES = Arrays.stream(SmsMessage.class.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toCollection(TreeSet::new));

    /** Longest idempotency key, in characters. */
    private static final int LONGEST_KEY = 255;

    private final HeaderReader headers;
    private final InstantSource clock;
    private final PhoneNumberReader numbers;
    private final @Nullable Msisdn to;

    /**
     * @param to option {@code to}: recipient of messages that name none; null for no such option
     * @throws IllegalArgumentException when option {@code to} is malformed
     */
    MessageReader(HeaderReader headers, PhoneNumberReader numbers, InstantSource clock, @Nullable String to) {
        this.headers = headers;
        this.clock = clock;
        this.numbers = numbers;
        this.to = option("to", to, numbers::read);
    }

    static <T> @Nullable T option(String name, @Nullable String text, Function<String, T> parse) {
        try {
            return text == null ? null : parse.apply(text);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("option " + name + " is " + malformed.getMessage());
        }
    }

    /**
     * Reads the message to send out of the body, a text or an {@link SmsMessage}, the headers and the options.
     *
     * @throws SmsRefusedException when a value is malformed
     */
    public SmsMessage read(Message in) {
        return read(in, in.getBody(), Addressing.ONE);
    }

    /** One of several messages that share the headers. @param element a text, an {@link SmsMessage}, or a Map of its properties */
    public SmsMessage read(Message in, @Nullable Object element) {
        if (element instanceof Exchange exchange) {
            return read(exchange.getMessage());
        }
        if (element instanceof Message message) {
            return read(message);
        }
        return read(in, element instanceof Map<?, ?> map ? message(in, map) : element, Addressing.SEVERAL);
    }

    /**
     * The message of the body without its recipient, for several recipients of one message.
     *
     * @throws SmsRefusedException when a value is malformed
     */
    public SmsMessage readWithoutRecipient(Message in) {
        return read(in, in.getBody(), Addressing.LATER);
    }

    /** @param recipient a text or an {@link Msisdn} */
    public SmsMessage withRecipient(Message in, SmsMessage message, @Nullable Object recipient) {
        if (recipient == null) {
            throw headers.refused(SmsConstants.TO + " holds a null; accepted: numbers");
        }
        Msisdn number = headers.number(in.getExchange(), SmsConstants.TO, recipient, numbers);
        if (number == null) {
            throw headers.refused(SmsConstants.TO + " holds a blank text; accepted: numbers");
        }
        return message.toBuilder()
                .to(number)
                .idempotencyKey(keyOf(message.idempotencyKey(), number))
                .build();
    }

    /** What the message of an exchange is read for. */
    private enum Addressing {
        ONE,
        /** One of several that share the headers. */
        SEVERAL,
        /** Recipients come later, each with a copy. */
        LATER
    }

    /** Several messages with one key have a key each: that one and the recipient. */
    private static @Nullable String keyOf(@Nullable String shared, @Nullable Msisdn to) {
        return shared == null || to == null ? shared : shared + '\0' + to.digits();
    }

    private SmsMessage read(Message in, @Nullable Object body, Addressing addressing) {
        SmsMessage given = body instanceof SmsMessage message ? message : null;
        SmsMessage.Builder builder =
                given == null ? SmsMessage.builder().text(headers.bodyText(in, body, BODY)) : given.toBuilder();
        if (addressing != Addressing.LATER && (given == null || given.to() == null)) {
            builder.to(headers.recipient(in, SmsConstants.TO, to, numbers));
        }
        if (given == null || given.from() == null) {
            builder.from(headers.value(in, SmsConstants.FROM, null, SenderId::parse));
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
        Map<?, ?> params = headers.params(in, SmsConstants.PARAMS);
        if (!params.isEmpty()) {
            builder.params(merged(Map.of(), params, given == null ? Map.of() : given.params()));
        }
        boolean sharesKey = given == null || given.idempotencyKey() == null;
        if (sharesKey) {
            builder.idempotencyKey(headers.text(in, SmsConstants.IDEMPOTENCY_KEY));
        }
        SmsMessage message = builder.build();
        if (message.idempotencyKey() == null) {
            checkTimes(message);
            return message;
        }
        checkKey(message.idempotencyKey());
        return sharesKey && addressing == Addressing.SEVERAL
                ? message.toBuilder()
                        .idempotencyKey(keyOf(message.idempotencyKey(), message.to()))
                        .build()
                : message;
    }

    private void checkKey(String key) {
        if (key.length() > LONGEST_KEY) {
            throw headers.refused(SmsConstants.IDEMPOTENCY_KEY + " has " + key.length()
                    + " characters; accepted: up to " + LONGEST_KEY);
        }
        if (key.chars().anyMatch(Character::isISOControl)) {
            throw headers.refused(
                    SmsConstants.IDEMPOTENCY_KEY + " contains a control character; accepted: printable characters");
        }
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
                .idempotencyKey(headers.text(values, "idempotencyKey"))
                .params(merged(Map.of(), headers.params(values, "params"), Map.of()))
                .build();
    }

    /**
     * Refuses a message that is to be sent in the past, or no longer. That of an idempotency key is checked once it is known that the
     * message was not sent before.
     *
     * @throws SmsRefusedException when a time is past
     */
    public void checkTimes(SmsMessage message) {
        Instant sendAt = message.sendAt();
        if (sendAt != null && !TimeReader.isWritable(sendAt)) {
            throw headers.refused(SmsConstants.SEND_AT + " is not in a year from 1 to 9999");
        }
        if (sendAt != null && !sendAt.isAfter(clock.instant())) {
            throw headers.refused(SmsConstants.SEND_AT + " " + sendAt + " is past; accepted: a time in the future");
        }
        Instant expiresAt = message.expiresAt();
        if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
            throw headers.refused(
                    ErrorClass.EXPIRED,
                    SmsConstants.EXPIRES_AT + " " + expiresAt + " has passed: the message is not sent any more");
        }
    }

    static Map<String, String> merged(Map<String, String> standard, Map<?, ?> header, Map<String, String> own) {
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
