package io.github.camelsms.internal.receive;

import io.github.camelsms.internal.observe.AccountMetrics;
import io.github.camelsms.internal.observe.Metrics;
import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.internal.options.WebhookAddresses;
import io.github.camelsms.internal.state.AwaitedReceipts;
import io.github.camelsms.internal.state.BackgroundThreads;
import io.github.camelsms.internal.state.ClaimedEvents;
import io.github.camelsms.internal.state.Correlations;
import io.github.camelsms.internal.state.IdempotentSends;
import io.github.camelsms.internal.state.MemoryStateStore;
import io.github.camelsms.internal.state.NodeLease;
import io.github.camelsms.internal.state.OptOuts;
import io.github.camelsms.internal.state.ProcessedEvents;
import io.github.camelsms.internal.state.RepositoryEvents;
import io.github.camelsms.internal.state.StateKeys;
import io.github.camelsms.internal.state.WaitingPlaces;
import io.github.camelsms.spi.StateStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/** What all consumers of one component share: paths, addresses, processed events, correlation, and the share of confirmations. */
public final class ReceiverState {

    /** The provider that waits least for the answer to a receipt waits 5 seconds. */
    private static final Duration CONFIRMATION_PATIENCE = Duration.ofSeconds(4);

    private static final int CONFIRMATIONS_WITH_A_THREAD = 8;
    private static final int CONFIRMATIONS_WITHOUT = 200;

    private final CamelContext context;
    private final WebhookAddresses addresses;
    private final Correlations correlations;
    private final AwaitedReceipts awaited;
    private final IdempotentSends idempotentSends;
    private final OptOuts optOuts;
    private final BackgroundThreads threads;
    private final @Nullable Metrics metrics;
    private final WebhookPaths paths = new WebhookPaths();
    private final @Nullable StateStore lasting;
    private final ProcessedEvents claimed;
    private final Map<IdempotentRepository, ProcessedEvents> processed =
            Collections.synchronizedMap(new IdentityHashMap<>());
    private final Duration retention;
    private final WaitingPlaces confirmations = new WaitingPlaces(CONFIRMATIONS_WITH_A_THREAD, CONFIRMATIONS_WITHOUT);
    private final Map<AccountSettings.Identity, ConfirmationShare> shares = new ConcurrentHashMap<>();

    /**
     * @param addresses where the webhooks that run are called, for sends of the same account
     * @param lasting survives a restart; null when there is none
     * @param retention how long an event is remembered
     * @param metrics null when nobody measures
     */
    public ReceiverState(
            CamelContext context,
            WebhookAddresses addresses,
            Correlations correlations,
            AwaitedReceipts awaited,
            IdempotentSends idempotentSends,
            OptOuts optOuts,
            BackgroundThreads threads,
            @Nullable StateStore lasting,
            Duration retention,
            @Nullable Metrics metrics) {
        this.context = context;
        this.addresses = addresses;
        this.correlations = correlations;
        this.awaited = awaited;
        this.idempotentSends = idempotentSends;
        this.optOuts = optOuts;
        this.threads = threads;
        this.metrics = metrics;
        this.lasting = lasting;
        this.retention = retention;
        this.claimed = new ClaimedEvents(lasting == null ? new MemoryStateStore() : lasting, retention, threads);
    }

    /** The meters of an account; null when nobody measures. */
    @Nullable
    AccountMetrics metrics(String account, String provider) {
        return metrics == null ? null : metrics.account(account, provider);
    }

    WebhookPaths paths() {
        return paths;
    }

    WebhookAddresses addresses() {
        return addresses;
    }

    Correlations correlations() {
        return correlations;
    }

    AwaitedReceipts awaited() {
        return awaited;
    }

    BackgroundThreads threads() {
        return threads;
    }

    IdempotentSends idempotentSends() {
        return idempotentSends;
    }

    OptOuts optOuts() {
        return optOuts;
    }

    /**
     * The record of what was processed. Consumers with the same repository share it, so that an event is not processed on two paths at once.
     *
     * @param repository option {@code idempotentRepository}; null to use the state store
     * @throws RuntimeException when the state store cannot be used
     */
    ProcessedEvents processedEvents(@Nullable IdempotentRepository repository) {
        if (repository == null) {
            if (lasting != null) {
                lasting.find(StateKeys.of("event")); // one that cannot be used is noticed at the start
            }
            return claimed;
        }
        return processed.computeIfAbsent(repository, first -> {
            CamelContextAware.trySetCamelContext(first, context);
            ServiceHelper.startService(first);
            return new RepositoryEvents(first);
        });
    }

    /** How far an account's inbox was read. */
    InboxCursor inboxCursor(@Nullable IdempotentRepository repository, String account) {
        if (repository != null) {
            return new RepositoryCursor(repository, account);
        }
        return lasting == null
                ? InboxCursor.NONE
                : new StoredCursor(lasting, retention, account, InstantSource.system());
    }

    /**
     * The lease of something that one node of several does; null when there is only this one.
     *
     * @param name of what is done
     */
    @Nullable
    NodeLease lease(String name) {
        return lasting == null ? null : new NodeLease(lasting, name, threads);
    }

    /**
     * The share of an account's calls that confirm receipts.
     *
     * @param callsPerSecond 0 when there is no limit
     */
    ConfirmationShare confirmationShare(AccountSettings settings, int callsPerSecond) {
        return shares.computeIfAbsent(
                settings.identity(),
                account -> new ConfirmationShare(
                        ConfirmationShare.atOnce(settings.maxInFlight(), callsPerSecond),
                        CONFIRMATION_PATIENCE,
                        confirmations,
                        threads));
    }
}
