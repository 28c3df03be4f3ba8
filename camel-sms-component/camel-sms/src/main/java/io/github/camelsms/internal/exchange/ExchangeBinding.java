package io.github.camelsms.internal.exchange;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.internal.options.WebhookAddresses;
import io.github.camelsms.internal.send.BulkInput;
import io.github.camelsms.internal.state.Correlations;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.FeedbackResult;
import io.github.camelsms.model.SmsCall;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsFeedback;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.CallReply;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The way in and out of an Exchange for one account: what reads it, and what writes results and failures. */
public final class ExchangeBinding {

    private final String account;
    private final AccountSettings settings;
    private final Correlations correlations;
    private final MessageReader messages;
    private final QueryReader queries;
    private final CallReader calls;
    private final boolean rawReplies;
    private final ResultWriter results;

    /**
     * @param provider id of the provider in use
     * @throws IllegalArgumentException when option {@code defaultRegion}, {@code to} or {@code from} is malformed
     */
    public ExchangeBinding(
            String provider,
            AccountSettings settings,
            InstantSource clock,
            Correlations correlations,
            WebhookAddresses callbacks) {
        HeaderReader headers = new HeaderReader(provider);
        PhoneNumberReader numbers = new PhoneNumberReader(settings.defaultRegion());
        this.account = settings.account() == null ? provider : settings.account();
        this.correlations = correlations;
        this.settings = settings;
        this.messages = new MessageReader(headers, settings, numbers, clock, () -> callbacks.of(settings));
        this.queries = new QueryReader(headers, numbers);
        this.calls = new CallReader(headers, settings);
        this.rawReplies = settings.call().rawReply();
        this.results = new ResultWriter(provider, settings.account(), clock);
    }

    /** Name of the account, or the provider id for one without a name. */
    public String account() {
        return account;
    }

    public AccountSettings settings() {
        return settings;
    }

    public Correlations correlations() {
        return correlations;
    }

    public SmsMessage readMessage(Exchange exchange) {
        return messages.read(exchange.getMessage());
    }

    /** Reads one of the messages of a bulk send. */
    public SmsMessage readOneOf(BulkInput.Reader reader, @Nullable Object element) {
        return reader.read(messages, element);
    }

    /** Why what was read is not to leave any more; empty while it is. */
    public Optional<SmsException> refusal(Object input) {
        Object first = input instanceof List<?> several && !several.isEmpty() ? several.get(0) : input;
        return first instanceof SmsMessage message ? messages.expired(message) : Optional.empty();
    }

    public SmsQuery readQuery(Exchange exchange) {
        return queries.readQuery(exchange);
    }

    public SmsFeedback readFeedback(Exchange exchange) {
        return queries.readFeedback(exchange);
    }

    public SmsCall readCall(Exchange exchange) {
        return calls.read(exchange);
    }

    public void writeSubmission(Exchange exchange, SmsMessage sent, SmsSubmission submission) {
        results.write(exchange, completed(sent, submission, toRemember(exchange)));
    }

    /** What option {@code correlate} names, as the Exchange has it now. */
    public Correlated toRemember(Exchange exchange) {
        return Correlated.read(settings.correlate(), exchange);
    }

    /** The answer to a send with what the component knows of it; receipts that follow will find what is to be remembered. */
    public SmsSubmission completed(SmsMessage sent, SmsSubmission submission, Correlated remembered) {
        SmsSubmission result = results.completed(sent, submission);
        if (!settings.correlate().isEmpty()) {
            correlations.remember(account, remembered, sent.to(), result);
        }
        return result;
    }

    /** @param several a list or an iterator of the results of a bulk send */
    public void writeSeveral(Exchange exchange, Object several) {
        results.writeSeveral(exchange, several);
    }

    public void writeReceipt(Exchange exchange, SmsQuery asked, DeliveryReceipt receipt) {
        results.write(exchange, receipt);
        exchange.getMessage().removeHeader(SmsConstants.VERIFY_CODE);
    }

    public void writeFeedback(Exchange exchange, SmsFeedback given, FeedbackResult feedback) {
        results.write(exchange, feedback);
    }

    /** Whether a call is to give its reply as it came. */
    public boolean wantsRawReplies() {
        return rawReplies;
    }

    /** @param body what is to be handed on of the reply */
    public void writeReply(Exchange exchange, CallReply reply, Object body) {
        results.write(exchange, reply, body);
    }

    /** Takes away what an earlier step left of its reply and its failure. */
    public void forget(Exchange exchange) {
        exchange.removeProperty(SmsConstants.RAW_REPLY);
        FailureWriter.forget(exchange);
    }

    /** Keeps the reply at hand for debugging; it prints without its content. */
    public void keepReply(Exchange exchange, @Nullable HttpResponse response) {
        exchange.setProperty(SmsConstants.RAW_REPLY, response);
    }

    public void writeFailure(Exchange exchange, SmsException failure) {
        FailureWriter.write(exchange, failure);
    }
}
