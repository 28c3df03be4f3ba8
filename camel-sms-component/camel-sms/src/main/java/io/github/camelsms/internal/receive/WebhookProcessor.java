package io.github.camelsms.internal.receive;

import io.github.camelsms.http.WebhookRequest;
import io.github.camelsms.model.WebhookException;
import io.github.camelsms.spi.Webhook;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks a call of the provider to the route and answers it. Whatever fails, the answer is a bare status: nothing of the request goes back.
 *
 * @param <T> kind of news
 */
public final class WebhookProcessor<T> implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookProcessor.class);

    private final String name;
    private final WebhookBinding binding;
    private final WebhookGuard guard;
    private final Webhook.Signature signature;
    private final Webhook<T> webhook;
    private final Confirmation<T> confirmation;
    private final EventDelivery<T> courier;
    private final Executor executor;

    /** Asks the provider whether the news is true. */
    @FunctionalInterface
    public interface Confirmation<T> {
        /** @throws WebhookException 403 when the provider says otherwise, 503 when it cannot be asked */
        void confirm(T news, Exchange call);
    }

    /**
     * @param name of the endpoint, for the log
     * @param executor runs the route: on the caller's thread, or later
     */
    public WebhookProcessor(
            String name,
            WebhookBinding binding,
            WebhookGuard guard,
            Webhook.Signature signature,
            Webhook<T> webhook,
            Confirmation<T> confirmation,
            EventDelivery<T> courier,
            Executor executor) {
        this.name = name;
        this.binding = binding;
        this.guard = guard;
        this.signature = signature;
        this.webhook = webhook;
        this.confirmation = confirmation;
        this.courier = courier;
        this.executor = executor;
    }

    @Override
    public void process(Exchange call) {
        try {
            WebhookRequest request = binding.read(call); // body size 413
            guard.check(request); // method 405, caller's address or URL token 403
            signature.verify(request); // signature 403
            List<T> news = webhook.decode(request); // unreadable 400
            news.forEach(one -> confirmation.confirm(one, call)); // not so 403, cannot be asked 503
            news.forEach(
                    one -> executor.execute(() -> courier.deliver(one, request))); // route failed 500, same running 503
            WebhookBinding.reply(call, 200);
        } catch (WebhookException refused) {
            LOG.warn("{}: answered {}: {}", name, refused.status(), refused.getMessage());
            refuse(call, refused.status());
        } catch (RuntimeException failed) {
            LOG.warn("{}: answered 500: {}", name, failed.getClass().getName());
            refuse(call, 500);
        }
    }

    private void refuse(Exchange call, int status) {
        if (status == 405) {
            WebhookBinding.replyMethodNotAllowed(call, guard.methods());
        } else {
            WebhookBinding.reply(call, status);
        }
    }
}
