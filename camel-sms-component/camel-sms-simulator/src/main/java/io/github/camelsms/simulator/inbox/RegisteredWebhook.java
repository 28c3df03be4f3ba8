package io.github.camelsms.simulator.inbox;

import io.github.camelsms.simulator.InboxItem;
import io.github.camelsms.simulator.Members;
import io.github.camelsms.simulator.MessageWebhook;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A webhook with what became of its calls. Guarded by {@link MessageWebhooks}. */
final class RegisteredWebhook {

    private static final int MOST_SHOWN = 50;
    private static final int MANY = 1_000;

    private final String id;
    private final MessageWebhook webhook;
    private final byte @Nullable [] key;
    private final InboxFilter filter;
    private final long after;
    private final Set<Long> called = new HashSet<>();
    private final Deque<WebhookDelivery> newest = new ArrayDeque<>();
    private long taken;
    private long failed;
    private int underWay;
    private @Nullable WebhookDelivery last;

    /**
     * @param after number of the last message that came before it was registered
     * @throws IllegalArgumentException when its search or its secret is not valid
     */
    RegisteredWebhook(String id, MessageWebhook webhook, Tags tags, long after) {
        this.id = id;
        this.webhook = webhook;
        this.after = after;
        filter = InboxFilter.of(Map.of("q", webhook.search()), tags);
        key = webhook.secret() == null ? null : WebhookSignature.key(webhook.secret());
    }

    String id() {
        return id;
    }

    MessageWebhook webhook() {
        return webhook;
    }

    /** Null when calls are not signed. */
    byte @Nullable [] key() {
        return key;
    }

    /** Whether it is to be called about a message: once. */
    boolean wants(InboxItem item) {
        return !item.fromHandset() && item.number() > after && !called.contains(item.number()) && filter.takes(item);
    }

    /** @param kept whether a message is still there */
    WebhookDelivery deliver(InboxItem item, LongPredicate kept, int most) {
        if (called.size() > most + MANY) {
            called.removeIf(number -> !kept.test(number));
        }
        called.add(item.number());
        WebhookDelivery delivery = new WebhookDelivery(this, item.number());
        newest.addLast(delivery);
        if (newest.size() > MOST_SHOWN) {
            newest.removeFirst();
        }
        underWay++;
        return delivery;
    }

    /** An attempt has ended. */
    void attempted(WebhookDelivery delivery) {
        last = delivery;
    }

    /** A delivery is over. */
    void ended(WebhookDelivery delivery) {
        underWay--;
        last = delivery;
        if (delivery.isTaken()) {
            taken++;
        } else {
            failed++;
        }
    }

    /** @param masking takes secrets out of a URL */
    Members members(UnaryOperator<String> masking) {
        return new Members()
                .with("id", id)
                .with("url", masking.apply(webhook.url().toString()))
                .with("q", webhook.search())
                .with("delay", webhook.delay().toMillis() / 1000.0)
                .with("signed", key != null)
                .with("taken", taken)
                .with("failed", failed)
                .with("underWay", underWay)
                .with("last", last == null ? null : last.members());
    }

    /** The same with the newest deliveries, oldest first. */
    Members whole(UnaryOperator<String> masking) {
        List<Map<String, @Nullable Object>> deliveries =
                newest.stream().map(delivery -> delivery.members().asMap()).toList();
        return members(masking).with("deliveries", deliveries);
    }
}
