package io.github.camelsms.simulator;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes callbacks of what happens to messages and finds out where they go. Those about one message start in the order of
 * their events, each when the first attempt of the one before has ended. Thread-safe.
 */
final class Webhooks {

    private record Lane(String provider, String messageId, String msisdn) {

        static Lane of(SimulatedMessage message) {
            return new Lane(message.provider(), message.messageId(), message.msisdn());
        }
    }

    private final Map<String, Gateway> gateways;
    private final MessageCentre centre;
    private final CallbackSender sender;
    private final WebhookOptions options;
    private final SpeedTimer timer;
    private final Map<String, URI> receiptUrls;
    private final Map<String, URI> replyUrls;
    private final Set<String> lost = ConcurrentHashMap.newKeySet();
    private final Map<Lane, CompletableFuture<CallbackAttempt>> lanes = new ConcurrentHashMap<>();
    private final Object lock = new Object();
    private @Nullable List<Callback> held;

    Webhooks(
            Map<String, Gateway> gateways,
            MessageCentre centre,
            CallbackSender sender,
            WebhookOptions options,
            SpeedTimer timer) {
        this.gateways = gateways;
        this.centre = centre;
        this.sender = sender;
        this.options = options;
        this.timer = timer;
        receiptUrls = new ConcurrentHashMap<>(options.receiptUrls);
        replyUrls = new ConcurrentHashMap<>(options.replyUrls);
    }

    void receiptsTo(String provider, URI url) {
        receiptUrls.put(provider, options.checked(url));
    }

    void repliesTo(String provider, URI url) {
        replyUrls.put(provider, options.checked(url));
    }

    /** Sends what follows from a state that a message has just reached: its receipt, the answer of the handset. */
    void reached(SimulatedMessage message) {
        MessagePlan plan = centre.planOf(message);
        if (options.automatic && !lost.contains(message.msisdn())) {
            tell(message, plan.receipts());
        }
        if (plan.answer() != null && message.state() == MessageState.DELIVERED) {
            answer(message, plan.answer());
        }
    }

    private void tell(SimulatedMessage message, Wishes.Receipts wanted) {
        WebhookDouble gateway = account(message.provider()).webhooks().orElse(null);
        URI target = gateway == null ? null : receiptTarget(gateway, message).orElse(null);
        if (gateway == null || target == null) {
            return;
        }
        gateway.receipt(message, target, account(message.provider())).ifPresent(call -> {
            int copies = message.state().isFinal() ? wanted.copies() : Math.min(wanted.copies(), 1);
            for (int copy = 0; copy < copies; copy++) {
                Callback callback = callback(CallbackKind.RECEIPT, message, call);
                if (wanted.late().isZero()) {
                    sendOrHold(callback);
                } else {
                    timer.afterReally(wanted.late(), () -> sendOrHold(callback));
                }
            }
        });
    }

    private void sendOrHold(Callback callback) {
        synchronized (lock) {
            if (held != null) {
                held.add(callback);
                return;
            }
        }
        inTurn(callback);
    }

    private void answer(SimulatedMessage message, String text) {
        HandsetReply reply =
                new HandsetReply(message, message.msisdn(), text, centre.clock().instant());
        boolean kept = account(message.provider()).takesReplies();
        if (kept) {
            account(message.provider()).received(reply);
        }
        WebhookDouble gateway = account(message.provider()).webhooks().orElse(null);
        URI target = gateway == null ? null : replyTarget(gateway, message).orElse(null);
        if (gateway == null || target == null) {
            if (kept) {
                centre.written(message.provider(), reply);
            }
            return;
        }
        gateway.reply(reply, target, account(message.provider())).ifPresent(call -> {
            Callback callback =
                    new Callback(message.provider(), CallbackKind.REPLY, message, message.to(), dressed(call));
            sender.register(callback, reply);
            inTurn(callback);
        });
    }

