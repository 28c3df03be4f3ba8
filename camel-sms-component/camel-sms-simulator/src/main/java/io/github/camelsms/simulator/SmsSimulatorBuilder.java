package io.github.camelsms.simulator;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Options of a simulator; each has a default. */
public final class SmsSimulatorBuilder {

    final Map<String, ProviderDouble> doubles = new LinkedHashMap<>();
    final Map<String, Credentials> credentials = new HashMap<>();
    final Map<String, Set<String>> senderIds = new HashMap<>();
    final WebhookOptions webhooks = new WebhookOptions();
    Clock clock = Clock.systemUTC();
    long seed = new SecureRandom().nextLong();
    final Map<String, Integer> rateLimits = new HashMap<>();
    final Map<String, String> tags = new LinkedHashMap<>();
    private final List<MessageWebhook> messageWebhooks = new ArrayList<>();
    String host = "127.0.0.1";
    Duration replyDelay = Duration.ZERO;
    double refusalRate;
    double failureRate;
    int port;
    int keptMessages = Integer.MAX_VALUE;

    @Nullable
    String adminToken;

    private @Nullable String user;
    private boolean withoutPassword;

    @Nullable
    Integer httpsPort;

    @Nullable
    Integer keptRequests;

    @Nullable
    Path store;

    @Nullable
    Duration keptFor;

    MessageCentre.@Nullable Timetable timetable;

    @Nullable
    BigDecimal pricePerSegment;

    SmsSimulatorBuilder() {
        ServiceLoader.load(ProviderDouble.class, SmsSimulator.class.getClassLoader())
                .forEach(this::provider);
    }

    /** Adds a double, or takes the place of the one with the same id. */
    public SmsSimulatorBuilder provider(ProviderDouble provider) {
        doubles.put(provider.provider(), provider);
        return this;
    }

    /** Address that the port is bound to: the loopback address without this. On any other, others reach it too. */
    public SmsSimulatorBuilder host(String address) {
        host = address;
        return this;
    }

    /**
     * Asks for this user and password on the page, its API, the counters and WireMock's administration. On another address than
     * the loopback address that is so without this too: then the user is {@code sms} and the password made by chance, see
     * {@link SmsSimulator#inboxUser()}.
     */
    public SmsSimulatorBuilder user(String name, String password) {
        if (name.isBlank() || name.contains(":") || password.isBlank()) {
            throw new IllegalArgumentException("A user has a name without a colon, and a password");
        }
        user = name + ":" + password;
        return this;
    }

    /** Leaves page, API and counters open on another address than the loopback address too. */
    public SmsSimulatorBuilder withoutPassword() {
        withoutPassword = true;
        return this;
    }

    /** Name, colon and password; null when nobody is asked. */
    @Nullable
    String user() {
        if (user == null && !withoutPassword && !isLoopback()) {
            byte[] chance = new byte[12];
            new SecureRandom().nextBytes(chance);
            user = "sms:" + Base64.getUrlEncoder().withoutPadding().encodeToString(chance);
        }
        return user;
    }

