package io.github.camelsms.simulator.standalone;

import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.MessageWebhook;
import io.github.camelsms.simulator.SmsSimulator;
import io.github.camelsms.simulator.SmsSimulatorBuilder;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the command line, and what they make of a simulator. */
final class SimulatorOptions {

    private static final Duration SENT_AFTER = Duration.ofSeconds(1);
    private static final Duration DELIVERED_AFTER = Duration.ofSeconds(3);
    private static final int KEPT_REQUESTS = 1_000;
    private static final int KEPT_MESSAGES = 5_000;
    private static final Pattern OWN = Pattern.compile("https?:", Pattern.CASE_INSENSITIVE);

    @Option(
            names = "--port",
            defaultValue = "8089",
            paramLabel = "N",
            description = "Port (${DEFAULT-VALUE}); 0 takes a free one.")
    int port;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            paramLabel = "ADDRESS",
            description =
                    "Address to listen on (${DEFAULT-VALUE}). Whoever reaches any other one can read all messages.")
    String host = "127.0.0.1";

    @Option(
            names = "--user",
            paramLabel = "NAME:PASSWORD",
            description = {
                "Asked for on the inbox page, its API and the counters. On another address than the loopback",
                "address one is made and printed without this."
            })
    @Nullable
    String user;

    @Option(names = "--without-password", description = "Asks for no password on any address.")
    boolean withoutPassword;

    @Option(
            names = "--admin-token",
            paramLabel = "TOKEN",
            description = {
                "Opens WireMock's administration on another address than the loopback address,",
                "to whoever sends Authorization: Bearer TOKEN."
            })
    @Nullable
    String adminToken;

    @Option(
            names = "--tag",
            paramLabel = "NAME=SEARCH",
            description = "Gives a tag to each message that the search finds: otp=text:code, late=provider:2chat.")
    Map<String, String> tags = new LinkedHashMap<>();

    @Option(names = "--https-port", paramLabel = "N", description = "Opens HTTPS too, with a self-signed certificate.")
    @Nullable
    Integer httpsPort;

    @Option(
            names = "--credentials",
            paramLabel = "PROVIDER=KEYS",
            description = {
                "The only keys that a provider takes, instead of those printed at the start:",
                "2fa-link=KEY:SECRET, 2chat=KEY, transmitsms=KEY:SECRET, telesign=CUSTOMER:KEY."
            })
    Map<String, String> credentials = new LinkedHashMap<>();

    @Option(
            names = "--webhook",
            paramLabel = "URL|PROVIDER=URL",
            description = {
                "A URL: called by the simulator itself for each message, with the message as JSON.",
                "With a provider: where it calls with receipts."
            })
    List<String> webhooks = new ArrayList<>();

    @Option(
            names = "--webhook-secret",
            paramLabel = "SECRET",
            description = "Signs the simulator's own calls (Standard Webhooks).")
    @Nullable
    String webhookSecret;

    @Option(
            names = "--webhook-delay",
            defaultValue = "0s",
            paramLabel = "SPAN",
            converter = Spans.class,
            description = "How long the simulator's own calls wait (${DEFAULT-VALUE}).")
    Duration webhookDelay = Duration.ZERO;

    @Option(
            names = "--reply-webhook",
            paramLabel = "PROVIDER=URL",
            description = "Where a provider calls with replies.")
    Map<String, URI> replyWebhooks = new LinkedHashMap<>();

    @Option(names = "--call-any-host", description = "Lets webhooks be on other machines than this one.")
    boolean callAnyHost;

    @Option(
            names = "--store",
            paramLabel = "FILE",
            description = "Keeps messages in a file too, and begins with those that are in it.")
    @Nullable
    Path store;

    @Option(
            names = "--keep",
            defaultValue = "5000",
            paramLabel = "N",
            description = "How many messages are kept, the newest (${DEFAULT-VALUE}).")
    int keep = KEPT_MESSAGES;

    @Option(
            names = "--keep-for",
            paramLabel = "SPAN",
            converter = Spans.class,
            description = "How long messages are kept at most: 30m, 12h, 7d.")
    @Nullable
    Duration keepFor;

    @Option(
            names = "--price",
            paramLabel = "AMOUNT",
            description = "Charge for a segment; without it each provider has its own.")
    @Nullable
    BigDecimal price;

    @Option(
            names = "--delay",
            defaultValue = "0s",
            paramLabel = "SPAN",
            converter = Spans.class,
            description = "How long a provider takes to answer a send: 250ms, 2s (${DEFAULT-VALUE}).")
    Duration delay = Duration.ZERO;

    /** Null where it is not given: then the clock moves messages after {@link #DELIVERED_AFTER}. */
    @Option(
            names = "--deliver-after",
            paramLabel = "SPAN",
            converter = Spans.class,
            description = "When the fate of a message is decided, counted from its send (3s).")
    @Nullable
    Duration deliverAfter;

    @Option(
            names = "--manual",
            description = {
                "Leaves messages where they are until the inbox, its API or an enquiry",
                "of the client moves them; not together with --deliver-after."
            })
    boolean manual;

    @Option(
            names = "--failure-rate",
            defaultValue = "0",
            paramLabel = "PERCENT",
            description = "Messages that come out undelivered, by chance (${DEFAULT-VALUE}).")
    double failureRate;

    @Option(
            names = "--refusal-rate",
            defaultValue = "0",
            paramLabel = "PERCENT",
            description = "Messages that the provider refuses, by chance (${DEFAULT-VALUE}).")
    double refusalRate;

    @Option(
            names = "--rate-limit",
            paramLabel = "PROVIDER=N",
            description = "Requests that a provider takes in a second; the others it answers as when throttled.")
    Map<String, Integer> rateLimits = new LinkedHashMap<>();

    @Option(names = "--as-in-production", description = "Limits each provider's requests as its documentation does.")
    boolean asInProduction;

    @Option(names = "--seed", paramLabel = "N", description = "Makes ids, codes and chance repeatable.")
    @Nullable
    Long seed;

    /** @throws IllegalArgumentException for what no simulator can be */
    SmsSimulator start() {
        if (manual && deliverAfter != null) {
            throw new IllegalArgumentException("--manual and --deliver-after exclude each other");
        }
        SmsSimulatorBuilder builder = SmsSimulator.builder()
                .host(host)
                .port(port)
                .keepRequests(KEPT_REQUESTS)
                .keepMessages(keep)
                .replyDelay(delay)
                .failureRate(failureRate / 100)
                .refusalRate(refusalRate / 100);
        if (!manual) {
            Duration decided = deliverAfter == null ? DELIVERED_AFTER : deliverAfter;
            builder.statesByClock(decided.compareTo(SENT_AFTER) < 0 ? decided : SENT_AFTER, decided);
        }
        if (user != null) {
            int colon = user.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("--user must be a name and a password with a colon between them");
            }
            builder.user(user.substring(0, colon), user.substring(colon + 1));
        }
        if (withoutPassword) {
            builder.withoutPassword();
        }
        if (adminToken != null) {
            builder.adminToken(adminToken);
        }
        if (store != null) {
            builder.store(store);
        }
        if (keepFor != null) {
            builder.keepMessagesFor(keepFor);
        }
        if (httpsPort != null) {
            builder.httpsPort(httpsPort);
        }
        if (callAnyHost) {
            builder.callAnyHost();
        }
        if (price != null) {
            builder.pricePerSegment(price);
        }
        if (seed != null) {
            builder.seed(seed);
        }
        if (asInProduction) {
            builder.asInProduction();
        }
        tags.forEach(builder::tag);
        rateLimits.forEach(builder::requestsPerSecond);
        credentials.forEach(
                (provider, keys) -> builder.credentials(provider, read(builder.credentials(provider), keys)));
        webhooks.forEach(webhook -> add(webhook, builder));
        replyWebhooks.forEach(builder::replyWebhook);
        return builder.start();
    }

    private void add(String webhook, SmsSimulatorBuilder builder) {
        if (OWN.matcher(webhook).lookingAt()) {
            builder.messageWebhook(new MessageWebhook(URI.create(webhook), "", webhookDelay, webhookSecret));
            return;
        }
        int equals = webhook.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("--webhook must be a URL, or a provider and a URL with = between them");
        }
        builder.webhook(webhook.substring(0, equals), URI.create(webhook.substring(equals + 1)));
    }

    /** @param usual keys of the same provider, whose form the written ones are to have */
    private static Credentials read(Credentials usual, String written) {
        if (usual.customerId() == null && usual.secretKey() == null) {
            return Credentials.key(written);
        }
        int colon = written.indexOf(':');
        if (colon < 1 || colon == written.length() - 1) {
            throw new IllegalArgumentException("Two keys with a colon between them are wanted");
        }
        String first = written.substring(0, colon);
        String second = written.substring(colon + 1);
        return usual.customerId() == null
                ? Credentials.keyAndSecret(first, second)
                : Credentials.customer(first, second);
    }
}