    /** The handset follows the link in a message. */
    List<Callback> follow(SimulatedMessage message) {
        SimulatedAccount account = account(message.provider());
        SimulatedMessage current = centre.current(message);
        if (!account.followed(current)) {
            throw new IllegalStateException("The message has no link whose hits " + message.provider() + " counts");
        }
        Optional<WebhookCall> call = account.webhooks()
                .flatMap(gateway -> gateway.linkHitUrl(current)
                        .map(URI::create)
                        .or(() -> Optional.ofNullable(receiptUrls.get(current.provider())))
                        .flatMap(target -> gateway.linkHit(current, target, account)));
        List<Callback> callbacks = call.map(hit -> callback(CallbackKind.LINK_HIT, current, hit))
                .map(List::of)
                .orElse(List.of());
        callbacks.forEach(callback -> sender.send(callback, plan(current.provider())));
        return callbacks;
    }

    void lose(String msisdn) {
        lost.add(msisdn);
    }

    void hold() {
        synchronized (lock) {
            if (held == null) {
                held = new ArrayList<>();
            }
        }
    }

    List<Callback> release() {
        List<Callback> late;
        synchronized (lock) {
            late = held == null ? List.of() : List.copyOf(held);
            held = null;
        }
        late.forEach(this::inTurn);
        return late;
    }

    /** Moves a message to its end and sends the receipts on the way; that of its state again when it is there already. */
    Callback deliver(SimulatedMessage message) {
        List<SimulatedMessage> passed = centre.finish(message);
        List<SimulatedMessage> told = passed.isEmpty() ? List.of(centre.current(message)) : passed;
        Callback last = null;
        for (SimulatedMessage state : told) {
            WebhookCall call = find(state).orElse(null);
            if (call != null) {
                last = callback(CallbackKind.RECEIPT, state, call);
                inTurn(last);
            }
        }
        if (last == null) {
            throw noReceipt(told.get(told.size() - 1));
        }
        return last;
    }

    List<Callback> inOrder(SimulatedMessage message, MessageState... states) {
        SimulatedMessage current = centre.current(message);
        List<Callback> callbacks = Arrays.stream(states)
                .map(state -> in(current, state))
                .map(told -> callback(CallbackKind.RECEIPT, told, receipt(told)))
                .toList();
        callbacks.forEach(this::inTurn);
        return callbacks;
    }

    /** The same bytes again, one after the other. */
    List<Callback> repeated(SimulatedMessage message, int times) {
        List<Callback> callbacks = copies(message, times);
        callbacks.forEach(this::inTurn);
        return callbacks;
    }

    /** The same bytes again, without waiting for a reply. */
    List<Callback> atOnce(SimulatedMessage message, int times) {
        List<Callback> callbacks = copies(message, times);
        callbacks.forEach(callback -> sender.send(callback, plan(message.provider())));
        return callbacks;
    }

    Callback forge(SimulatedMessage message, Forgery forgery) {
        SimulatedMessage current = centre.current(message);
        SimulatedMessage claimed = in(current, MessageState.DELIVERED);
        WebhookDouble gateway = gateway(message.provider());
        URI target = target(gateway, current);
        SimulatedAccount account = account(message.provider());
        WebhookCall call =
                switch (forgery) {
                    case WRONG_KEY -> call(gateway, claimed, target, account.withForgedKey());
                    case TAMPERED -> {
                        WebhookCall real = call(gateway, in(current, MessageState.UNDELIVERED), target, account);
                        yield call(gateway, claimed, target, account).withHeaders(real.headers());
                    }
                    case UNSIGNED -> {
                        WebhookCall real = call(gateway, claimed, target, account);
                        Map<String, String> headers = new LinkedHashMap<>(real.headers());
                        headers.keySet().removeAll(gateway.signatureHeaders());
                        yield real.withHeaders(headers);
                    }
                };
        Callback callback = callback(CallbackKind.FORGERY, claimed, call);
        sender.send(callback, plan(message.provider()).withoutRetries());
        return callback;
    }

    Callback reply(SimulatedMessage message, String text) {
        WebhookDouble gateway = gateway(message.provider());
        URI target = replyTarget(gateway, message).orElseThrow(() -> nowhere("replyWebhook", message.provider()));
        return reply(message.provider(), message, message.msisdn(), text, target);
    }

    /** A message that answers none. */
    Callback inbound(String provider, String msisdn, String text) {
        URI target = Optional.ofNullable(replyUrls.get(provider)).orElseThrow(() -> nowhere("replyWebhook", provider));
        return reply(provider, null, msisdn, text, target);
    }

