package io.github.camelsms.internal.send;

import io.github.camelsms.internal.client.AccountClient;
import io.github.camelsms.internal.options.EndpointAccounts;
import io.github.camelsms.internal.state.OptOuts;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsRetryableException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps SMS from recipients that want no more, where the account enforces that. The store is asked anew for each send. */
final class OptOutCheck {

    private final OptOuts optOuts;
    private final EndpointAccounts accounts;

    OptOutCheck(OptOuts optOuts, EndpointAccounts accounts) {
        this.optOuts = optOuts;
        this.accounts = accounts;
    }

    /** @throws SmsException refused when the recipient opted out; retryable when nobody can say */
    void check(AccountClient<?, ?> client, SmsMessage message) {
        Msisdn to = message.to();
        if (client.settings().optOut().enforced() && to != null) {
            optOuts.check(client.provider(), names(client), to);
        }
    }

    /**
     * Which of several messages go to a recipient that opted out.
     *
     * @throws SmsRetryableException when nobody can say
     */
    Set<Msisdn> unwilling(AccountClient<?, ?> client, Stream<SmsMessage> messages) {
        if (!client.settings().optOut().enforced()) {
            return Set.of();
        }
        Set<Msisdn> recipients =
                messages.map(SmsMessage::to).flatMap(Stream::ofNullable).collect(Collectors.toSet());
        return recipients.isEmpty() ? Set.of() : optOuts.optedOut(client.provider(), names(client), recipients);
    }

    /** Accounts that an endpoint names together stand in for each other: who opted out of one gets nothing through another. */
    private List<String> names(AccountClient<?, ?> client) {
        List<String> together = accounts.ownNames();
        return together.contains(client.account()) ? together : List.of(client.account());
    }

    /** Enters a recipient when the provider says that it opted out. */
    void learn(AccountClient<?, ?> client, @Nullable ErrorClass why, @Nullable Msisdn to) {
        if (why == ErrorClass.OPTED_OUT
                && to != null
                && client.settings().optOut().enforced()) {
            optOuts.enter(client.account(), to);
        }
    }
}
