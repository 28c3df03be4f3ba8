package io.github.camelsms.internal.send;

import io.github.camelsms.internal.client.AccountClient;
import io.github.camelsms.internal.exchange.Correlated;
import io.github.camelsms.internal.state.AwaitedReceipts;
import io.github.camelsms.internal.state.Correlations;
import io.github.camelsms.internal.state.IdempotentSends;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsSubmission;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens behind an accepted message. Nothing here changes what happened: the message is out. */
final class SentMessages {

    private static final Logger LOG = LoggerFactory.getLogger(SentMessages.class);

    private final Correlations correlations;
    private final AwaitedReceipts awaited;

    SentMessages(Correlations correlations, AwaitedReceipts awaited) {
        this.correlations = correlations;
        this.awaited = awaited;
    }

    /** What option {@code correlate} names, as the exchange has it now. */
    Correlated toRemember(AccountClient<?, ?> client, Exchange exchange) {
        return Correlated.read(client.settings().correlate(), exchange);
    }

    /** Remembers what option {@code correlate} names before the call, where receipts will bring its reference. */
    void announce(AccountClient<?, ?> client, Exchange exchange, IdempotentSends.Attempt attempt) {
        if (!attempt.named() || client.settings().correlate().isEmpty()) {
            return;
        }
        try {
            correlations.remember(attempt.reference(), toRemember(client, exchange));
        } catch (Throwable failure) { // it is remembered again behind the call
            LOG.debug("What option correlate names could not be kept before the call", failure);
        }
    }

    /** The answer completed with what the component knows; the receipts that follow will find what is to be remembered. */
    SmsSubmission accepted(
            AccountClient<?, ?> client, SmsMessage sent, SmsSubmission submission, Correlated remembered) {
        SmsSubmission result = client.binding().results().completed(sent, submission);
        count(client, result);
        if (!client.settings().correlate().isEmpty()) {
            try {
                correlations.remember(client.account(), remembered, sent.to(), result);
            } catch (Throwable failure) { // an Error too leaves the message sent
                LOG.warn(
                        "{}: a message was accepted, but what option correlate names could not be kept ({})",
                        client.account(),
                        failure.getClass().getName());
            }
        }
        awaited.expect(client.settings(), client.account(), sent.to(), result);
        return result;
    }

    private static void count(AccountClient<?, ?> client, SmsSubmission result) {
        try {
            client.sent(result);
        } catch (Throwable failure) { // an Error of a meter too leaves the message sent
            LOG.debug("{}: an accepted message could not be counted", client.account(), failure);
        }
    }
}
