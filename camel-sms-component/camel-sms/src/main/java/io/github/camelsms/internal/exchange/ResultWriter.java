package io.github.camelsms.internal.exchange;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.FeedbackResult;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.Segments;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.model.VerificationResult;
import io.github.camelsms.spi.CallReply;
import java.time.InstantSource;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Writes what an operation gave, or what came by itself, into body and headers. */
public final class ResultWriter {

    /** The headers that describe the state of one message. */
    private static final List<String> STATE = List.of(
            SmsConstants.STATUS,
            SmsConstants.STATUS_FINAL,
            SmsConstants.SEGMENTS,
            SmsConstants.REPLACED,
            SmsConstants.PRICE,
            SmsConstants.CURRENCY,
            SmsConstants.TIMESTAMP,
            SmsConstants.CODE_STATE,
            SmsConstants.REPLAYED);

    private final String provider;
    private final @Nullable String account;
    private final InstantSource clock;

    /** @param account name of the account; null for one without a name */
    public ResultWriter(String provider, @Nullable String account, InstantSource clock) {
        this.provider = provider;
        this.account = account;
        this.clock = clock;
    }

    /** Takes away what an earlier step left of its reply and its failure. */
    public static void forget(Exchange exchange) {
        exchange.removeProperty(SmsConstants.RAW_REPLY);
        FailureWriter.forget(exchange);
    }

    /** Keeps the reply at hand for debugging; it prints without its content. */
    public static void keepReply(Exchange exchange, @Nullable HttpResponse response) {
        exchange.setProperty(SmsConstants.RAW_REPLY, response);
    }

    /** The answer to a send, completed with what the component knows. */
    public SmsSubmission completed(SmsMessage sent, SmsSubmission submission) {
        String text = sent.text();
        Segments counted = text == null ? null : Segments.of(text);
        return submission.completed(account, sent.to(), counted, clock.instant());
    }

    /** Writes the answer to a send. The code has gone out, so it is taken away: a query that follows must not check it. */
    public void write(Exchange exchange, SmsSubmission result) {
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
        set(out, SmsConstants.REPLAYED, null);
    }

    /** Writes the answer to an earlier send with the same idempotency key, as it was written then. */
    public static void writeReplay(Exchange exchange, SmsSubmission earlier) {
        new ResultWriter(earlier.provider(), earlier.account(), InstantSource.system()).write(exchange, earlier);
        exchange.getMessage().setHeader(SmsConstants.REPLAYED, true);
    }

    public void write(Exchange exchange, DeliveryReceipt receipt) {
        DeliveryReceipt result = receipt.withAccount(account);
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

    /**
     * Writes a receipt that the provider reported by itself.
     *
     * @param stale whether a later state of the message was processed before
     */
    public void write(Exchange exchange, DeliveryReceipt receipt, boolean stale) {
        write(exchange, receipt);
        set(exchange.getMessage(), SmsConstants.STALE, stale ? true : null);
    }

    public void write(Exchange exchange, InboundSms sms) {
        InboundSms result = sms.withAccount(account);
        Message out = out(exchange, result);
        set(out, SmsConstants.MESSAGE_ID, result.messageId());
        set(out, SmsConstants.TIMESTAMP, result.at());
    }

    /** Writes what a check says. The code goes, wherever it stood. */
    public void write(Exchange exchange, VerificationResult result) {
        Message out = out(exchange, result);
        out.removeHeader(SmsConstants.VERIFY_CODE);
        set(out, SmsConstants.VERIFICATION_ID, result.id());
        said(out, null, null);
        STATE.forEach(out::removeHeader);
        set(out, SmsConstants.CODE_STATE, result.state().name());
    }

    public void write(Exchange exchange, FeedbackResult feedback) {
        FeedbackResult result = feedback.withAccount(account);
        Message out = out(exchange, result);
        set(out, SmsConstants.MESSAGE_ID, result.messageId());
        said(out, result.providerCode(), result.providerText());
        STATE.forEach(out::removeHeader);
    }

    /** @param several a list or an iterator of the results of a bulk send; headers speak of one message, so there are none */
    public void writeSeveral(Exchange exchange, Object several) {
        Message out = out(exchange, several);
        out.removeHeader(SmsConstants.VERIFY_CODE);
        out.removeHeader(SmsConstants.MESSAGE_ID);
        said(out, null, null);
        STATE.forEach(out::removeHeader);
    }

    public void write(Exchange exchange, CallReply reply, Object body) {
        Message out = out(exchange, body);
        said(out, reply.code(), null);
        STATE.forEach(out::removeHeader);
    }

    private Message out(Exchange exchange, Object body) {
        Message out = exchange.getMessage();
        out.setBody(body);
        FailureWriter.forget(exchange);
        set(out, SmsConstants.PROVIDER, provider);
        AccountHeader.report(exchange, account);
        return out;
    }

    private static void said(Message out, @Nullable String code, @Nullable String text) {
        set(out, SmsConstants.PROVIDER_CODE, code);
        set(out, SmsConstants.PROVIDER_TEXT, text);
    }

    /** What a result lacks is removed, so that no header of an earlier step stays behind. */
    public static void set(Message out, String header, @Nullable Object value) {
        if (value == null) {
            out.removeHeader(header);
        } else {
            out.setHeader(header, value);
        }
    }
}
