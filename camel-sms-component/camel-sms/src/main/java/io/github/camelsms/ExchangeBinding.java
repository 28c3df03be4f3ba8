package io.github.camelsms;

import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.FeedbackResult;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.Segments;
import io.github.camelsms.model.SenderId;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsFeedback;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.SmsRecord;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.model.Udh;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Turns an Exchange into what an operation takes, and its result into body and headers. The only class that knows header names. A
 * message's own value wins over a header, a header over an option.
 */
final class ExchangeBinding {

    /** A provider that asks for more is not believed: the route's own delay says when to give up. */
    private static final Duration LONGEST_DELAY = Duration.ofHours(1);

    /** Set beside the redelivery delay, so that what follows takes away only what was put there here. */
    private static final String DELAY_SET = "CamelSmsRedeliveryDelaySet";

    /** Holds the account that a step reported of itself, so that it does not steer the next step. */
    private static final String ACCOUNT_REPORTED = "CamelSmsAccountReported";

    private final String provider;
    private final SmsSettings settings;
    private final NumberReader numbers;
    private final InstantSource clock;
    private final Correlations correlations;
    private final @Nullable Msisdn to;
    private final @Nullable SenderId from;

    /**
     * @param provider id of the provider in use
     * @throws IllegalArgumentException when option {@code defaultRegion}, {@code to} or {@code from} is malformed
     */
    ExchangeBinding(String provider, SmsSettings settings, InstantSource clock, Correlations correlations) {
        this.provider = provider;
        this.correlations = correlations;
        this.settings = settings;
        this.numbers = new NumberReader(settings.defaultRegion());
        this.clock = clock;
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
    SmsMessage readMessage(Exchange exchange) {
        Message in = exchange.getMessage();
        SmsMessage given = in.getBody() instanceof SmsMessage message ? message : null;
        SmsMessage.Builder builder;
        if (given == null) {
            builder = SmsMessage.builder().text(bodyText(in, "a text or an SmsMessage"));
        } else {
            builder = given.toBuilder();
        }
        if (given == null || given.to() == null) {
            builder.to(recipient(in, to));
        }
        if (given == null || given.from() == null) {
            builder.from(value(in, SmsConstants.FROM, from, SenderId::parse));
        }
        if (given == null || given.udh() == null) {
            builder.udh(value(in, SmsConstants.UDH, null, Udh::parse));
        }
        if (given == null || given.verifyCode() == null) {
            builder.verifyCode(text(in, SmsConstants.VERIFY_CODE));
        }
        if (given == null || given.sendAt() == null) {
            builder.sendAt(time(in, SmsConstants.SEND_AT));
        }
        if (given == null || given.validity() == null) {
            builder.validity(duration(in, SmsConstants.VALIDITY));
        }
        if (given == null || given.expiresAt() == null) {
            builder.expiresAt(time(in, SmsConstants.EXPIRES_AT));
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
            throw refused(SmsConstants.SEND_AT + " " + sendAt + " is past; accepted: a time in the future");
        }
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            throw refused(SmsConstants.EXPIRES_AT + " " + expiresAt + " has come: the message is not sent any more");
        }
    }

    private void checkSegments(SmsMessage message) {
        Integer limit = settings.maxSegments();
        String text = message.text();
        if (limit != null && text != null) {
            Segments segments = Segments.of(text);
            if (!segments.fitIn(limit)) {
                throw refused("the text takes " + segments.count() + " segments of " + segments.encoding()
                        + (segments.forcedAt() < 0 ? "" : ", forced by the character at index " + segments.forcedAt())
                        + "; accepted: up to " + limit + " (option maxSegments)");
            }
        }
    }

    /** @throws SmsRefusedException when there is no message id, or the recipient is malformed */
    SmsQuery readQuery(Exchange exchange) {
        Message in = exchange.getMessage();
        Msisdn to = in.getHeader(SmsConstants.TO) == null ? null : recipient(in, null);
        return new SmsQuery(messageId(in), to, text(in, SmsConstants.VERIFY_CODE));
    }

    /** @throws SmsRefusedException when there is no message id */
    SmsFeedback readFeedback(Exchange exchange) {
        return new SmsFeedback(messageId(exchange.getMessage()));
    }

