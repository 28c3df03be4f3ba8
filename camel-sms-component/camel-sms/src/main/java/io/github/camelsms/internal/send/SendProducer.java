package io.github.camelsms.internal.send;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.SmsOperation;
import io.github.camelsms.internal.client.AccountClient;
import io.github.camelsms.internal.client.AccountClients;
import io.github.camelsms.internal.client.AccountRegistry;
import io.github.camelsms.internal.exchange.ExchangeBinding;
import io.github.camelsms.internal.exchange.ResultWriter;
import io.github.camelsms.internal.options.EndpointAccounts;
import io.github.camelsms.internal.state.AwaitedReceipts;
import io.github.camelsms.internal.state.Correlations;
import io.github.camelsms.internal.state.IdempotentSends;
import io.github.camelsms.internal.state.OptOuts;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.BulkOperation;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.service.ServiceHelper;

/** Sends one message, or several: the body decides. */
public final class SendProducer extends DefaultAsyncProducer {

    private final DefaultAsyncProducer one;
    private final DefaultAsyncProducer several;

    public SendProducer(
            Endpoint endpoint,
            AccountRegistry registry,
            EndpointAccounts accounts,
            Correlations correlations,
            AwaitedReceipts awaited,
            IdempotentSends keyed,
            OptOuts optOuts) {
        super(endpoint);
        SentMessages sent = new SentMessages(correlations, awaited);
        TrackedCalls calls = new TrackedCalls(keyed, sent);
        OptOutCheck willing = new OptOutCheck(optOuts, accounts);
        this.one = new SmsProducer<>(
                endpoint,
                new AccountClients<>(registry, accounts, SmsOperation.send, provider -> Optional.of(provider.send())),
                new Single(sent, calls, willing));
        this.several = new BulkProducer(
                endpoint,
                new AccountClients<>(
                        registry, accounts, SmsOperation.send, provider -> Optional.of(BulkOperation.of(provider))),
                sent,
                calls,
                willing);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        return (BulkInput.isIn(exchange) ? several : one).process(exchange, callback);
    }

    private record Single(SentMessages sent, TrackedCalls calls, OptOutCheck willing)
            implements SmsProducer.Binding<SmsMessage, SmsSubmission> {

        @Override
        public SmsMessage read(ExchangeBinding binding, Exchange exchange) {
            return binding.messages().read(exchange.getMessage());
        }

        @Override
        public SmsMessage complete(
                AccountClient<SmsMessage, SmsSubmission> client, Exchange exchange, SmsMessage message) {
            SmsMessage completed = client.binding().defaults().complete(message);
            willing.check(client, completed);
            Integer replaced = client.binding().defaults().replaced(message, completed);
            ResultWriter.set(exchange.getMessage(), SmsConstants.REPLACED, replaced);
            return completed;
        }

        @Override
        public void failed(
                AccountClient<SmsMessage, SmsSubmission> client,
                Exchange exchange,
                SmsMessage message,
                SmsException failure) {
            if (failure.httpStatus().isPresent()) { // else it is our own refusal
                willing.learn(client, failure.errorClass(), message.to());
            }
        }

        @Override
        public boolean execute(
                AccountClient<SmsMessage, SmsSubmission> client,
                Exchange exchange,
                SmsMessage read,
                SmsMessage completed,
                AccountClient.Completion<SmsSubmission> completion) {
            return TrackedCalls.isTracked(client, completed)
                    ? calls.execute(client, exchange, read, completed, completion)
                    : client.execute(exchange, completed, completion);
        }

        @Override
        public void writeReplay(Exchange exchange, SmsSubmission submission) {
            ResultWriter.writeReplay(exchange, submission);
        }

        @Override
        public void write(
                AccountClient<SmsMessage, SmsSubmission> client,
                Exchange exchange,
                SmsMessage message,
                SmsSubmission submission) {
            SmsSubmission result = sent.accepted(client, message, submission, sent.toRemember(client, exchange));
            client.binding().results().write(exchange, result);
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServiceHelper.startService(one, several);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopService(several, one);
        super.doStop();
    }
}
