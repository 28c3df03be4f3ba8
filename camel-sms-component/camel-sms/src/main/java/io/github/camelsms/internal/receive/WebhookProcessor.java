package io.github.camelsms.internal.receive;

import io.github.camelsms.http.WebhookRequest;
import io.github.camelsms.internal.state.ServerThread;
import io.github.camelsms.model.WebhookException;
import io.github.camelsms.spi.Webhook;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntConsumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks a call of the provider to the route and answers it. Whatever fails, the answer is a bare status: nothing of the request goes back.
 *
 * @param <T> type of the events
 */
final class WebhookProcessor<T> extends AsyncProcessorSupport {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookProcessor.class);

    private final String name;
    private final WebhookBinding binding;
    private final WebhookGuard guard;
    private final Webhook.Signature signature;
    private final Webhook<T> webhook;
    private final @Nullable Confirmation<T> confirmation;
    private final EventDelivery<T> delivery;
    private final @Nullable DeferredDeliveries deferred;
    private final IntConsumer refusals;

    /** Asks the provider whether an event is true. */
    @FunctionalInterface
    interface Confirmation<T> {
        /** @return ends with a {@link WebhookException}: 403 when the provider says otherwise, 503 when it cannot be asked */
        CompletionStage<Void> confirm(T event, ServerThread thread);
    }

    /**
     * @param name of the endpoint, for the log
     * @param confirmation null when the provider is not asked
     * @param deferred runs the route after the answer; null when the answer waits for the route
     * @param refusals is told the status of each answer that is an error
     */
    WebhookProcessor(
            String name,
            WebhookBinding binding,
            WebhookGuard guard,
            Webhook.Signature signature,
            Webhook<T> webhook,
            @Nullable Confirmation<T> confirmation,
            EventDelivery<T> delivery,
            @Nullable DeferredDeliveries deferred,
            IntConsumer refusals) {
        this.name = name;
        this.binding = binding;
        this.guard = guard;
        this.signature = signature;
        this.webhook = webhook;
        this.confirmation = confirmation;
        this.delivery = delivery;
        this.deferred = deferred;
        this.refusals = refusals;
    }

    /** A server that calls this waits with its thread. */
    @Override
    public void process(Exchange call) throws Exception {
        AsyncProcessor waiting = new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                return WebhookProcessor.this.process(exchange, callback, ServerThread.HELD);
            }
        };
        PluginHelper.getAsyncProcessorAwaitManager(call.getContext().getCamelContextExtension())
                .process(waiting, call);
    }

    @Override
    public boolean process(Exchange call, AsyncCallback callback) {
        return process(call, callback, ServerThread.FREE);
    }

    private boolean process(Exchange call, AsyncCallback callback, ServerThread thread) {
        CompletableFuture<Void> end =
                Deliveries.started(() -> walk(call, thread)).toCompletableFuture();
        if (end.isDone()) {
            end.whenComplete((none, failure) -> answer(call, failure));
            callback.done(true);
            return true;
        }
        end.whenComplete((none, failure) -> {
            answer(call, failure);
            callback.done(false);
        });
        return false;
    }

    private CompletionStage<Void> walk(Exchange call, ServerThread thread) {
        WebhookRequest request = binding.read(call); // body size 413
        guard.check(request); // method 405, caller's address or URL token 403
        signature.verify(request); // signature 403
        List<T> events = webhook.decode(request); // unreadable 400
        events.forEach(this::checkIds); // ids 400
        return Deliveries.inTurn(events, event -> confirm(event, thread)) // not so 403, cannot be asked 503
                .thenCompose(none -> deliver(events, request, thread)); // route failed 500, same running 503
    }

    private void checkIds(T event) {
        delivery.refusal(event).ifPresent(reason -> {
            throw WebhookException.unreadable(reason);
        });
    }

    /** A repeat of what was processed is dropped without a question. */
    private CompletionStage<Void> confirm(T event, ServerThread thread) {
        return confirmation == null || delivery.isProcessed(event)
                ? CompletableFuture.completedFuture(null)
                : confirmation.confirm(event, thread);
    }

    private CompletionStage<Void> deliver(List<T> events, WebhookRequest request, ServerThread thread) {
        DeferredDeliveries later = deferred;
        if (later == null) {
            return Deliveries.inTurn(events, event -> delivery.deliver(event, request, thread));
        }
        events.forEach(event -> later.execute(() -> delivery.deliver(event, request, ServerThread.FREE)));
        return CompletableFuture.completedFuture(null);
    }

    private void answer(Exchange call, @Nullable Throwable failure) {
        if (failure == null) {
            WebhookBinding.reply(call, 200);
            return;
        }
        Throwable cause = Deliveries.cause(failure);
        int status = status(cause);
        refusals.accept(status);
        boolean ours = cause instanceof WebhookException || cause instanceof EventDeliveryException;
        LOG.warn(
                "{}: answered {}: {}",
                name,
                status,
                ours ? cause.getMessage() : cause.getClass().getName());
        if (status == 405) {
            WebhookBinding.replyMethodNotAllowed(call, guard.methods());
        } else {
            WebhookBinding.reply(call, status);
        }
    }

    private static int status(Throwable failure) {
        if (failure instanceof WebhookException refused) {
            return refused.status();
        }
        return failure instanceof EventDeliveryException delivery && delivery.isInProgress() ? 503 : 500;
    }
}