    private String messageId(Message in) {
        String id = text(in, SmsConstants.MESSAGE_ID);
        if (id == null) {
            Object body = in.getBody();
            if (body instanceof SmsSubmission submission) {
                id = submission.messageId();
            } else if (body instanceof DeliveryReceipt receipt) {
                id = receipt.messageId();
            } else if (body instanceof FeedbackResult feedback) {
                id = feedback.messageId();
            } else {
                id = bodyText(in, "header " + SmsConstants.MESSAGE_ID + ", a message id or the result of a send");
            }
        }
        if (id == null || id.isBlank()) {
            throw refused("there is no message id; accepted: header " + SmsConstants.MESSAGE_ID
                    + ", or a body that is the id or the result of a send");
        }
        return id.strip();
    }

    /** The body as text. Camel turns anything into text, but a list or an earlier result so printed was never meant for a handset. */
    private @Nullable String bodyText(Message in, String accepted) {
        Object body = in.getBody();
        if (body instanceof SmsRecord
                || body instanceof Collection
                || body instanceof Iterator
                || body instanceof Map
                || body instanceof Object[]) {
            throw refused("the body is a " + body.getClass().getSimpleName() + "; accepted: " + accepted);
        }
        return in.getBody(String.class);
    }

    /** Writes the answer to a send. The code has gone out, so it is taken away: a query that follows must not check it. */
    void writeSubmission(Exchange exchange, SmsMessage sent, SmsSubmission submission) {
        String text = sent.text();
        Segments counted = text == null ? null : Segments.of(text);
        SmsSubmission result = submission.completed(settings.account(), sent.to(), counted, clock.instant());
        if (!settings.correlate().isEmpty()) {
            correlations.remember(account(), settings.correlate(), exchange, sent.to(), result);
        }
        Message out = out(exchange, result);
        out.removeHeader(SmsConstants.VERIFY_CODE);
        set(out, SmsConstants.MESSAGE_ID, result.messageId());
        set(out, SmsConstants.STATUS, result.status().name());
        set(out, SmsConstants.STATUS_FINAL, result.status().isFinal());
        said(out, result.providerCode(), result.providerText());
        set(out, SmsConstants.SEGMENTS, result.segments());
        set(out, SmsConstants.PRICE, result.price());
        set(out, SmsConstants.CURRENCY, result.currency());
        set(out, SmsConstants.TIMESTAMP, result.at());
        set(out, SmsConstants.CODE_STATE, null);
    }

    /** Writes the answer to a query. */
    void writeReceipt(Exchange exchange, SmsQuery asked, DeliveryReceipt receipt) {
        writeReceipt(exchange, receipt.withAccount(settings.account()));
        exchange.getMessage().removeHeader(SmsConstants.VERIFY_CODE);
    }

    /** Writes a receipt that came by itself, with what its send remembered. */
    void writeNews(Exchange exchange, DeliveryReceipt receipt, boolean stale) {
        correlations.find(account(), receipt).ifPresent(remembered -> {
            exchange.getMessage().getHeaders().putAll(remembered.headers());
            remembered.properties().forEach(exchange::setProperty);
        });
        writeReceipt(exchange, receipt.withAccount(settings.account()));
        set(exchange.getMessage(), SmsConstants.STALE, stale ? true : null);
    }

    private void writeReceipt(Exchange exchange, DeliveryReceipt result) {
        Message out = out(exchange, result);
        set(out, SmsConstants.MESSAGE_ID, result.messageId());
        set(out, SmsConstants.STATUS, result.status().name());
        set(out, SmsConstants.STATUS_FINAL, result.statusFinal());
        said(out, result.providerCode(), result.providerText());
        set(out, SmsConstants.SEGMENTS, result.segments());
        set(out, SmsConstants.PRICE, result.price());
        set(out, SmsConstants.CURRENCY, result.currency());
        set(out, SmsConstants.TIMESTAMP, result.at());
        set(
                out,
                SmsConstants.CODE_STATE,
                result.codeState() == null ? null : result.codeState().name());
    }

    /** Writes an SMS from a handset. */
    void writeNews(Exchange exchange, InboundSms sms) {
        InboundSms result = sms.withAccount(settings.account());
        Message out = out(exchange, result);
        set(out, SmsConstants.MESSAGE_ID, result.messageId());
        set(out, SmsConstants.TIMESTAMP, result.at());
    }

    Correlations correlations() {
        return correlations;
    }

    /** Name of the account, or the provider id for one without a name. */
    String account() {
        return settings.account() == null ? provider : settings.account();
    }

