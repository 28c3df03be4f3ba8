package io.github.camelsms.internal.receive;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.http.FormField;
import io.github.camelsms.http.WebhookRequest;
import io.github.camelsms.internal.options.ReceiptAddress;
import io.github.camelsms.internal.state.ProcessedEvents;
import io.github.camelsms.internal.state.ServerThread;
import io.github.camelsms.model.OneLine;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.jspecify.annotations.Nullable;

/**
 * Brings events to the route, each once: drops a repeat of what was processed, puts off a repeat of what is being processed.
 *
 * @param <T> type of the events
 */
final class EventDelivery<T> {

    private final EventKind<T> kind;
    private final ProcessedEvents processed;
    private final Consumer<T> observer;
    private final boolean dropStale;
    private final Supplier<Exchange> exchanges;
    private final AsyncProcessor route;

    /** @param observer is told of each event once, when it was processed */
    EventDelivery(
            EventKind<T> kind,
            ProcessedEvents processed,
            Consumer<T> observer,
            boolean dropStale,
            Supplier<Exchange> exchanges,
            Processor route) {
        this.kind = kind;
        this.processed = processed;
        this.observer = observer;
        this.dropStale = dropStale;
        this.exchanges = exchanges;
        this.route = AsyncProcessorConverterHelper.convert(route);
    }

    /** Why an event must not be delivered; empty when it may. The reason is free of what the event contains. */
    Optional<String> refusal(T event) {
        for (String id : kind.ids(event)) {
            if (id.length() > OneLine.ID) {
                return Optional.of("an id is longer than " + OneLine.ID + " characters");
            }
            if (OneLine.hasControls(id)) {
                return Optional.of("an id contains control characters");
            }
        }
        return Optional.empty();
    }

    /** Whether the event was processed before, so that nothing is left to do for it. */
    boolean isProcessed(T event) {
        return processed.isProcessed(kind.key(event));
    }

    /**
     * Runs the route with the event.
     *
     * @param request that brought it, which the route has at hand for debugging; null for an event that was asked for
     * @param thread what waits for the end
     * @return ends with an {@link EventDeliveryException} when the same event is being processed or the route fails
     */
    CompletionStage<Void> deliver(T event, @Nullable WebhookRequest request, ServerThread thread) {
        ProcessedEvents.Claim claim = processed.claim(kind.key(event));
        return switch (claim.verdict()) {
            case NEW -> claimed(event, claim, () -> run(event, request, false, thread));
            case STALE -> claimed(event, claim, () -> dropStale ? ended() : run(event, request, true, thread));
            case DUPLICATE -> ended(); // its 200 was lost on the way, or the provider repeats itself
            case RUNNING -> CompletableFuture.failedFuture(EventDeliveryException.inProgress());
        };
    }

    private static CompletionStage<Void> ended() {
        return CompletableFuture.completedFuture(null);
    }

    /** Records the event when its run succeeds; ends the claim however the run ends. */
    private CompletionStage<Void> claimed(T event, ProcessedEvents.Claim claim, Supplier<CompletionStage<Void>> run) {
        return ended().thenCompose(none -> run.get())
                .thenRun(() -> {
                    claim.done();
                    observer.accept(event);
                })
                .whenComplete((none, failure) -> claim.release());
    }

    private CompletionStage<Void> run(T event, @Nullable WebhookRequest request, boolean stale, ServerThread thread) {
        T received = kind.received(event);
        return kind.correlated(received, reference(request), thread).thenCompose(remembered -> {
            Exchange exchange = exchanges.get();
            remembered.ifPresent(values -> values.write(exchange));
            kind.write(exchange, received, stale);
            exchange.setProperty(SmsConstants.RAW_REQUEST, request);
            return process(exchange);
        });
    }

    /** What the called address says of the send; null when it says nothing, or more than a send would. */
    private static @Nullable String reference(@Nullable WebhookRequest request) {
        if (request == null || !request.rawQuery().contains(ReceiptAddress.REFERENCE)) {
            return null;
        }
        List<String> references = request.query().stream()
                .filter(field -> field.name().equals(ReceiptAddress.REFERENCE))
                .map(FormField::value)
                .toList();
        return references.size() == 1 ? references.get(0) : null;
    }

    private CompletionStage<Void> process(Exchange exchange) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        try {
            boolean ended = route.process(exchange, sync -> {
                if (!sync) {
                    end(end, exchange);
                }
            });
            if (ended) { // not in the callback: an Error may come behind it
                end(end, exchange);
            }
        } catch (RuntimeException | Error thrown) {
            end.completeExceptionally(EventDeliveryException.routeFailed(thrown));
        }
        return end;
    }

    private static void end(CompletableFuture<Void> end, Exchange exchange) {
        Throwable failure = failure(exchange);
        if (failure == null) {
            end.complete(null);
        } else {
            end.completeExceptionally(EventDeliveryException.routeFailed(failure));
        }
    }

    private static @Nullable Throwable failure(Exchange exchange) {
        Exception failure = exchange.getException();
        return failure == null && exchange.isRollbackOnly() ? new IllegalStateException("rollback") : failure;
    }
}
