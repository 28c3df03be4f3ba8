package io.github.camelsms.internal.send;

import io.github.camelsms.http.HttpErrors;
import io.github.camelsms.internal.client.AccountClient;
import io.github.camelsms.internal.client.AccountClients;
import io.github.camelsms.internal.exchange.CodeCheck;
import io.github.camelsms.internal.exchange.FailureWriter;
import io.github.camelsms.internal.exchange.ResultWriter;
import io.github.camelsms.internal.state.Codes;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.FeedbackResult;
import io.github.camelsms.model.SmsFeedback;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.model.VerificationResult;
import io.github.camelsms.model.VerificationResult.State;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the code that a user typed: by what the component keeps of it, or by asking the provider that made it. */
public final class CheckProducer extends DefaultAsyncProducer {

    private static final Logger LOG = LoggerFactory.getLogger(CheckProducer.class);

    private final AccountClients<SmsMessage, SmsSubmission> clients;
    private final CodeAccounts accounts;
    private final Codes codes;

    CheckProducer(
            Endpoint endpoint, AccountClients<SmsMessage, SmsSubmission> clients, CodeAccounts accounts, Codes codes) {
        super(endpoint);
        this.clients = clients;
        this.accounts = accounts;
        this.codes = codes;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        AccountClient<SmsMessage, SmsSubmission> client;
        CodeCheck check;
        CodeAccounts.CodeAccount account;
        @Nullable String id;
        try {
            ResultWriter.forget(exchange);
            client = clients.choices(exchange).get(0);
            check = client.binding().queries().readCheck(exchange);
            account = accounts.of(client);
            id = id(client, check);
        } catch (Throwable unreadable) { // an Error of a converter too
            FailureWriter.write(exchange, Unreadable.of(unreadable, "sms"));
            callback.done(true);
            return true;
        }
        AccountClient<SmsQuery, DeliveryReceipt> checks = account.checks();
        if (account.codePlace() == null) {
            write(exchange, client, () -> check(exchange, client, account, id, check.code()));
        } else if (id != null && checks != null) {
            return ask(exchange, client, account, checks, id, check.code(), callback);
        } else {
            write(
                    exchange,
                    client,
                    () -> client.binding()
                            .results()
                            .write(exchange, new VerificationResult(id, State.NOT_FOUND, null)));
        }
        callback.done(true);
        return true;
    }

    private @Nullable String id(AccountClient<?, ?> client, CodeCheck check) {
        return check.id() != null || check.to() == null
                ? check.id()
                : codes.idOf(new Codes.Owner(client.provider(), client.account(), check.to(), client.settings()))
                        .orElse(null);
    }

    private void check(
            Exchange exchange,
            AccountClient<SmsMessage, SmsSubmission> client,
            CodeAccounts.CodeAccount account,
            @Nullable String id,
            String code) {
        Codes.Checked checked = codes.check(client.provider(), client.account(), client.settings(), id, code);
        client.binding().results().write(exchange, checked.result());
        report(client, account, checked.messageId());
    }

    /** What cannot be written of a check that was made, maybe for the last time, leaves its outcome unknown. */
    private static void write(Exchange exchange, AccountClient<?, ?> client, Runnable result) {
        try {
            result.run();
        } catch (Throwable failure) { // an Error too must not keep the exchange from completing
            FailureWriter.write(exchange, HttpErrors.of(failure, client.provider(), false));
        }
    }

    private boolean ask(
            Exchange exchange,
            AccountClient<SmsMessage, SmsSubmission> client,
            CodeAccounts.CodeAccount account,
            AccountClient<SmsQuery, DeliveryReceipt> checks,
            String id,
            String code,
            AsyncCallback callback) {
        return checks.execute(exchange, new SmsQuery(id, null, code), (result, sync) -> {
            DeliveryReceipt receipt = result.output();
            if (receipt == null) {
                FailureWriter.write(exchange, result.failureOrUnknown(client.provider()));
            } else {
                write(exchange, client, () -> {
                    State state = once(client, id, state(receipt));
                    client.binding().results().write(exchange, new VerificationResult(id, state, null));
                    report(client, account, state == State.VALID ? id : null);
                });
            }
            callback.done(sync);
        });
    }

    /** Providers may find the same code right again; it is accepted once all the same. */
    private State once(AccountClient<?, ?> client, String id, State state) {
        return state == State.VALID && !codes.use(client.provider(), client.account(), id) ? State.NOT_FOUND : state;
    }

    private static State state(DeliveryReceipt receipt) {
        if (receipt.codeState() == null) {
            return receipt.status() == DeliveryStatus.NOT_FOUND ? State.NOT_FOUND : State.INVALID;
        }
        return switch (receipt.codeState()) {
            case VALID -> State.VALID;
            case EXPIRED -> State.EXPIRED;
            case MAX_ATTEMPTS_EXCEEDED -> State.TOO_MANY_ATTEMPTS;
            case INVALID -> State.INVALID;
            case UNKNOWN -> receipt.status() == DeliveryStatus.NOT_FOUND ? State.NOT_FOUND : State.INVALID;
        };
    }

    /** Nobody waits for it, and its failure changes nothing. */
    private static void report(
            AccountClient<?, ?> client, CodeAccounts.CodeAccount account, @Nullable String messageId) {
        AccountClient<SmsFeedback, FeedbackResult> feedback = account.feedback();
        if (feedback == null || messageId == null) {
            return;
        }
        feedback.execute(
                null,
                new SmsFeedback(messageId),
                (result, sync) -> Optional.ofNullable(result.failure())
                        .ifPresent(failure -> LOG.debug(
                                "{}: the feedback for an accepted code failed: {}",
                                client.account(),
                                failure.getMessage())));
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
