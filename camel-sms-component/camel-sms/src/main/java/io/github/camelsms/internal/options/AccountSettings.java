package io.github.camelsms.internal.options;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsConfiguration;
import io.github.camelsms.model.Blank;
import io.github.camelsms.model.Secret;
import io.github.camelsms.spi.ProviderOption;
import io.github.camelsms.spi.Verification;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The options in force for one account on one endpoint: the nearest layer that sets an option wins, then its default. Read once, never
 * changed by a message.
 */
public record AccountSettings(
        String provider,
        @Nullable String account,
        List<Secret> apiKeys,
        List<Secret> secretKeys,
        @Nullable URI baseUrl,
        boolean allowHttp,
        @Nullable String from,
        @Nullable String to,
        @Nullable String defaultRegion,
        Map<String, String> params,
        Duration connectTimeout,
        Duration responseTimeout,
        int maxInFlight,
        @Nullable Integer maxRequestsPerSecond,
        Duration rateLimitTimeout,
        @Nullable Integer maxSegments,
        boolean smartEncoding,
        @Nullable Integer batchSize,
        List<String> correlate,
        Duration idempotencyWindow,
        @Nullable Duration missingAfter,
        Duration missingUntil,
        OptOutSettings optOut,
        @Nullable Secret callbackUrl,
        CodeSettings codes,
        CallOptions call,
        String transport,
        @Nullable ExecutorService workerPool,
        List<ProviderOption> declared,
        Map<String, String> providerSettings) {

    /** Value of option transport that carries calls by camel-http. */
    public static final String CAMEL_HTTP = "camel-http";

    static final String ASYNC = "async";
    static final String AS_IS = "asIs";
    static final String SMART = "smart";

    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(30);
    static final int MAX_IN_FLIGHT = 200;
    static final Duration RATE_LIMIT_TIMEOUT = Duration.ofSeconds(60);
    static final Duration IDEMPOTENCY_WINDOW = Duration.ofHours(24);
    static final Duration MISSING_UNTIL = Duration.ofHours(72);

    /**
     * Merges the layers.
     *
     * @param account name of the account; null for one without a name
     * @param own what stands on the endpoint: some options do so only there
     * @param identity where provider, credentials and address stand; never taken from a layer that names another provider than the
     *     nearest one does
     * @param layers where the other options stand
     * @param options what providers declare
     * @throws IllegalArgumentException naming the option at fault and what is accepted
     */
    public static AccountSettings of(
            @Nullable String account,
            SmsConfiguration own,
            OptionLayers identity,
            OptionLayers layers,
            DeclaredOptions options) {
        String provider = identity.find(SmsAccount::getProvider);
        if (provider == null) {
            throw new IllegalArgumentException(
                    "option provider is required, on the endpoint, on its account or on the component");
        }
        OptionLayers ofProvider = new OptionLayers(identity.nearestFirst().stream()
                .filter(layer -> layer.getProvider() == null || provider.equals(layer.getProvider()))
                .toList());
        List<ProviderOption> declared = options.of(provider);
        boolean allowHttp = ofProvider.get(SmsAccount::getAllowHttp, false);
        return new AccountSettings(
                provider,
                account,
                secrets("apiKey", ofProvider.find(SmsAccount::getApiKey)),
                secrets("secretKey", blankAsNone(ofProvider.find(SmsAccount::getSecretKey))),
                BaseUrl.check(ofProvider.find(SmsAccount::getBaseUrl), allowHttp),
                allowHttp,
                plusRestored(layers.find(SmsAccount::getFrom)),
                plusRestored(own.getTo()),
                layers.find(SmsAccount::getDefaultRegion),
                params(layers.nearestFirst()),
                positive("connectTimeout", layers.get(SmsAccount::getConnectTimeout, CONNECT_TIMEOUT)),
                positive("responseTimeout", layers.get(SmsAccount::getResponseTimeout, RESPONSE_TIMEOUT)),
                atLeastOne("maxInFlight", layers.get(SmsAccount::getMaxInFlight, MAX_IN_FLIGHT)),
                orNone("maxRequestsPerSecond", layers.find(SmsAccount::getMaxRequestsPerSecond)),
                notNegative("rateLimitTimeout", layers.get(SmsAccount::getRateLimitTimeout, RATE_LIMIT_TIMEOUT)),
                atLeastOneOrNone("maxSegments", layers.find(SmsAccount::getMaxSegments)),
                isSmart(layers.get(SmsAccount::getEncoding, AS_IS)),
                atLeastOneOrNone("batchSize", layers.find(SmsAccount::getBatchSize)),
                names(layers.find(SmsAccount::getCorrelate)),
                positive("idempotencyWindow", layers.get(SmsAccount::getIdempotencyWindow, IDEMPOTENCY_WINDOW)),
                positiveOrNone("missingAfter", layers.find(SmsAccount::getMissingAfter)),
                positive("missingUntil", layers.get(SmsAccount::getMissingUntil, MISSING_UNTIL)),
                OptOutSettings.of(layers),
                callbackUrl(layers),
                CodeSettings.of(layers),
                new CallOptions(
                        own.getMethod(),
                        layers.get(SmsAccount::getStrict, true),
                        Boolean.TRUE.equals(own.getPaging()),
                        Boolean.TRUE.equals(own.getRawReply())),
                transport(layers.get(SmsAccount::getTransport, ASYNC)),
                layers.find(SmsAccount::getWorkerPool),
                declared,
                options.inForce(provider, declared, ofProvider));
    }

    /** With the URL token where the receiver asks for one, so that the address as a whole is a secret. */
    private static @Nullable Secret callbackUrl(OptionLayers layers) {
        String url = layers.find(SmsAccount::getCallbackUrl);
        if (url == null) {
            return null;
        }
        boolean asksForToken = names(layers.find(SmsAccount::getVerification)).stream()
                .anyMatch(Verification.TOKEN.name()::equalsIgnoreCase);
        List<Secret> tokens = secrets("webhookVerifyToken", layers.find(SmsAccount::getWebhookVerifyToken));
        return new Secret(ReceiptAddress.of(
                url, asksForToken && !tokens.isEmpty() ? tokens.get(0).value() : null));
    }

    /** A key may come without a secret; a blank one says so, and keeps that of a farther layer away. */
    private static @Nullable String blankAsNone(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    public static List<Secret> secrets(String option, @Nullable String value) {
        try {
            return value == null ? List.of() : Secret.parseAll(value);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("option " + option + " " + wrong.getMessage());
        }
    }

    /** In a query string a {@code +} stands for a space, so a number written with {@code +} arrives with a leading space. */
    public static @Nullable String plusRestored(@Nullable String value) {
        return value != null && value.startsWith(" ") ? "+" + value.substring(1) : value;
    }

    private static Map<String, String> params(List<? extends SmsAccount> layers) {
        Map<String, String> merged = new LinkedHashMap<>();
        for (int i = layers.size() - 1; i >= 0; i--) {
            Map<String, Object> params = layers.get(i).getParams();
            if (params != null) {
                Map<String, String> written = new LinkedHashMap<>();
                params.forEach((name, value) -> written.put(name, String.valueOf(value)));
                merged.putAll(Blank.strip(written));
            }
        }
        return Collections.unmodifiableMap(merged);
    }

    private static String transport(String name) {
        if (!name.equals(ASYNC) && !name.equals(CAMEL_HTTP)) {
            throw new IllegalArgumentException("option transport is not known; accepted: " + ASYNC + ", " + CAMEL_HTTP);
        }
        return name;
    }

    private static boolean isSmart(String encoding) {
        if (!encoding.equals(AS_IS) && !encoding.equals(SMART)) {
            throw new IllegalArgumentException("option encoding is not known; accepted: " + AS_IS + ", " + SMART);
        }
        return encoding.equals(SMART);
    }

    /** Names that are joined by a comma, each once. */
    public static List<String> names(@Nullable String joined) {
        return joined == null
                ? List.of()
                : Arrays.stream(joined.split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .distinct()
                        .toList();
    }

    private static Duration positive(String option, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(
                    "option " + option + " must be a positive duration, for example 5s or 500ms");
        }
        return value;
    }

    private static @Nullable Duration positiveOrNone(String option, @Nullable Duration value) {
        return value == null ? null : positive(option, value);
    }

    private static Duration notNegative(String option, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException("option " + option + " is less than 0; accepted: such as 60s, or 0");
        }
        return value;
    }

    private static @Nullable Integer orNone(String option, @Nullable Integer value) {
        if (value != null && value < 0) {
            throw new IllegalArgumentException("option " + option + " must be at least 1, or 0 for no limit");
        }
        return value;
    }

    private static @Nullable Integer atLeastOneOrNone(String option, @Nullable Integer value) {
        return value == null ? null : (Integer) atLeastOne(option, value);
    }

    private static int atLeastOne(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("option " + option + " must be at least 1");
        }
        return value;
    }

    /**
     * Whether a sender uses the account of a receiver with these settings. An account without a name is known by its credentials; a receiver
     * need not have them all.
     */
    public boolean isAccountOf(AccountSettings sender) {
        return provider.equals(sender.provider())
                && Objects.equals(account, sender.account())
                && (account != null || isSame(apiKeys, sender.apiKeys()) && isSame(secretKeys, sender.secretKeys()));
    }

    private static boolean isSame(List<?> own, List<?> senders) {
        return own.isEmpty() || own.equals(senders);
    }

    /**
     * What distinguishes one account's connections from another's: equal identities may share a pool.
     *
     * @param customer what options of the provider's own say about who the account is; null for nothing
     */
    public record Identity(
            String provider,
            @Nullable String account,
            List<Secret> keys,
            List<Secret> secrets,
            @Nullable String customer) {

        @Override
        public String toString() {
            return "Identity[provider=" + provider + ", account=" + account + "]";
        }
    }

    public Identity identity() {
        String customer = declared.stream()
                .filter(option -> option.credential() && providerSettings.containsKey(option.name()))
                .map(option -> option.name() + "=" + providerSettings.get(option.name()))
                .sorted()
                .collect(Collectors.joining("\n"));
        return new Identity(provider, account, apiKeys, secretKeys, customer.isEmpty() ? null : customer);
    }
}
