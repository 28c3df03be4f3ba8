package io.github.camelsms.internal.send;

import io.github.camelsms.SmsOperation;
import io.github.camelsms.internal.client.AccountClients;
import io.github.camelsms.internal.client.AccountRegistry;
import io.github.camelsms.internal.client.CodeSend;
import io.github.camelsms.internal.options.EndpointAccounts;
import io.github.camelsms.internal.state.AwaitedReceipts;
import io.github.camelsms.internal.state.Codes;
import io.github.camelsms.internal.state.Correlations;
import io.github.camelsms.internal.state.OptOuts;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsSubmission;
import java.util.Optional;
import org.apache.camel.Endpoint;
import org.apache.camel.Producer;

/** Makes the producers of {@code sms:verify} and {@code sms:check}, which share their accounts' ways to send. */
public final class CodeProducers {

    private final AccountRegistry registry;
    private final EndpointAccounts accounts;
    private final Codes codes;

    public CodeProducers(AccountRegistry registry, EndpointAccounts accounts, Codes codes) {
        this.registry = registry;
        this.accounts = accounts;
        this.codes = codes;
    }

    public Producer verify(Endpoint endpoint, Correlations correlations, AwaitedReceipts awaited, OptOuts optOuts) {
        return new SmsProducer<>(
                endpoint,
                clients(SmsOperation.verify),
                new VerifyBinding(
                        codes, others(), new SentMessages(correlations, awaited), new OptOutCheck(optOuts, accounts)));
    }

    public Producer check(Endpoint endpoint) {
        return new CheckProducer(endpoint, clients(SmsOperation.check), others(), codes);
    }

    private CodeAccounts others() {
        return new CodeAccounts(registry, accounts.isSynchronous());
    }

    private AccountClients<SmsMessage, SmsSubmission> clients(SmsOperation operation) {
        return new AccountClients<>(
                registry, accounts, operation, provider -> Optional.of(new CodeSend(provider.send())));
    }
}
