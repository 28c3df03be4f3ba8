package io.github.camelsms.test;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.math.BigDecimal;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

    private static final String LOOPBACK = "127.0.0.1";
    private static final int STUB_PRIORITY = 10_000;
    private static final Pattern NOT_A_DIGIT = Pattern.compile("[^0-9]");

    private final Map<String, ProviderDouble> doubles;
    private final Map<String, SimulatedAccount> accounts;
    private final MessageCentre centre;
    private final WireMockServer server;
    private final SpeedTimer timer;
    private final CallbackJournal journal = new CallbackJournal();
    private final Webhooks webhooks;

    private SmsSimulator(Builder builder) {
        doubles = builder.doubles;
        centre = new MessageCentre(
                builder.clock, new Ids(builder.seed), builder.timetable, builder.pricePerSegment, builder.senderIds);
        accounts = new LinkedHashMap<>();
        Map<String, Function<ReceivedRequest, Reply>> handlers = new HashMap<>();
        doubles.forEach((id, provider) -> {
            Credentials credentials = builder.credentials.getOrDefault(id, provider.credentials());
            SimulatedAccount account = new SimulatedAccount(provider, credentials, centre);
            accounts.put(id, account);
            handlers.put(id, request -> provider.handle(request, account));
        });
        WebhookOptions hooks = builder.webhooks;
        timer = new SpeedTimer(hooks.retrySpeed);
        RetryTimer retryTimer = hooks.retryTimer == null ? timer : hooks.retryTimer;
        webhooks = new Webhooks(
                accounts, centre, new CallbackSender(builder.clock, retryTimer, journal, hooks::allows), hooks);
        centre.observe(observer(builder.timetable));
        WireMockConfiguration configuration = WireMockConfiguration.options()
                .bindAddress(LOOPBACK)
                .port(builder.port)
                .extensions(new DoubleTransformer(handlers));
        if (builder.keptRequests != null) {
            configuration.maxRequestJournalEntries(builder.keptRequests);
        }
        if (builder.httpsPort != null) {
            configuration.httpsPort(builder.httpsPort);
        }
        server = new WireMockServer(configuration);
        server.start();
        installStubs();
    }

    /** Starts one with all known gateways on a free port. */
    public static SmsSimulator start() {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The plain HTTP port. */
    public int port() {
        return server.port();
    }

    /** The HTTPS port. @throws IllegalStateException without {@link Builder#httpsPort} */
    public int httpsPort() {
        return server.httpsPort();
    }

    /** Ids of the gateways that answer here. */
    public Set<String> providers() {
        return Collections.unmodifiableSet(doubles.keySet());
    }

    /** What the component's option {@code baseUrl} is to be. @throws IllegalArgumentException unknown provider */
    public URI baseUrl(String provider) {
        return known(doubles, provider).baseUrl(URI.create("http://" + LOOPBACK + ":" + port()));
    }

    /** The same by HTTPS, with WireMock's self-signed certificate. */
    public URI httpsBaseUrl(String provider) {
        return known(doubles, provider).baseUrl(URI.create("https://" + LOOPBACK + ":" + httpsPort()));
    }

    /** Credentials that the gateway takes. @throws IllegalArgumentException unknown provider */
    public Credentials credentials(String provider) {
        return known(accounts, provider).credentials();
    }

    /** Messages of all gateways as they stand, in order of submission; looking does not move them. */
    public List<SimulatedMessage> messages() {
        return centre.messages();
    }

    /** Messages of one gateway. */
    public List<SimulatedMessage> messages(String provider) {
        known(doubles, provider);
        return messages().stream()
                .filter(message -> message.provider().equals(provider))
                .toList();
    }

    public List<SimulatedFeedback> feedbacks() {
        return centre.feedbacks();
    }

    /** Every request that reached the port, refused ones and those to a test's own stubs too, oldest first. */
    public List<ReceivedRequest> requests() {
        List<ServeEvent> events = new ArrayList<>(server.getAllServeEvents());
        Collections.reverse(events); // WireMock keeps the newest first
        return events.stream()
                .map(event -> ReceivedRequest.of(
                        event.getRequest(), event.getRequest().getLoggedDate().toInstant()))
                .toList();
    }

    /** Requests to the paths of one gateway. */
    public List<ReceivedRequest> requests(String provider) {
        Pattern paths = Pattern.compile(known(doubles, provider).pathPattern());
        return requests().stream()
                .filter(request -> paths.matcher(request.path()).matches())
                .toList();
    }

    /** Decides the fate of messages to a number, also of those under way. @param number with or without {@code +} */
    public SmsSimulator outcome(String number, Outcome outcome) {
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
        if (doubles.values().stream().noneMatch(provider -> provider.refusesWith(code))) {
            throw new IllegalArgumentException("No simulated gateway refuses with the code " + code);
        }
        centre.refuse(msisdn(number), code);
        return this;
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
        known(doubles, provider);
        webhooks.receiptsTo(provider, url);
        return this;
    }

    /** Registers where a gateway is to call with replies; likewise. */
    public SmsSimulator replyWebhook(String provider, URI url) {
        known(doubles, provider);
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
        known(doubles, provider);
        return webhooks.inbound(provider, msisdn(number), text);
    }

    /**
     * Lets a handset write, and calls no webhook: the gateway is to be asked for it (2Chat, Transmit SMS). It answers the last
     * message that the handset got, if any.
     *
     * @throws IllegalArgumentException when the gateway passes no replies on
     */
    public SmsSimulator receive(String provider, String number, String text) {
        known(doubles, provider);
        webhooks.receive(provider, msisdn(number), text);
        return this;
    }

    /** All attempts to call a webhook that have ended, in that order. */
    public List<CallbackAttempt> callbacks() {
        return journal.attempts();
    }

    /** Waits until so many attempts have ended, at most ten seconds. @throws AssertionError after that */
    public List<CallbackAttempt> awaitCallbacks(int count) {
        return awaitCallbacks(count, CallbackJournal.PATIENCE);
    }

    /** The same with another limit. */
    public List<CallbackAttempt> awaitCallbacks(int count, Duration limit) {
        return journal.await(count, limit);
    }

    /** Waits until no callback is under way, waiting for a retry or held, at most ten seconds. @throws AssertionError after that */
    public List<CallbackAttempt> awaitCallbacksOver() {
        return awaitCallbacksOver(CallbackJournal.PATIENCE);
    }

    /** The same with another limit. */
    public List<CallbackAttempt> awaitCallbacksOver(Duration limit) {
        return journal.awaitQuiet(limit);
    }

    /** The server itself: own stubs, faults, delays, verification. Stubs of the default priority win over the doubles. */
    public WireMockServer wireMock() {
        return server;
    }

    /** Forgets messages, requests, callbacks, outcomes, refusals and a test's own stubs; webhooks stay registered. */
    public void reset() {
        server.resetAll();
        webhooks.reset();
        centre.reset();
        doubles.values().forEach(ProviderDouble::reset);
        installStubs();
    }

    @Override
    public void close() {
        timer.close();
        webhooks.reset();
        server.stop();
    }

    @Override
    public String toString() {
        return "SmsSimulator[port=" + (server.isRunning() ? port() : "closed") + ", providers=" + doubles.keySet()
                + "]";
    }

    private void installStubs() {
        doubles.forEach((id, provider) -> server.stubFor(any(urlPathMatching(provider.pathPattern()))
                .atPriority(STUB_PRIORITY)
                .withName(id)
                .willReturn(aResponse()
                        .withTransformers(DoubleTransformer.NAME)
                        .withTransformerParameter(DoubleTransformer.PROVIDER, id))));
    }

    private static String msisdn(String number) {
        return NOT_A_DIGIT.matcher(number).replaceAll("");
    }

    private Consumer<SimulatedMessage> observer(MessageCentre.@Nullable Timetable timetable) {
        if (timetable == null) {
            return webhooks::reached;
        }
        StateWatch watch = new StateWatch(centre, timetable, timer);
        return message -> {
            webhooks.reached(message);
            if (message.state() == MessageState.ACCEPTED) {
                watch.watch(message);
            }
        };
    }

    static <T> T known(Map<String, T> byProvider, String provider) {
        T found = byProvider.get(provider);
        if (found == null) {
            throw new IllegalArgumentException("Unknown provider " + provider + ", known: " + byProvider.keySet());
        }
        return found;
    }

    /** Options of a simulator; each has a default. */
    public static final class Builder {

        private final Map<String, ProviderDouble> doubles = new LinkedHashMap<>();
        private final Map<String, Credentials> credentials = new HashMap<>();
        private final Map<String, Set<String>> senderIds = new HashMap<>();
        private final WebhookOptions webhooks = new WebhookOptions();
        private Clock clock = Clock.systemUTC();
        private long seed = new SecureRandom().nextLong();
        private int port;
        private @Nullable Integer httpsPort;
        private @Nullable Integer keptRequests;
        private MessageCentre.@Nullable Timetable timetable;
        private @Nullable BigDecimal pricePerSegment;

        private Builder() {
            ServiceLoader.load(ProviderDouble.class, SmsSimulator.class.getClassLoader())
                    .forEach(this::provider);
        }

        /** Adds a double, or takes the place of the one with the same id. */
        public Builder provider(ProviderDouble provider) {
            doubles.put(provider.provider(), provider);
            return this;
        }

        /** Plain HTTP port; 0, the default, takes a free one. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** Opens HTTPS too; 0 takes a free port. */
        public Builder httpsPort(int port) {
            httpsPort = port;
            return this;
        }

        /** How many requests {@link #requests()} and WireMock remember, the newest; all of them without this. */
        public Builder keepRequests(int most) {
            keptRequests = most;
            return this;
        }

        public Builder credentials(String provider, Credentials accepted) {
            known(doubles, provider);
            credentials.put(provider, accepted);
            return this;
        }

        /** The only sender IDs, written as on the wire, that an account may use; without this it may use any. */
        public Builder senderIds(String provider, String... allowed) {
            known(doubles, provider);
            senderIds.put(provider, Set.of(allowed));
            return this;
        }

        /** Makes ids and codes repeatable. */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /** Source of all times in replies and of the checks against them. */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /**
         * Lets the clock move messages instead of enquiries.
         *
         * @param sent    span from the moment a message is due until it is sent
         * @param decided span from the same moment until its fate is decided
         */
        public Builder statesByClock(Duration sent, Duration decided) {
            if (sent.isNegative() || decided.compareTo(sent) < 0) {
                throw new IllegalArgumentException("Spans must not be negative, and sent comes before decided");
            }
            timetable = new MessageCentre.Timetable(sent, decided);
            return this;
        }

        /** The charge for a segment at every gateway, positive, in its own currency. */
        public Builder pricePerSegment(BigDecimal price) {
            pricePerSegment = price;
            return this;
        }

        /** As {@link SmsSimulator#webhook}. */
        public Builder webhook(String provider, URI url) {
            known(doubles, provider);
            webhooks.receiptUrls.put(provider, url);
            return this;
        }

        /** As {@link SmsSimulator#replyWebhook}. */
        public Builder replyWebhook(String provider, URI url) {
            known(doubles, provider);
            webhooks.replyUrls.put(provider, url);
            return this;
        }

        /** Whether a receipt goes out whenever a message moves and a URL is known, the default; false leaves it to the test. */
        public Builder receipts(boolean automatic) {
            webhooks.automatic = automatic;
            return this;
        }

        /** Divides the waits before retries: at 3600 an hour takes a second. Limits for a reply stay as they are. */
        public Builder retrySpeed(double times) {
            if (!(times > 0)) {
                throw new IllegalArgumentException("The speed of retries must be positive, not " + times);
            }
            webhooks.retrySpeed = times;
            return this;
        }

        /** Lets a test decide when callbacks are tried again. */
        public Builder retryTimer(RetryTimer timer) {
            webhooks.retryTimer = timer;
            return this;
        }

        /** Another schedule than the gateway's. */
        public Builder retries(String provider, RetryPlan plan) {
            known(doubles, provider);
            webhooks.plans.put(provider, plan);
            return this;
        }

        /** A header on every callback, such as a proxy in between adds: {@code X-Forwarded-For}. */
        public Builder webhookHeader(String name, String value) {
            webhooks.headers.put(name, value);
            return this;
        }

        /** Calls webhooks on other machines too. */
        public Builder callAnyHost() {
            webhooks.anyHost = true;
            return this;
        }

        /** @throws IllegalArgumentException when a webhook may not be called */
        public SmsSimulator start() {
            Stream.of(webhooks.receiptUrls, webhooks.replyUrls)
                    .flatMap(urls -> urls.values().stream())
                    .forEach(webhooks::checked);
            return new SmsSimulator(this);
        }

        @Override
        public String toString() {
            return "SmsSimulator.Builder[providers=" + new TreeSet<>(doubles.keySet()) + "]";
        }
    }
}
