package io.github.camelsms.simulator;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Calls, and calls again by the gateway's plan. A redirect is an answer like any other and is not followed. Thread-safe.
 */
final class CallbackSender {

    private @Nullable HttpClient client;
    private final Set<Callback> underWay = ConcurrentHashMap.newKeySet();
    private final Clock clock;
    private final RetryTimer timer;
    private final CallbackJournal journal;
    private final Predicate<URI> allowed;

    /** @param allowed targets that may be called */
    CallbackSender(Clock clock, RetryTimer timer, CallbackJournal journal, Predicate<URI> allowed) {
        this.clock = clock;
        this.timer = timer;
        this.journal = journal;
        this.allowed = allowed;
    }

    /** Counts a callback as under way, though it may be sent later. */
    void register(Callback callback) {
        underWay.add(callback);
        journal.begin(callback);
    }

    /** Likewise, about something that was written on a handset. */
    void register(Callback callback, HandsetReply reply) {
        underWay.add(callback);
        journal.begin(callback, reply);
    }

    /** Counts one as under way that an earlier simulator has not brought to its end. */
    void resume(Callback callback) {
        underWay.add(callback);
        journal.resume();
    }

    /** Goes on with the attempt after those that were made. */
    void goOn(Callback callback, RetryPlan plan) {
        int made = callback.attempts().size();
        int waits = Math.min(made, plan.waits().size());
        Duration wait = waits == 0 ? Duration.ZERO : plan.waits().get(waits - 1);
        timer.after(wait, () -> attempt(callback, plan, made + 1, wait));
    }

    void send(Callback callback, RetryPlan plan) {
        attempt(callback, plan, 1, Duration.ZERO);
    }

    /** Ends every callback; one that is on the wire goes on, but nobody records it. */
    void abandon() {
        underWay.removeIf(callback -> {
            callback.abandon();
            return true;
        });
        journal.reset();
    }

    private void attempt(Callback callback, RetryPlan plan, int number, Duration waited) {
        if (!underWay.contains(callback)) {
            return;
        }
        WebhookCall call = callback.call();
        if (!allowed.test(call.target())) {
            end(callback, plan.withoutRetries(), attempt(callback, number, waited, null, "", "not called"));
            return;
        }
        ReplyBody body = new ReplyBody();
        client().sendAsync(request(call, plan.patience()), body.handler())
                .handle((response, failure) -> attempt(
                        callback, number, waited, statusOf(response), body.text(), WebhookClient.nameOf(failure)))
                .thenAccept(attempt -> end(callback, plan, attempt));
    }

    /** Made for the first call: it has a thread, and many a simulator calls nobody. */
    private synchronized HttpClient client() {
        if (client == null) {
            client = WebhookClient.create();
        }
        return client;
    }

    private void end(Callback callback, RetryPlan plan, CallbackAttempt attempt) {
        if (!underWay.contains(callback)) {
            return;
        }
        boolean last = plan.endsWith(attempt.status())
                || attempt.number() > plan.waits().size();
        journal.add(attempt);
        callback.add(attempt, last);
        journal.added(callback);
        if (last) {
            if (underWay.remove(callback)) {
                journal.end();
            }
            return;
        }
        Duration wait = plan.waits().get(attempt.number() - 1);
        timer.after(wait, () -> attempt(callback, plan, attempt.number() + 1, wait));
    }

    private static HttpRequest request(WebhookCall call, Duration patience) {
        byte[] body = call.body();
        HttpRequest.Builder request = HttpRequest.newBuilder(call.target())
                .timeout(patience)
                .method(call.method(), body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        call.headers().forEach(request::setHeader);
        return request.build();
    }

    private CallbackAttempt attempt(
            Callback callback,
            int number,
            Duration waited,
            @Nullable Integer status,
            String reply,
            @Nullable String failure) {
        Optional<SimulatedMessage> message = Optional.ofNullable(callback.message());
        return new CallbackAttempt(
                callback.provider(),
                callback.kind(),
                message.map(SimulatedMessage::messageId).orElse(null),
                callback.to(),
                callback.kind() == CallbackKind.REPLY
                        ? null
                        : message.map(SimulatedMessage::state).orElse(null),
                number,
                waited,
                callback.call(),
                status,
                status == null ? null : reply,
                failure,
                clock.instant());
    }

    private static @Nullable Integer statusOf(@Nullable HttpResponse<Void> response) {
        return response == null ? null : response.statusCode();
    }
}
