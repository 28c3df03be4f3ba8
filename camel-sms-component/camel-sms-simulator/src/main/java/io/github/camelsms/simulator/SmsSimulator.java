package io.github.camelsms.simulator;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.camelsms.simulator.inbox.InboxServlet;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * SMS gateways on one port of the loopback address: 2FA.link, 2Chat, Transmit SMS and TeleSign Verify, as far as a client
 * can tell. Nothing leaves the machine.
 *
 * <pre>{@code
 * try (SmsSimulator simulator = SmsSimulator.start()) {
 *     URI baseUrl = simulator.baseUrl("2fa-link");                  // the component's option baseUrl
 *     Credentials keys = simulator.credentials("2fa-link");         // apiKey and secretKey
 *     simulator.outcome("+447700900199", Outcome.UNDELIVERED);
 *     ...
 *     assertThat(simulator.messages()).singleElement().returns("Hello", SimulatedMessage::text);
 * }
 * }</pre>
 *
 * <p>A message is accepted, then sent, then delivered (or what {@link Outcome} says). By default each enquiry of a client
 * moves the message one step, so tests need no time: the first answers "sent", the second its end.
 *
 * <p>Where a gateway has webhooks it calls them, as soon as a send or {@link #webhook} named a URL on this machine: a
 * receipt for each state that it tells, signed and repeated as its documents say.
 *
 * <pre>{@code
 * simulator.webhook("2fa-link", URI.create("http://127.0.0.1:" + port + "/sms/dlr/2fa-link"));
 * ...                                                                // send
 * SimulatedMessage message = simulator.messages().get(0);
 * simulator.deliver(message).await();                                // the handset has it, the receipt was taken
 * simulator.receiptTwice(message);
 * simulator.receiptsInOrder(message, MessageState.DELIVERED, MessageState.EXPIRED);
 * simulator.reply(message, "STOP");                                  // Transmit SMS
 * assertThat(simulator.awaitCallbacksOver()).extracting(CallbackAttempt::status).containsOnly(200);
 * }</pre>
 *
 * <p>The doubles are WireMock stubs of low priority: a stub that a test adds to {@link #wireMock()} wins, WireMock's
 * verification sees every request. Thread-safe.
 */
public final class SmsSimulator implements AutoCloseable {

    private static final Pattern NOT_A_DIGIT = Pattern.compile("[^0-9]");
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(1);

    private final Map<String, Gateway> gateways = new LinkedHashMap<>();
    private final String host;
    private final @Nullable String user;
    private final Script script;
    private final MessageCentre centre;
    private final SpeedTimer timer;
    private final CallbackJournal journal;
    private final Webhooks webhooks;
    private final Inbox inbox;
    private final ReplyListener replies;
    private final SimulatorServer server;
    private final @Nullable StateWatch watch;
    private final @Nullable Store store;

    SmsSimulator(SmsSimulatorBuilder options) {
        host = options.host;
        user = options.user();
        script = new Script(options.failureRates(), options.replyDelay);
        InboxLog log = new InboxLog(options.keptMessages);
        journal = new CallbackJournal(options.keptMessages, log);
        centre = new MessageCentre(
                options.clock,
                new Ids(options.seed),
                options.timetable,
                options.pricePerSegment,
                options.senderIds,
                options.webhooks::allows,
                log);
        options.doubles.forEach((id, provider) -> gateways.put(id, gateway(provider, options)));
        timer = new SpeedTimer(options.webhooks.retrySpeed);
        webhooks = new Webhooks(gateways, centre, callbackSender(options), options.webhooks, timer);
        watch = options.timetable == null ? null : new StateWatch(centre, options.timetable, timer);
        centre.observe(this::reached);
        inbox = new Inbox(log, centre, webhooks, journal);
        replies = new ReplyListener(centre::settle);
        store = options.store == null ? null : open(options.store, log, options.keptFor);
        try {
            server = new SimulatorServer(options, gateways, replies, inbox);
            server.start();
        } catch (RuntimeException noServer) {
            if (store != null) {
                store.close();
            }
            throw noServer;
        }
        if (store != null) {
            goOn(log.items());
            store.start();
        }
        if (options.keptFor != null) {
            forgetAfter(options.keptFor);
        }
    }

    private Store open(Path file, InboxLog log, @Nullable Duration keptFor) {
        Instant since = keptFor == null ? Instant.MIN : centre.clock().instant().minus(keptFor);
        Store opened = Store.open(file, log, centre, since);
        log.optOuts()
                .forEach(mark -> gateway(gateways, mark.provider())
                        .ifPresent(gateway ->
                                gateway.account().optedOut(mark.handset().substring(1))));
        for (InboxItem item : log.items()) {
            HandsetReply written = item.written();
            if (written != null) {
                gateway(gateways, item.provider())
                        .ifPresent(gateway -> gateway.account().received(written));
            }
        }
        return opened;
    }

    private static Optional<Gateway> gateway(Map<String, Gateway> gateways, String provider) {
        return Optional.ofNullable(gateways.get(provider));
    }

    /** Takes up what an earlier simulator left: calls that were not over, messages that had not come to their ends. */
    private void goOn(List<InboxItem> stored) {
        webhooks.resume(stored.stream()
                .filter(item -> gateways.containsKey(item.provider()))
                .flatMap(item -> item.callbacks().stream())
                .filter(callback -> !callback.isOver())
                .toList());
        for (InboxItem item : stored) {
            SimulatedMessage message = item.message();
            if (message == null || item.fromHandset() || message.state().isFinal()) {
                continue;
            }
            if (watch != null) {
                watch.watch(message);
            } else if (centre.planOf(message).byItself()) {
                centre.settle(message);
            }
        }
    }

    /** Forgets now what is older, and looks again later. */
    private void forgetAfter(Duration age) {
        centre.forgetBefore(centre.clock().instant().minus(age));
        Duration half = age.dividedBy(2);
        timer.afterReally(half.compareTo(LONGEST_LOOK) < 0 ? half : LONGEST_LOOK, () -> forgetAfter(age));
    }

    private void reached(SimulatedMessage message) {
        webhooks.reached(message);
        if (watch != null && message.state() == MessageState.ACCEPTED) {
            watch.watch(message);
        }
    }

    private Gateway gateway(ProviderDouble provider, SmsSimulatorBuilder options) {
        String id = provider.provider();
        Credentials credentials = options.credentials.getOrDefault(id, provider.credentials());
        SimulatedAccount account = new SimulatedAccount(provider, credentials, centre, script);
        return new Gateway(provider, account, script, options.rateLimit(provider));
    }

    private CallbackSender callbackSender(SmsSimulatorBuilder options) {
        WebhookOptions hooks = options.webhooks;
        RetryTimer retryTimer = hooks.retryTimer == null ? timer : hooks.retryTimer;
        return new CallbackSender(options.clock, retryTimer, journal, hooks::allows);
    }

    /** Starts one with all known gateways on a free port. */
    public static SmsSimulator start() {
        return builder().start();
    }

    public static SmsSimulatorBuilder builder() {
        return new SmsSimulatorBuilder();
    }

    /** The plain HTTP port. */
    public int port() {
        return server.wireMock().port();
    }

    /** The HTTPS port. @throws IllegalStateException without {@link SmsSimulatorBuilder#httpsPort} */
    public int httpsPort() {
        return server.wireMock().httpsPort();
    }

    /** Ids of the gateways that answer here. */
    public Set<String> providers() {
        return Collections.unmodifiableSet(gateways.keySet());
    }

    /** What the component's option {@code baseUrl} is to be. @throws IllegalArgumentException unknown provider */
    public URI baseUrl(String provider) {
        return baseUrl(provider, "http", port());
    }

    /** The same by HTTPS, with WireMock's self-signed certificate. */
    public URI httpsBaseUrl(String provider) {
        return baseUrl(provider, "https", httpsPort());
    }

    /** Credentials that the gateway takes. @throws IllegalArgumentException unknown provider */
    public Credentials credentials(String provider) {
        return gateway(provider).account().credentials();
    }

    /** Gives a Camel context, started or not, an account of the component for each gateway, under the gateway's id. */
    public <C extends CamelContext> C configure(C context) {
        CamelAccounts.add(context, this);
        return context;
    }

    /** Makes one gateway the component's own account, for endpoints that name none. */
    public <C extends CamelContext> C configure(C context, String provider) {
        CamelAccounts.setDefault(context, this, provider);
        return context;
    }

    /**
     * The same as {@link #configure(CamelContext)} for Camel Main, Spring Boot or Quarkus, which read properties.
     *
     * @return {@code camel.component.sms.accounts[2fa-link].provider}, {@code ...baseUrl}, {@code ...apiKey} and so on
     */
    public Properties properties() {
        Properties properties = new Properties();
        gateways.keySet().forEach(provider -> properties.putAll(properties(provider, provider)));
        return properties;
    }

    /** Properties that make one gateway an account of that name: {@code camel.component.sms.accounts[main].provider} and so on. */
    public Properties properties(String provider, String account) {
        Properties properties = new Properties();
        putAccount(properties, "camel.component.sms.accounts[" + account + "].", provider);
        return properties;
    }

    /** Properties that make one gateway the component's own account: {@code camel.component.sms.provider} and so on. */
    public Properties properties(String provider) {
        Properties properties = new Properties();
        putAccount(properties, "camel.component.sms.", provider);
        return properties;
    }

    private void putAccount(Properties properties, String prefix, String provider) {
        Credentials keys = credentials(provider);
        properties.setProperty(prefix + "provider", provider);
        properties.setProperty(prefix + "baseUrl", baseUrl(provider).toString());
        properties.setProperty(prefix + "apiKey", keys.apiKey());
        if (keys.secretKey() != null) {
            properties.setProperty(prefix + "secretKey", keys.secretKey());
        }
        if (keys.customerId() != null) {
            properties.setProperty(prefix + "customerId", keys.customerId());
        }
    }

    /** Messages of all gateways as they stand, in order of submission; looking does not move them. */
    public List<SimulatedMessage> messages() {
        return centre.messages();
    }

    /** Messages of one gateway. */
    public List<SimulatedMessage> messages(String provider) {
        gateway(provider);
        return messages().stream()
                .filter(message -> message.provider().equals(provider))
                .toList();
    }

    public List<SimulatedFeedback> feedbacks() {
        return centre.feedbacks();
    }

    /** Every request that reached the port, refused ones and those to a test's own stubs too, oldest first. */
    public List<ReceivedRequest> requests() {
        return server.requests();
    }

    /** Requests to the paths of one gateway. */
    public List<ReceivedRequest> requests(String provider) {
        Pattern paths = Pattern.compile(gateway(provider).provider().pathPattern());
        return requests().stream()
                .filter(request -> paths.matcher(request.path()).matches())
                .toList();
    }

    /** Decides the fate of messages to a number, also of those under way. @param number with or without {@code +} */
    public SmsSimulator outcome(String number, Outcome outcome) {
        whenSentTo(number).decide(outcome);
        centre.outcome(msisdn(number), outcome);
        return this;
    }

    /**
     * Refuses submissions to a number. The code decides which gateways do so: those whose codes look like it.
     *
     * @param number with or without {@code +}
     * @param code   2FA.link: an {@code errorcode} such as 301; 2Chat: an HTTP status from 400; Transmit SMS: a constant
     *               such as {@code LEDGER_ERROR}; TeleSign: an error code such as -40009, or a status such as 233
     * @throws IllegalArgumentException when no gateway has such codes
     */
    public SmsSimulator refuse(String number, String code) {
        whenSentTo(number).refuse(code);
        return this;
    }

    /**
     * Says what is to become of messages to a number that are submitted from now on.
     *
     * @param number with or without {@code +}
     */
    public WhenSent whenSentTo(String number) {
        String msisdn = msisdn(number);
        return whenSent(message -> message.msisdn().equals(msisdn));
    }

    /** The same for all messages. */
    public WhenSent whenSent() {
        return whenSent(message -> true);
    }

    /** The same for those that fit; the state of what is tested is {@code ACCEPTED}, its id is not known yet. */
    public WhenSent whenSent(Predicate<SimulatedMessage> condition) {
        return new WhenSent(script, this, condition);
    }

    /** Moves every message one step, as an enquiry would. */
    public void advance() {
        centre.advance();
    }

    /**
     * Registers where a gateway is to call with receipts, as in its dashboard; a URL that a send names goes before it.
     *
     * @throws IllegalArgumentException unknown provider, no HTTP URL, or one that is not on the loopback address
     */
    public SmsSimulator webhook(String provider, URI url) {
        gateway(provider);
        webhooks.receiptsTo(provider, url);
        return this;
    }

    /** Registers where a gateway is to call with replies; likewise. */
    public SmsSimulator replyWebhook(String provider, URI url) {
        gateway(provider);
        webhooks.repliesTo(provider, url);
        return this;
    }

    /**
     * Takes a message to its end at once and sends the receipts on the way; once it is there, its last receipt again.
     *
     * @return the last receipt
     * @throws IllegalStateException when nobody named a URL
     * @throws IllegalArgumentException when the gateway has no receipt for where the message is
     */
    public Callback deliver(SimulatedMessage message) {
        return webhooks.deliver(message);
    }

    /** Sends the receipt of the state in which a message is twice, byte for byte, one after the other. */
    public List<Callback> receiptTwice(SimulatedMessage message) {
        return webhooks.repeated(message, 2);
    }

    /** The same receipt several times, without waiting for a reply in between. */
    public List<Callback> receiptsAtOnce(SimulatedMessage message, int times) {
        return webhooks.atOnce(message, times);
    }

    /**
     * Sends receipts of these states, each after the first attempt of the one before, wherever the message really is: late,
     * in the wrong order, one state after another end.
     */
    public List<Callback> receiptsInOrder(SimulatedMessage message, MessageState... states) {
        return webhooks.inOrder(message, states);
    }

    /** Sends a receipt that says delivered and that the gateway never sent; once. */
    public Callback forge(SimulatedMessage message, Forgery forgery) {
        return webhooks.forge(message, forgery);
    }

    /**
     * Lets the handset follow the link in a message whose hits the gateway counts (Transmit SMS, {@code tracked_link_url}).
     *
     * @return the call that tells of it; none without a URL
     * @throws IllegalStateException when the message has no such link
     */
    public List<Callback> followLink(SimulatedMessage message) {
        return webhooks.follow(message);
    }

    /** From now on receipts about that number are lost, except those sent by hand. */
    public SmsSimulator loseReceipts(String number) {
        webhooks.lose(msisdn(number));
        return this;
    }

    /** From now on receipts wait for {@link #releaseReceipts()}, except those sent by hand. */
    public SmsSimulator holdReceipts() {
        webhooks.hold();
        return this;
    }

    /** Sends the receipts that were held, oldest first, and holds no more. */
    public List<Callback> releaseReceipts() {
        return webhooks.release();
    }

    /** Lets the handset answer a message. @throws IllegalArgumentException when the gateway passes no replies on */
    public Callback reply(SimulatedMessage message, String text) {
        return webhooks.reply(message, text);
    }

    /** Lets a handset answer the last message that it got. @throws IllegalArgumentException when there is none */
    public Callback reply(String number, String text) {
        List<SimulatedMessage> received = messages().stream()
                .filter(message -> message.msisdn().equals(msisdn(number)))
                .toList();
        if (received.isEmpty()) {
            throw new IllegalArgumentException("No message was sent to " + Mask.number(number));
        }
        return webhooks.reply(received.get(received.size() - 1), text);
    }

    /** Lets a handset write without having been written to. */
    public Callback inbound(String provider, String number, String text) {
        gateway(provider);
        return webhooks.inbound(provider, msisdn(number), text);
    }

    /**
     * Lets a handset write, and calls no webhook: the gateway is to be asked for it (2Chat, Transmit SMS). It answers the last
     * message that the handset got, if any.
     *
     * @throws IllegalArgumentException when the gateway passes no replies on
     */
    public SmsSimulator receive(String provider, String number, String text) {
        gateway(provider);
        webhooks.receive(provider, msisdn(number), text);
        return this;
    }

    /** All attempts to call a webhook that have ended, in that order. */
    public List<CallbackAttempt> callbacks() {
        return journal.attempts();
    }

    /** Waits until so many attempts have ended, at most thirty seconds. @throws AssertionError after that */
    public List<CallbackAttempt> awaitCallbacks(int count) {
        return awaitCallbacks(count, CallbackJournal.PATIENCE);
    }

    /** The same with another limit. */
    public List<CallbackAttempt> awaitCallbacks(int count, Duration limit) {
        return journal.await(count, limit);
    }

    /** Waits until no callback is under way, waiting for a retry or held, at most thirty seconds. @throws AssertionError after that */
    public List<CallbackAttempt> awaitCallbacksOver() {
        return awaitCallbacksOver(CallbackJournal.PATIENCE);
    }

    /** The same with another limit. */
    public List<CallbackAttempt> awaitCallbacksOver(Duration limit) {
        return journal.awaitQuiet(limit);
    }

    /** Waits until so many messages were submitted, at most thirty seconds. @throws AssertionError after that */
    public List<SimulatedMessage> awaitMessages(int count) {
        return awaitMessages(count, CallbackJournal.PATIENCE);
    }

    /** The same with another limit. */
    public List<SimulatedMessage> awaitMessages(int count, Duration limit) {
        if (!centre.awaitMessages(count, limit)) {
            List<SimulatedMessage> there = messages();
            throw new AssertionError("Expected " + count + " messages within " + limit + " but there were "
                    + there.size() + ": " + there);
        }
        return messages();
    }

    /**
     * Waits until no receipt follows by itself: each message that a script moves is at its end, each that the clock moves
     * too, and no callback is under way, waiting for a retry or held; at most thirty seconds.
     *
     * @return all attempts to deliver a receipt, in the order in which they ended
     * @throws AssertionError after that, or when there was no receipt at all
     */
    public List<CallbackAttempt> awaitReceipts() {
        return awaitReceipts(CallbackJournal.PATIENCE);
    }

    /** The same with another limit. */
    public List<CallbackAttempt> awaitReceipts(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        if (!replies.awaitQuiet(limit) || !centre.awaitClock(left(end))) {
            throw new AssertionError("Not all messages came to their ends within " + limit + ": " + messages());
        }
        List<CallbackAttempt> receipts = awaitCallbacksOver(left(end)).stream()
                .filter(attempt -> attempt.kind() == CallbackKind.RECEIPT)
                .toList();
        if (receipts.isEmpty()) {
            throw new AssertionError("No receipt was sent. A message moves when a script, an enquiry, advance() or the"
                    + " clock moves it, and its gateway calls a URL of webhook(...) or of the send. Messages: "
                    + messages());
        }
        return receipts;
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** What the handsets show, with raw requests and receipts, and what can be done there by hand. */
    public Inbox inbox() {
        return inbox;
    }

    /** Address of the page that shows {@link #inbox()} in a browser; {@code /} leads there too. */
    public URI inboxUrl() {
        return URI.create("http://" + WebAddress.reachable(host) + ":" + port() + InboxServlet.PATH);
    }

    /** {@code name:password} that the page and its API ask for; empty when they ask for none. */
    public Optional<String> inboxUser() {
        return Optional.ofNullable(user);
    }

    /** The server itself: own stubs, faults, delays, verification. Stubs of the default priority win over the doubles. */
    public WireMockServer wireMock() {
        return server.wireMock();
    }

    /** Forgets messages, requests, callbacks, outcomes, refusals and a test's own stubs; webhooks stay registered. */
    public void reset() {
        server.reset();
        script.reset();
        webhooks.reset();
        centre.clear();
        centre.forgetOptOuts();
    }

    @Override
    public void close() {
        timer.close();
        server.stop();
        if (store != null) {
            store.close();
        }
        webhooks.reset();
    }

    @Override
    public String toString() {
        return "SmsSimulator[port=" + (wireMock().isRunning() ? port() : "closed") + ", providers=" + gateways.keySet()
                + "]";
    }

    private Gateway gateway(String provider) {
        return known(gateways, provider);
    }

    private URI baseUrl(String provider, String scheme, int port) {
        return gateway(provider)
                .provider()
                .baseUrl(URI.create(scheme + "://" + WebAddress.reachable(host) + ":" + port));
    }

    private static String msisdn(String number) {
        return NOT_A_DIGIT.matcher(number).replaceAll("");
    }

    /** @throws IllegalArgumentException when no gateway has such a code */
    void checkCode(String code, boolean endsToo) {
        boolean known = gateways.values().stream()
                .map(Gateway::provider)
                .anyMatch(provider -> provider.refusesWith(code)
                        || endsToo && provider.outcomeOf(code).isPresent());
        if (!known) {
            throw new IllegalArgumentException("No simulated gateway refuses with the code " + code);
        }
    }

    static <T> T known(Map<String, T> byProvider, String provider) {
        T found = byProvider.get(provider);
        if (found == null) {
            throw new IllegalArgumentException("Unknown provider " + provider + ", known: " + byProvider.keySet());
        }
        return found;
    }
}
