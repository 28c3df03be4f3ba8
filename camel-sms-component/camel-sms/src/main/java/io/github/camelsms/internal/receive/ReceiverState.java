package io.github.camelsms.internal.receive;

import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.internal.options.WebhookAddresses;
import io.github.camelsms.internal.state.BackgroundThreads;
import io.github.camelsms.internal.state.Correlations;
import io.github.camelsms.internal.state.ProcessedEvents;
import io.github.camelsms.internal.state.RepositoryEvents;
import io.github.camelsms.internal.state.WaitingPlaces;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/** What all consumers of one component share: paths, addresses, processed events, correlation, and the share of confirmations. */
public final class ReceiverState {

    /** Keys of processed events kept in memory; a receipt takes two. */
    private static final int REMEMBERED = 100_000;

    /** The provider that waits least for the answer to a receipt waits 5 seconds. */
    private static final Duration CONFIRMATION_PATIENCE = Duration.ofSeconds(4);

    private static final int CONFIRMATIONS_WITH_A_THREAD = 8;
    private static final int CONFIRMATIONS_WITHOUT = 200;

    private final CamelContext context;
    private final WebhookAddresses addresses;
    private final Correlations correlations;
    private final BackgroundThreads threads;
    private final WebhookPaths paths = new WebhookPaths();
    private final ProcessedEvents inMemory =
            new RepositoryEvents(MemoryIdempotentRepository.memoryIdempotentRepository(REMEMBERED));
    private final Map<IdempotentRepository, ProcessedEvents> processed =
            Collections.synchronizedMap(new IdentityHashMap<>());
    private final WaitingPlaces confirmations = new WaitingPlaces(CONFIRMATIONS_WITH_A_THREAD, CONFIRMATIONS_WITHOUT);
    private final Map<AccountSettings.Identity, ConfirmationShare> shares = new ConcurrentHashMap<>();

    /** @param addresses where the webhooks that run are called, for sends of the same account */
    public ReceiverState(
            CamelContext context, WebhookAddresses addresses, Correlations correlations, BackgroundThreads threads) {
        this.context = context;
        this.addresses = addresses;
        this.correlations = correlations;
        this.threads = threads;
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

    /**
     * The record of what was processed. Consumers with the same repository share it, so that an event is not processed on two paths at once.
     *
     * @param repository null to keep it in memory
     */
    ProcessedEvents processedEvents(@Nullable IdempotentRepository repository) {
        if (repository == null) {
            return inMemory;
        }
        return processed.computeIfAbsent(repository, first -> {
            CamelContextAware.trySetCamelContext(first, context);
            ServiceHelper.startService(first);
            return new RepositoryEvents(first);
        });
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