    /** Writes the answer to a feedback. */
    void writeFeedback(Exchange exchange, SmsFeedback given, FeedbackResult feedback) {
        FeedbackResult result = feedback.withAccount(settings.account());
        Message out = out(exchange, result);
        set(out, SmsConstants.MESSAGE_ID, result.messageId());
        said(out, result.providerCode(), result.providerText());
        for (String absent : new String[] {
            SmsConstants.STATUS,
            SmsConstants.STATUS_FINAL,
            SmsConstants.SEGMENTS,
            SmsConstants.PRICE,
            SmsConstants.CURRENCY,
            SmsConstants.TIMESTAMP,
            SmsConstants.CODE_STATE
        }) {
            out.removeHeader(absent);
        }
    }

    /** Takes away what an earlier step left of its reply and its failure. */
    void forget(Exchange exchange) {
        exchange.removeProperty(SmsConstants.RAW_REPLY);
        removeDelay(exchange);
    }

    /** Keeps the reply at hand for debugging; it prints without its content. */
    void keepReply(Exchange exchange, @Nullable HttpResponse response) {
        exchange.setProperty(SmsConstants.RAW_REPLY, response);
    }

    /** Fails the Exchange; a redelivery waits as long as the provider asked. */
    void writeFailure(Exchange exchange, SmsException failure) {
        exchange.setException(failure);
        removeDelay(exchange);
        failure.retryAfter().ifPresent(wait -> {
            exchange.getMessage()
                    .setHeader(Exchange.REDELIVERY_DELAY, Math.min(wait.toMillis(), LONGEST_DELAY.toMillis()));
            exchange.setProperty(DELAY_SET, true);
        });
    }

    private static void removeDelay(Exchange exchange) {
        if (exchange.removeProperty(DELAY_SET) != null) {
            exchange.getMessage().removeHeader(Exchange.REDELIVERY_DELAY);
        }
    }

    private Message out(Exchange exchange, Object body) {
        Message out = exchange.getMessage();
        out.setBody(body);
        removeDelay(exchange);
        set(out, SmsConstants.PROVIDER, provider);
        reportAccount(exchange, out);
        return out;
    }

    private void reportAccount(Exchange exchange, Message out) {
        String account = settings.account();
        if (account == null || !account.equals(out.getHeader(SmsConstants.ACCOUNT))) {
            set(out, SmsConstants.ACCOUNT, account);
            exchange.setProperty(ACCOUNT_REPORTED, account);
        }
    }

    /**
     * The account that the message names; null when it names none.
     *
     * @param chosen whether the endpoint has an account of its own, which a name that an earlier step merely reported does not replace
     */
    static @Nullable String account(Exchange exchange, boolean chosen) {
        String name = text(exchange.getMessage(), SmsConstants.ACCOUNT);
        boolean reported = name != null && name.equals(exchange.getProperty(ACCOUNT_REPORTED));
        return chosen && reported ? null : name;
    }

    private static void said(Message out, @Nullable String code, @Nullable String text) {
        set(out, SmsConstants.PROVIDER_CODE, code);
        set(out, SmsConstants.PROVIDER_TEXT, text);
    }

    /** What a result lacks is removed, so that no header of an earlier step stays behind. */
    private static void set(Message out, String header, @Nullable Object value) {
        if (value == null) {
            out.removeHeader(header);
        } else {
            out.setHeader(header, value);
        }
    }

    private @Nullable Msisdn recipient(Message in, @Nullable Msisdn standard) {
        if (in.getHeader(SmsConstants.TO) instanceof Msisdn number) {
            return number;
        }
        return value(in, SmsConstants.TO, standard, numbers::read);
    }

    private <T> @Nullable T value(Message in, String header, @Nullable T standard, Function<String, T> parse) {
        String text = text(in, header);
        try {
            return text == null ? standard : parse.apply(text);
        } catch (IllegalArgumentException malformed) {
            throw refused(header + " is " + malformed.getMessage());
        }
    }

    private static @Nullable String text(Message in, String header) {
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

    private @Nullable Instant time(Message in, String header) {
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

    private @Nullable Duration duration(Message in, String header) {
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

    private Map<String, String> params(Message in, Map<String, String> own) {
        Object header = in.getHeader(SmsConstants.PARAMS);
        if (header == null && own.isEmpty()) {
            return settings.params();
        }
        Map<String, String> merged = new LinkedHashMap<>(settings.params());
        if (header instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if (value != null) {
                    merged.put(String.valueOf(name), String.valueOf(value));
                }
            });
        } else if (header != null) {
            throw refused(SmsConstants.PARAMS + " is a " + header.getClass().getSimpleName() + "; accepted: a Map");
        }
        merged.putAll(own);
        return merged;
    }

    private SmsRefusedException refused(String detail) {
        return new SmsRefusedException(SmsFault.of(ErrorClass.INVALID_REQUEST, provider, detail));
    }
}
