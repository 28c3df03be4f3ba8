package io.github.camelsms.simulator.inbox;

import io.github.camelsms.simulator.Daemons;
import io.github.camelsms.simulator.Inbox;
import io.github.camelsms.simulator.InboxItem;
import io.github.camelsms.simulator.Members;
import io.github.camelsms.simulator.MessageWebhook;
import io.github.camelsms.simulator.MessageWebhookRules;
import io.github.camelsms.simulator.WebhookClient;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Webhooks of the simulator itself. One that answers otherwise than with 2xx, or not at all, is called again after 1 s, 5 s,
 * 30 s and 2 min, with the same id and bytes, and then no more. At most eight calls are on the wire at a time, and at most a
 * thousand deliveries under way; one beyond that fails. What is under way ends with the simulator. Thread-safe.
 */
final class MessageWebhooks {

    private static final System.Logger LOG = System.getLogger(MessageWebhooks.class.getName());
    private static final List<Duration> WAITS =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2));
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_WEBHOOKS = 50;
    private static final int MOST_UNDER_WAY = 1_000;
    private static final int MOST_ON_THE_WIRE = 8;

    private final Inbox inbox;
    private final InboxJson json;
    private final Tags tags;
    private final MessageWebhookRules rules;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final Map<String, RegisteredWebhook> webhooks = new LinkedHashMap<>();
    private final Deque<WebhookDelivery> ready = new ArrayDeque<>();
    private @Nullable ScheduledThreadPoolExecutor thread;
    private @Nullable HttpClient client;
    private long seen;
    private int lastId;
    private int underWay;
    private int onTheWire;
    private boolean closed;

    /** @throws IllegalArgumentException for a webhook that may not be called, or that is not valid */
    MessageWebhooks(Inbox inbox, InboxJson json, Tags tags, MessageWebhookRules rules) {
        this.inbox = inbox;
        this.json = json;
        this.tags = tags;
        this.rules = rules;
        rules.atStart().forEach(this::add);
    }

    /** Calls it about messages that come from now on. @throws IllegalArgumentException likewise */
    synchronized Members add(MessageWebhook webhook) {
        if (!rules.allowed().test(webhook.url())) {
            throw new IllegalArgumentException(
                    "The URL is not on the loopback address; the simulator calls others with --call-any-host alone");
        }
        if (webhooks.size() >= MOST_WEBHOOKS) {
            throw new IllegalArgumentException("There are " + MOST_WEBHOOKS + " webhooks already");
        }
        RegisteredWebhook registered = new RegisteredWebhook(String.valueOf(lastId + 1), webhook, tags, inbox.total());
        lastId++;
        begin();
        webhooks.put(registered.id(), registered);
        return registered.whole(json::masked);
    }

    synchronized Members all() {
        return new Members()
                .with(
                        "webhooks",
                        webhooks.values().stream()
                                .map(webhook -> webhook.members(json::masked).asMap())
                                .toList());
    }

    synchronized Members find(String id) {
        return Optional.ofNullable(webhooks.get(id))
                .map(webhook -> webhook.whole(json::masked))
                .orElseThrow(() -> unknown(id));
    }

    /** What is under way to it ends. @return those that are left */
    synchronized Members remove(String id) {
        if (webhooks.remove(id) == null) {
            throw unknown(id);
        }
        return all();
    }

    private static NoSuchElementException unknown(String id) {
        return new NoSuchElementException("There is no webhook " + id);
    }

    synchronized void close() {
        closed = true;
        webhooks.clear();
        ready.clear();
        if (thread != null) {
            thread.shutdownNow();
        }
    }

    /** The thread and the client are made for the first webhook: most simulators have none. */
    private void begin() {
        if (thread != null) {
            return;
        }
        ScheduledThreadPoolExecutor made = Daemons.oneUntilItsEnd("sms-simulator-webhooks");
        client = WebhookClient.create();
        seen = inbox.revision();
        thread = made;
        inbox.onChange(() -> changed(made));
    }

    /** Called under locks of the simulator: it looks later, and once for many changes. */
    private void changed(ScheduledThreadPoolExecutor worker) {
        if (looking.compareAndSet(false, true)) {
            worker.execute(() -> {
                looking.set(false);
                look();
            });
        }
    }

    private synchronized void look() {
        long revision = inbox.revision();
        if (!webhooks.isEmpty()) {
            for (InboxItem item : inbox.changedSince(seen)) {
                webhooks.values().stream()
                        .filter(webhook -> webhook.wants(item))
                        .forEach(webhook -> begin(webhook.deliver(
                                item, number -> inbox.find(number).isPresent(), inbox.size())));
            }
        }
        seen = revision;
    }

    private void begin(WebhookDelivery delivery) {
        underWay++;
        if (underWay > MOST_UNDER_WAY) {
            end(delivery, "too many under way");
        } else {
            later(delivery, delivery.webhook().webhook().delay());
        }
    }

    private void later(WebhookDelivery delivery, Duration wait) {
        if (thread != null) {
            thread.schedule(() -> attempt(delivery), wait.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private synchronized void attempt(WebhookDelivery delivery) {
        ready.add(delivery);
        callNext();
    }

    private void callNext() {
        while (onTheWire < MOST_ON_THE_WIRE && !ready.isEmpty()) {
            WebhookDelivery next = ready.remove();
            if (webhooks.get(next.webhook().id()) != next.webhook()) {
                end(next, "webhook removed");
                continue;
            }
            Optional<InboxItem> item = inbox.find(next.number());
            if (item.isEmpty()) {
                end(next, "message forgotten");
                continue;
            }
            call(next, item.get());
        }
    }

    private void call(WebhookDelivery delivery, InboxItem item) {
        HttpClient calling = client;
        if (calling == null) {
            return;
        }
        byte[] body = delivery.body();
        if (body == null) {
            body = ApiReply.json(200, json.whole(item)).body();
            delivery.sends(body);
        }
        onTheWire++;
        calling.sendAsync(request(delivery, body), BodyHandlers.discarding()).handle((response, failure) -> {
            answered(delivery, response == null ? null : response.statusCode(), WebhookClient.nameOf(failure));
            return null;
        });
    }

    private static HttpRequest request(WebhookDelivery delivery, byte[] body) {
        MessageWebhook webhook = delivery.webhook().webhook();
        long now = Instant.now().getEpochSecond();
        HttpRequest.Builder request = HttpRequest.newBuilder(webhook.url())
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("User-Agent", "camel-sms-simulator")
                .header("Webhook-Id", delivery.id())
                .header("Webhook-Timestamp", String.valueOf(now))
                .POST(BodyPublishers.ofByteArray(body));
        byte[] key = delivery.webhook().key();
        if (key != null) {
            request.header("Webhook-Signature", WebhookSignature.of(key, delivery.id(), now, body));
        }
        return request.build();
    }

    private synchronized void answered(WebhookDelivery delivery, @Nullable Integer status, @Nullable String failure) {
        onTheWire--;
        if (closed) {
            return;
        }
        delivery.attempted(status, failure, Instant.now());
        delivery.webhook().attempted(delivery);
        if (delivery.isTaken() || delivery.attempts() > WAITS.size()) {
            end(delivery, null);
        } else {
            Duration wait = WAITS.get(delivery.attempts() - 1);
            later(delivery, Duration.ofNanos((long) (wait.toNanos() / rules.retrySpeed())));
        }
        callNext();
    }

    private void end(WebhookDelivery delivery, @Nullable String why) {
        underWay--;
        delivery.end(why);
        delivery.webhook().ended(delivery);
        if (!delivery.isTaken()) {
            LOG.log(System.Logger.Level.DEBUG, "A webhook has not taken message {0}", delivery.number());
        }
    }
}
