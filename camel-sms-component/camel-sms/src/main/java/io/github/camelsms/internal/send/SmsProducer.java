package io.github.camelsms.internal.send;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.internal.client.AccountClient;
import io.github.camelsms.internal.client.AccountClients;
import io.github.camelsms.internal.client.AccountFailover;
import io.github.camelsms.internal.exchange.ExchangeBinding;
import io.github.camelsms.internal.exchange.FailureWriter;
import io.github.camelsms.internal.exchange.ResultWriter;
import io.github.camelsms.model.AccountFailure;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsSubmission;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what one exchange holds to the provider and the reply back: send, query, feedback and call. The exchange is read once; a send may
 * then go through several accounts.
 *
 * @param <I> what the operation takes
 * @param <O> what it returns
 */
public final class SmsProducer<I, O> extends DefaultAsyncProducer {

    private static final Logger LOG = LoggerFactory.getLogger(SmsProducer.class);

    /** How one operation reads and writes exchanges. */
    public interface Binding<I, O> {

        /** @throws SmsException when the exchange holds bad input */
        I read(ExchangeBinding binding, Exchange exchange);

        /** What was read, as one account sends it. @throws SmsException when the account refuses it */
        default I complete(AccountClient<I, O> client, Exchange exchange, I input) {
            return input;
        }

        /**
         * Makes the call. Never throws.
         *
         * @param read what was read, without what the account adds
         * @return whether the completion was called before this method returned
         */
        default boolean execute(
                AccountClient<I, O> client,
                Exchange exchange,
                I read,
                I completed,
                AccountClient.Completion<O> completion) {
            return client.execute(exchange, completed, completion);
        }

        /** Writes the result of an earlier call that had the same idempotency key. */
        default void writeReplay(Exchange exchange, O output) {
            throw new IllegalStateException("this operation has no idempotency key");
        }

        /** Learns from a failure of one account. */
        default void failed(AccountClient<I, O> client, Exchange exchange, I input, SmsException failure) {}

        /** Writes the result of the account that took it. */
        void write(AccountClient<I, O> client, Exchange exchange, I input, O output);
    }

    private final AccountClients<I, O> clients;
    private final Binding<I, O> binding;

    public SmsProducer(Endpoint endpoint, AccountClients<I, O> clients, Binding<I, O> binding) {
        super(endpoint);
        this.clients = clients;
        this.binding = binding;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        List<AccountClient<I, O>> accounts;
        I input;
        String provider = "sms";
        try {
            ResultWriter.forget(exchange);
            accounts = clients.choices(exchange);
            provider = accounts.get(0).provider();
            input = binding.read(accounts.get(0).binding(), exchange);
        } catch (Throwable unreadable) { // an Error of a converter too
            exchange.removeProperty(SmsConstants.FAILED_ACCOUNTS);
            FailureWriter.write(exchange, Unreadable.of(unreadable, provider));
            callback.done(true);
            return true;
        }
        return new Walk(exchange, input, accounts, callback).go(true);
    }

    /** One exchange on its way, mostly through one account. */
    private final class Walk {

        private final Exchange exchange;
        private final I input;
        private final List<AccountClient<I, O>> accounts;
        private final AsyncCallback callback;
        private List<AccountFailure> failures = List.of();
        private int next;
        private boolean over;

        Walk(Exchange exchange, I input, List<AccountClient<I, O>> accounts, AsyncCallback callback) {
            this.exchange = exchange;
            this.input = input;
            this.accounts = accounts;
            this.callback = callback;
        }

        /** Goes on until the walk is over, or until a call completes elsewhere; returns whether it is over. */
        boolean go(boolean onCallersThread) {
            while (call(accounts.get(next++))) {
                if (over) {
                    callback.done(onCallersThread); // the asynchronous path completes below
                    return true;
                }
            }
            return false;
        }