    boolean isLoopback() {
        return WebAddress.isLoopback(URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host)));
    }

    /**
     * Opens WireMock's administration where others reach it, to whoever sends {@code Authorization: Bearer} and this token.
     * On the loopback address it is open to programs of this machine without one.
     */
    public SmsSimulatorBuilder adminToken(String token) {
        if (token.isBlank()) {
            throw new IllegalArgumentException("The token of the administration must not be blank");
        }
        adminToken = token;
        return this;
    }

    /**
     * Gives a tag to each message that a search finds, for the page and the API.
     *
     * @param name   of the tag
     * @param search as in the search field of the page: {@code text:code provider:telesign}
     */
    public SmsSimulatorBuilder tag(String name, String search) {
        tags.put(name, search);
        return this;
    }

    /** Plain HTTP port; 0, the default, takes a free one. */
    public SmsSimulatorBuilder port(int port) {
        this.port = port;
        return this;
    }

    /** Opens HTTPS too; 0 takes a free port. */
    public SmsSimulatorBuilder httpsPort(int port) {
        httpsPort = port;
        return this;
    }

    /** How many requests {@link SmsSimulator#requests()} and WireMock remember, the newest; all of them without this. */
    public SmsSimulatorBuilder keepRequests(int most) {
        keptRequests = most;
        return this;
    }

    /**
     * How many messages, answers of handsets and attempts of callbacks the simulator remembers, the newest; an enquiry about
     * one that is forgotten finds nothing. All of them without this: a test finds what it sent. Unless {@link #keepRequests}
     * says otherwise, as many requests are remembered.
     */
    public SmsSimulatorBuilder keepMessages(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("At least one message is kept, not " + most);
        }
        keptMessages = most;
        if (keptRequests == null) {
            keptRequests = most;
        }
        return this;
    }

    /**
     * Forgets messages, and what handsets wrote, that are older than that. The oldest go without this only where there are more
     * than {@link #keepMessages}.
     */
    public SmsSimulatorBuilder keepMessagesFor(Duration age) {
        if (age.isNegative() || age.isZero()) {
            throw new IllegalArgumentException("Messages are kept for a positive span");
        }
        keptFor = age;
        return this;
    }

    /**
     * Keeps messages in a file too, and begins with those that are in it: with their states, requests, replies and receipts,
     * what handsets wrote and which of them opted out. Receipts that were not taken are tried again. What else was said to the
     * simulator or to its gateways, such as lists of Transmit SMS, is not kept. Texts and numbers are in clear in the file, which
     * its owner alone may read. Needs {@code com.h2database:h2} on the class path.
     *
     * <p>The file is written half a second after a change and at the end: what a kill loses is at most what changed in that
     * time. {@link SmsSimulator#reset()} and {@link Inbox#clear()} empty it.
     *
     * @param file the ending {@code .mv.db} is added where it lacks; made when it is not there
     */
    public SmsSimulatorBuilder store(Path file) {
        store = file;
        return this;
    }

    /** Calls a webhook of the simulator's own for each message; the API of the inbox adds more. */
    public SmsSimulatorBuilder messageWebhook(MessageWebhook webhook) {
        messageWebhooks.add(webhook);
        return this;
    }

    MessageWebhookRules messageWebhooks() {
        return new MessageWebhookRules(messageWebhooks, webhooks::allows, webhooks.retrySpeed);
    }

    public SmsSimulatorBuilder credentials(String provider, Credentials accepted) {
        SmsSimulator.known(doubles, provider);
        credentials.put(provider, accepted);
        return this;
    }

    /** What a gateway takes so far. @throws IllegalArgumentException unknown provider */
    public Credentials credentials(String provider) {
        ProviderDouble gateway = SmsSimulator.known(doubles, provider);
        return credentials.getOrDefault(provider, gateway.credentials());
    }

    /** The only sender IDs, written as on the wire, that an account may use; without this it may use any. */
    public SmsSimulatorBuilder senderIds(String provider, String... allowed) {
        SmsSimulator.known(doubles, provider);
        senderIds.put(provider, Set.of(allowed));
        return this;
    }

    /** Makes ids and codes repeatable. */
    public SmsSimulatorBuilder seed(long seed) {
        this.seed = seed;
        return this;
    }

    /** Source of all times in replies and of the checks against them. */
    public SmsSimulatorBuilder clock(Clock clock) {
        this.clock = clock;
        return this;
    }

    /**
     * Lets the clock move messages instead of enquiries.
     *
     * @param sent    span from the moment a message is due until it is sent
     * @param decided span from the same moment until its fate is decided
     */
    public SmsSimulatorBuilder statesByClock(Duration sent, Duration decided) {
        if (sent.isNegative() || decided.compareTo(sent) < 0) {
            throw new IllegalArgumentException("Spans must not be negative, and sent comes before decided");
        }
        timetable = new MessageCentre.Timetable(sent, decided);
        return this;
    }

    /** The charge for a segment at every gateway, positive, in its own currency. */
    public SmsSimulatorBuilder pricePerSegment(BigDecimal price) {
        pricePerSegment = price;
        return this;
    }

    /** How long a gateway takes to answer a submission, unless a script or the number says another span. */
    public SmsSimulatorBuilder replyDelay(Duration span) {
        replyDelay = span;
        return this;
    }

    /**
     * Lets a gateway refuse submissions by chance, with its code for a number that it does not serve.
     *
     * @param share of all messages about whose fate nothing else is said, 0 to 1
     */
    public SmsSimulatorBuilder refusalRate(double share) {
        refusalRate = checkedShare(share);
        return this;
    }

    /** Lets messages come out undelivered by chance; likewise. The seed decides which. */
    public SmsSimulatorBuilder failureRate(double share) {
        failureRate = checkedShare(share);
        return this;
    }

    /** Lets a gateway take so many requests a second, and answer the others as it does. Without this it takes them all. */
    public SmsSimulatorBuilder requestsPerSecond(String provider, int most) {
        SmsSimulator.known(doubles, provider);
        if (most < 1) {
            throw new IllegalArgumentException("A gateway takes at least one request a second, not " + most);
        }
        rateLimits.put(provider, most);
        return this;
    }

    /** Limits the requests to each gateway as its documentation does. */
    public SmsSimulatorBuilder asInProduction() {
        doubles.forEach((id, provider) -> provider.requestsPerSecond().ifPresent(most -> rateLimits.put(id, most)));
        return this;
    }

    /** As {@link SmsSimulator#webhook}. */
    public SmsSimulatorBuilder webhook(String provider, URI url) {
        SmsSimulator.known(doubles, provider);
        webhooks.receiptUrls.put(provider, url);
        return this;
    }

    /** As {@link SmsSimulator#replyWebhook}. */
    public SmsSimulatorBuilder replyWebhook(String provider, URI url) {
        SmsSimulator.known(doubles, provider);
        webhooks.replyUrls.put(provider, url);
        return this;
    }

    /** Whether a receipt goes out whenever a message moves and a URL is known, the default; false leaves it to the test. */
    public SmsSimulatorBuilder receipts(boolean automatic) {
        webhooks.automatic = automatic;
        return this;
    }

    /** Divides the waits before retries: at 3600 an hour takes a second. Limits for a reply stay as they are. */
    public SmsSimulatorBuilder retrySpeed(double times) {
        if (!(times > 0)) {
            throw new IllegalArgumentException("The speed of retries must be positive, not " + times);
        }
        webhooks.retrySpeed = times;
        return this;
    }

    /** Lets a test decide when callbacks are tried again. */
    public SmsSimulatorBuilder retryTimer(RetryTimer timer) {
        webhooks.retryTimer = timer;
        return this;
    }

    /** Another schedule than the gateway's. */
    public SmsSimulatorBuilder retries(String provider, RetryPlan plan) {
        SmsSimulator.known(doubles, provider);
        webhooks.plans.put(provider, plan);
        return this;
    }

    /** A header on every callback, such as a proxy in between adds: {@code X-Forwarded-For}. */
    public SmsSimulatorBuilder webhookHeader(String name, String value) {
        webhooks.headers.put(name, value);
        return this;
    }

    /** Calls webhooks on other machines too. */
    public SmsSimulatorBuilder callAnyHost() {
        webhooks.anyHost = true;
        return this;
    }

    FailureRates failureRates() {
        return new FailureRates(refusalRate, failureRate, seed);
    }

    @Nullable
    RateLimit rateLimit(ProviderDouble provider) {
        Integer most = rateLimits.get(provider.provider());
        return most == null ? null : new RateLimit(most);
    }

    private static double checkedShare(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("A share is a number from 0 to 1, not " + share);
        }
        return share;
    }

    /**
     * @throws IllegalArgumentException when a webhook may not be called
     * @throws java.io.UncheckedIOException when the file of {@link #store} cannot be used
     */
    public SmsSimulator start() {
        Stream.of(webhooks.receiptUrls, webhooks.replyUrls)
                .flatMap(urls -> urls.values().stream())
                .forEach(webhooks::checked);
        messageWebhooks.forEach(webhook -> webhooks.checked(webhook.url()));
        return new SmsSimulator(this);
    }

    @Override
    public String toString() {
        return "SmsSimulatorBuilder[providers=" + new TreeSet<>(doubles.keySet()) + "]";
    }
}
