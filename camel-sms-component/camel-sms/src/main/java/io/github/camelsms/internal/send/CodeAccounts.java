package io.github.camelsms.internal.send;

import io.github.camelsms.SmsOperation;
import io.github.camelsms.internal.client.AccountClient;
import io.github.camelsms.internal.client.AccountRegistry;
import io.github.camelsms.internal.client.Capability;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.FeedbackResult;
import io.github.camelsms.model.SmsFeedback;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.SmsProvider;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the accounts of one endpoint can do with codes besides sending them. */
final class CodeAccounts {

    private final AccountRegistry registry;
    private final boolean onCallersThread;
    private final Map<String, CodeAccount> known = new ConcurrentHashMap<>();

    CodeAccounts(AccountRegistry registry, boolean onCallersThread) {
        this.registry = registry;
        this.onCallersThread = onCallersThread;
    }

    /**
     * What one account can do.
     *
     * @param codePlace where the provider puts a code that it makes itself; null when the component makes the codes
     * @param checks asks the provider; null when the component checks
     * @param feedback reports an accepted code; null when the provider takes no such report
     */
    record CodeAccount(
            @Nullable String codePlace,
            @Nullable AccountClient<SmsQuery, DeliveryReceipt> checks,
            @Nullable AccountClient<SmsFeedback, FeedbackResult> feedback) {}

    CodeAccount of(AccountClient<?, ?> client) {
        CodeAccount account = known.get(client.account());
        return account != null ? account : known.computeIfAbsent(client.account(), name -> open(client));
    }

    private CodeAccount open(AccountClient<?, ?> client) {
        SmsProvider provider = registry.provider(client.settings());
        String codePlace = provider.codePlace().orElse(null);
        return new CodeAccount(
                codePlace,
                codePlace == null ? null : client(client, SmsOperation.query, provider, SmsProvider::query),
                client(client, SmsOperation.feedback, provider, SmsProvider::feedback));
    }

    private <I, O> @Nullable AccountClient<I, O> client(
            AccountClient<?, ?> client, SmsOperation operation, SmsProvider provider, Capability<I, O> capability) {
        Optional<Operation<I, O>> supported = capability.of(provider);
        return supported.isEmpty() ? null : registry.client(client.settings(), operation, capability, onCallersThread);
    }
}
