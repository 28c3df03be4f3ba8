package io.github.camelsms.internal.send;

import io.github.camelsms.SmsEndpoint;
import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.http.HttpOutcome;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.internal.client.AccountClient;
import io.github.camelsms.internal.client.AccountClients;
import io.github.camelsms.internal.client.AccountFailover;
import io.github.camelsms.internal.exchange.ExchangeBinding;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsSubmission;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks a message to the provider and the reply back: one walk for send, query, feedback and call. A send may go through several
 * accounts.
 *
 * @param <I> what the operation takes
 * @param <O> what it gives
 */
public final class SmsProducer<I, O> extends DefaultAsyncProducer {

    private static final Logger LOG = LoggerFactory.getLogger(SmsProducer.class);

    /** Reads what the operation takes. */
    @FunctionalInterface
    public interface Reader<I> {
        I read(ExchangeBinding binding, Exchange exchange);
    }

    /** Writes what the operation gave. */
    @FunctionalInterface
    public interface Writer<I, O> {
        void write(AccountClient<I, O> client, Exchange exchange, I input, O output);
    }

    private final SmsEndpoint endpoint;
    private final Reader<I> reader;
    private final Writer<I, O> writer;
    private final AccountClients<I, O> clients;

    public SmsProducer(
            SmsEndpoint endpoint, SmsEndpoint.Capability<I, O> capability, Reader<I> reader, Writer<I, O> writer) {
        super(endpoint);
        this.endpoint = endpoint;
        this.reader = reader;
        this.writer = writer;
        this.clients = new AccountClients<>(endpoint, capability);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        AccountFailover<AccountClient<I, O>> accounts;
        try {
            accounts = new AccountFailover<>(clients.choices(exchange));
        } catch (RuntimeException refused) {
            exchange.setException(refused);
            callback.done(true);
            return true;
        }
        return new Walk(exchange, accounts, callback).go(true);
    }

    /** One message on its way, mostly through one account. */
    private final class Walk {

        private final Exchange exchange;
        private final AccountFailover<AccountClient<I, O>> accounts;
        private final AsyncCallback callback;
        private boolean over;

        Walk(Exchange exchange, AccountFailover<AccountClient<I, O>> accounts, AsyncCallback callback) {
            this.exchange = exchange;
            this.accounts = accounts;
            this.callback = callback;
        }

        /** Goes on until it is over, or until a call goes on by itself; gives whether it is over. */
        boolean go(boolean onCallersThread) {
            while (call(accounts.next())) {
                if (over) {
                    callback.done(onCallersThread); // the only call but for its twin below
                    return true;
                }
            }
            return false;
        }

        /** Makes one call; gives whether it ended on this thread. */
        private boolean call(AccountClient<I, O> client) {
            Call<I> call;
            try {
                client.binding().forget(exchange);
                I input = reader.read(client.binding(), exchange);
                call = new Call<>(input, client.operation().encode(input)); // bad input ends here: nothing was sent
            } catch (SmsException refused) {
                failed(client, refused);
                return true;
            } catch (RuntimeException unreadable) {
                exchange.setException(unreadable);
                over = true;
                return true;
            }
            return client.on(exchange, call.input()).execute(call.request(), (outcome, sync) -> {
                ended(client, call, outcome);
                if (!sync && over) {
                    callback.done(false);
                } else if (!sync) {
                    go(false);
                }
            });
        }

        private void ended(AccountClient<I, O> client, Call<I> call, HttpOutcome outcome) {
            try {
                client.binding().keepReply(exchange, outcome.response());
                O output = client.read(call.input(), outcome);
                writer.write(client, exchange, call.input(), output);
                accounts.report(exchange);
                report(client, exchange, output);
                over = true;
            } catch (RuntimeException | LinkageError | StackOverflowError failure) {
                boolean repeatable = client.operation().repeatable(call.input());
                failed(client, HttpErrors.of(failure, client.provider(), repeatable));
            }
        }

        private void failed(AccountClient<I, O> client, SmsException failure) {
            report(client, failure);
            over = !accounts.goesOnAfter(client.binding().account(), failure)
                    || endpoint.getComponent().isEnding();
            if (over) {
                client.binding().writeFailure(exchange, accounts.failure());
                accounts.report(exchange);
            }
        }
    }

    private record Call<I>(I input, HttpRequest request) {}

    private void report(AccountClient<I, O> client, Exchange exchange, O output) {
        if (output instanceof SmsSubmission submission && submission.messageId() == null) {
            LOG.warn("{}: accepted without an id ({})", client.binding().account(), exchange.getExchangeId());
        }
        LOG.debug("{}", output); // what a call gives prints without its members, which may be secrets
    }

    private void report(AccountClient<I, O> client, SmsException failure) {
        if (failure.errorClass() == ErrorClass.UNKNOWN && failure.providerCode().isPresent()) {
            String code = failure.providerCode().get();
            LOG.warn(
                    "{}: code {} is not in the provider's documentation",
                    client.binding().account(),
                    code);
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServiceHelper.startService(clients);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopService(clients);
        super.doStop();
    }
}