    /** Leaves what a handset writes with the gateway, without calling anybody; it answers the last message that it got. */
    void receive(String provider, String msisdn, String text) {
        SimulatedMessage answered = centre.messages().stream()
                .filter(message ->
                        message.provider().equals(provider) && message.msisdn().equals(msisdn))
                .reduce((earlier, later) -> later)
                .orElse(null);
        keep(provider, answered, msisdn, text);
    }

    /** Lets a handset write: calls the customer where there is somewhere to call, else leaves it with the gateway. */
    List<Callback> write(String provider, @Nullable SimulatedMessage answered, String msisdn, String text) {
        checkTakesReplies(provider);
        WebhookDouble gateway = account(provider).webhooks().orElse(null);
        Optional<URI> registered = Optional.ofNullable(replyUrls.get(provider));
        URI target = gateway == null
                ? null
                : Optional.ofNullable(answered)
                        .flatMap(message -> replyTarget(gateway, message))
                        .or(() -> registered)
                        .orElse(null);
        if (target != null) {
            return List.of(reply(provider, answered, msisdn, text, target));
        }
        keep(provider, answered, msisdn, text);
        return List.of();
    }

    private void keep(String provider, @Nullable SimulatedMessage answered, String msisdn, String text) {
        checkTakesReplies(provider);
        HandsetReply reply =
                new HandsetReply(answered, msisdn, text, centre.clock().instant());
        account(provider).received(reply);
        centre.written(provider, reply);
    }

    private void checkTakesReplies(String provider) {
        if (!account(provider).takesReplies()) {
            throw new IllegalArgumentException("Nobody can reply through " + provider);
        }
    }

    /** Sends the receipts of states that a message has passed, as far as there are any and somewhere to send them. */
    List<Callback> tell(List<SimulatedMessage> passed) {
        List<Callback> callbacks = receipts(passed);
        callbacks.forEach(this::inTurn);
        return callbacks;
    }

    /** Likewise, the last one twice; that of the state in which the message is when it has passed none. */
    List<Callback> tellTwice(List<SimulatedMessage> passed, SimulatedMessage current) {
        List<SimulatedMessage> before = passed.isEmpty() ? passed : passed.subList(0, passed.size() - 1);
        List<Callback> callbacks = new ArrayList<>(receipts(before));
        callbacks.addAll(copies(current, 2));
        callbacks.forEach(this::inTurn);
        return callbacks;
    }

    /** Likewise, each once and after a span of real time; until then they count as under way. */
    List<Callback> tellLate(List<SimulatedMessage> passed, SimulatedMessage current, Duration wait) {
        List<Callback> callbacks = passed.isEmpty()
                ? List.of(callback(CallbackKind.RECEIPT, current, receipt(current)))
                : receipts(passed);
        timer.afterReally(wait, () -> callbacks.forEach(this::inTurn));
        return callbacks;
    }

    private List<Callback> receipts(List<SimulatedMessage> passed) {
        List<Callback> callbacks = new ArrayList<>();
        for (SimulatedMessage state : passed) {
            receiptIfAny(state).ifPresent(call -> callbacks.add(callback(CallbackKind.RECEIPT, state, call)));
        }
        return callbacks;
    }

    private Optional<WebhookCall> receiptIfAny(SimulatedMessage message) {
        SimulatedAccount account = account(message.provider());
        return account.webhooks()
                .flatMap(gateway ->
                        receiptTarget(gateway, message).flatMap(target -> gateway.receipt(message, target, account)));
    }

    void reset() {
        clear();
        lost.clear();
        synchronized (lock) {
            held = null;
        }
    }

    /** Goes on with what an earlier simulator left: each about one message after the one before. @param unended oldest first */
    void resume(List<Callback> unended) {
        unended.forEach(sender::resume);
        for (Callback callback : unended) {
            if (callback.attempts().isEmpty() && callback.message() != null) {
                inTurn(callback);
            } else {
                sender.goOn(callback, plan(callback.provider()));
            }
        }
    }

    /** Forgets what is under way. */
    void clear() {
        sender.abandon();
        lanes.clear();
        synchronized (lock) {
            if (held != null) {
                held.clear();
            }
        }
    }