        /** Makes one call; returns whether it ended on this thread. */
        private boolean call(AccountClient<I, O> client) {
            I completed;
            try {
                completed = binding.complete(client, exchange, input);
            } catch (Throwable refused) { // nothing was sent
                failed(client, Unreadable.of(refused, client.provider()), false);
                return true;
            }
            return binding.execute(client, exchange, input, completed, (result, sync) -> {
                ended(client, completed, result);
                if (!sync && over) {
                    callback.done(false);
                } else if (!sync) {
                    go(false);
                }
            });
        }

        private void ended(AccountClient<I, O> client, I completed, AccountClient.Result<O> result) {
            O output = result.output();
            if (output == null) {
                ResultWriter.keepReply(exchange, result.response());
                failed(client, result.failureOrUnknown(client.provider()), result.ofKey());
                return;
            }
            over = true;
            try {
                ResultWriter.keepReply(exchange, result.response());
                if (result.ofKey()) {
                    binding.writeReplay(exchange, output);
                } else {
                    binding.write(client, exchange, completed, output);
                }
                reportFailures();
                log(client, output);
            } catch (Throwable failure) { // an Error too must not keep the exchange from completing
                unwritten(client, completed, output, failure);
            }
        }

        /** What happens behind the reply to a send changes nothing: the message is out. */
        private void unwritten(AccountClient<I, O> client, I completed, O output, Throwable failure) {
            if (output instanceof SmsSubmission submission) {
                exchange.getMessage().setHeader(SmsConstants.MESSAGE_ID, submission.messageId());
                LOG.warn(
                        "{}: a message was accepted, but its result could not be written whole ({})",
                        client.account(),
                        failure.getClass().getName());
            } else {
                boolean repeatable = client.operation().repeatable(completed);
                FailureWriter.write(exchange, HttpErrors.of(failure, client.provider(), repeatable));
            }
        }

        private void failed(AccountClient<I, O> client, SmsException failure, boolean ofKey) {
            failures = Stream.concat(failures.stream(), Stream.of(new AccountFailure(client.account(), failure)))
                    .toList();
            try {
                binding.failed(client, exchange, input, failure);
            } catch (Throwable unlearned) { // it changes nothing about the failure
                LOG.warn(
                        "{}: nothing was learnt from a failure ({})",
                        client.account(),
                        unlearned.getClass().getName());
            }
            logUnlisted(client, failure);
            over = ofKey || next >= accounts.size() || !AccountFailover.mayGoOnAfter(failure) || clients.isEnding();
            if (over) {
                FailureWriter.write(exchange, decisive());
                reportFailures();
            }
        }

        /**
         * The failure of the message. The others are not suppressed in it: Camel looks into what is suppressed first, and would find a
         * retryable failure in an unknown outcome.
         */
        private SmsException decisive() {
            SmsException decisive = failures.get(failures.size() - 1).failure();
            for (AccountFailure one : failures) {
                decisive = AccountFailover.earlierDecides(one.failure(), decisive) ? one.failure() : decisive;
            }
            return decisive;
        }

        /** Lists on the exchange what the accounts answered that did not send. */
        private void reportFailures() {
            if (failures.isEmpty() || accounts.size() < 2) {
                exchange.removeProperty(SmsConstants.FAILED_ACCOUNTS);
            } else {
                exchange.setProperty(SmsConstants.FAILED_ACCOUNTS, failures);
            }
        }

        private void log(AccountClient<I, O> client, @Nullable O output) {
            if (output instanceof SmsSubmission submission && submission.messageId() == null) {
                LOG.warn("{}: accepted without a message id ({})", client.account(), exchange.getExchangeId());
            }
            LOG.debug("{}", output); // a CallReply prints without its members, which may be secrets
        }
    }

    private void logUnlisted(AccountClient<I, O> client, SmsException failure) {
        if (failure.errorClass() == ErrorClass.UNKNOWN && failure.providerCode().isPresent()) {
            String code = failure.providerCode().get();
            LOG.warn("{}: code {} is not in the provider's documentation", client.account(), code);
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