    private Callback reply(
            String provider, @Nullable SimulatedMessage answered, String msisdn, String text, URI target) {
        HandsetReply reply =
                new HandsetReply(answered, msisdn, text, centre.clock().instant());
        WebhookCall call = gateway(provider)
                .reply(reply, target, account(provider))
                .orElseThrow(() -> new IllegalArgumentException("Nobody can reply through " + provider));
        account(provider).received(reply);
        Callback callback = new Callback(provider, CallbackKind.REPLY, answered, "+" + msisdn, dressed(call));
        sender.register(callback, reply);
        sender.send(callback, plan(provider));
        return callback;
    }

    private List<Callback> copies(SimulatedMessage message, int times) {
        SimulatedMessage current = centre.current(message);
        WebhookCall call = receipt(current);
        return Stream.generate(() -> callback(CallbackKind.RECEIPT, current, call))
                .limit(times)
                .toList();
    }

    private Callback callback(CallbackKind kind, SimulatedMessage message, WebhookCall call) {
        Callback callback = new Callback(message.provider(), kind, message, message.to(), dressed(call));
        sender.register(callback);
        return callback;
    }

    private WebhookCall dressed(WebhookCall call) {
        WebhookCall dressed = call;
        for (Map.Entry<String, String> header : options.headers.entrySet()) {
            dressed = dressed.withHeader(header.getKey(), header.getValue());
        }
        return dressed;
    }

    private void inTurn(Callback callback) {
        Lane lane = Lane.of(Optional.ofNullable(callback.message()).orElseThrow());
        RetryPlan plan = plan(callback.provider());
        CompletableFuture<CallbackAttempt> before = lanes.put(lane, callback.first());
        callback.first().whenComplete((attempt, abandoned) -> lanes.remove(lane, callback.first()));
        if (before == null) {
            sender.send(callback, plan);
        } else {
            before.whenComplete((attempt, abandoned) -> sender.send(callback, plan));
        }
    }

    private SimulatedMessage in(SimulatedMessage current, MessageState state) {
        return current.state() == state
                ? current
                : current.in(state, centre.clock().instant());
    }

    private WebhookCall receipt(SimulatedMessage message) {
        return find(message).orElseThrow(() -> noReceipt(message));
    }

    private Optional<WebhookCall> find(SimulatedMessage message) {
        WebhookDouble gateway = gateway(message.provider());
        return gateway.receipt(message, target(gateway, message), account(message.provider()));
    }

    private static WebhookCall call(
            WebhookDouble gateway, SimulatedMessage message, URI target, SimulatedAccount account) {
        return gateway.receipt(message, target, account).orElseThrow(() -> noReceipt(message));
    }

    private URI target(WebhookDouble gateway, SimulatedMessage message) {
        return receiptTarget(gateway, message).orElseThrow(() -> nowhere("webhook", message.provider()));
    }

    private Optional<URI> receiptTarget(WebhookDouble gateway, SimulatedMessage message) {
        return gateway.receiptUrl(message)
                .map(URI::create)
                .or(() -> Optional.ofNullable(receiptUrls.get(message.provider())));
    }

    private Optional<URI> replyTarget(WebhookDouble gateway, SimulatedMessage message) {
        return gateway.replyUrl(message)
                .map(URI::create)
                .or(() -> Optional.ofNullable(replyUrls.get(message.provider())));
    }

    private RetryPlan plan(String provider) {
        return Optional.ofNullable(options.plans.get(provider))
                .orElseGet(() -> gateway(provider).retries());
    }

    private WebhookDouble gateway(String provider) {
        return account(provider)
                .webhooks()
                .orElseThrow(() -> new IllegalArgumentException("The simulated " + provider + " calls no webhooks"));
    }

    private SimulatedAccount account(String provider) {
        return SmsSimulator.known(gateways, provider).account();
    }

    private static IllegalArgumentException noReceipt(SimulatedMessage message) {
        return new IllegalArgumentException(message.provider() + " sends no receipt in state " + message.state());
    }

    private static IllegalStateException nowhere(String method, String provider) {
        return new IllegalStateException(
                "Nowhere to call: neither the send nor " + method + "(\"" + provider + "\", ...) named a URL");
    }
}
