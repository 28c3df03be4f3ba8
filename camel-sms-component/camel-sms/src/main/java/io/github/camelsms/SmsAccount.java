package io.github.camelsms;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/**
 * The options that stand on the component, on a named account or on an endpoint, each declared once. An option that is null was not
 * set there.
 */
@UriParams
@Configurer(extended = true)
public class SmsAccount extends BundledOptions {

    @UriParam(description = "Provider id, or #bean for a bean of type SmsProvider.")
    private @Nullable String provider;

    @UriParam(
            label = "security",
            secret = true,
            description =
                    "API key of the account. Several keys joined by a comma during a rotation: the first signs, each verifies. In a URI write RAW(...) around it.")
    private @Nullable String apiKey;

    @UriParam(
            label = "security",
            secret = true,
            description =
                    "Secret that belongs to the API key, where the provider gives one. In a URI write RAW(...) around it.")
    private @Nullable String secretKey;

    @UriParam(
            label = "advanced",
            description =
                    "Address of the provider instead of its own, without credentials and query. Must be https, or http"
                            + " on a loopback host.")
    private @Nullable String baseUrl;

    @UriParam(
            label = "security",
            defaultValue = "false",
            description =
                    "Whether baseUrl may be http on a host that is not loopback. Credentials and texts then travel"
                            + " readable.")
    private @Nullable Boolean allowHttp;

    @UriParam(description = "Sender ID of messages without header CamelSmsFrom.")
    private @Nullable String from;

    @UriParam(
            description =
                    "ISO 3166 region, such as GB, in which numbers without a plus sign are read as national ones.")
    private @Nullable String defaultRegion;

    @UriParam(
            prefix = "param.",
            multiValue = true,
            description = "Provider parameters sent as they are, such as param.language=en-GB. On the component and on"
                    + " accounts the option is params, a map.")
    private @Nullable Map<String, Object> params;

    @UriParam(
            prefix = "option.",
            multiValue = true,
            description =
                    "Options that only the provider has, by the names that it declares, such as option.senderPool=alerts. Those of the providers in this jar have a name of their own as well.")
    private @Nullable Map<String, Object> option;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "5s",
            description = "How long to try to connect.")
    private @Nullable Duration connectTimeout;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "30s",
            description = "How long to wait for the reply, and for a place among the calls in flight.")
    private @Nullable Duration responseTimeout;

    @UriParam(
            label = "advanced",
            defaultValue = "200",
            description = "How many calls of the account may be in flight. A further one waits for a place as long"
                    + " as responseTimeout, then fails as not sent.")
    private @Nullable Integer maxInFlight;

    @UriParam(
            description =
                    "How many calls of the account may begin in a second, over all endpoints and threads; 0 for no limit. When not set: what the provider's documentation says, if anything.")
    private @Nullable Integer maxRequestsPerSecond;

    @UriParam(
            label = "advanced",
            javaType = "java.time.Duration",
            defaultValue = "60s",
            description =
                    "How long a call waits for its turn under the rate limit. One that would have to wait longer fails"
                            + " at once, as not sent.")
    private @Nullable Duration rateLimitTimeout;

    @UriParam(
            label = "advanced",
            defaultValue = "async",
            enums = "async,camel-http",
            description =
                    "What carries calls to the provider: an asynchronous HTTP client that holds no thread, or an endpoint of camel-http, which interceptors see.")
    private @Nullable String transport;

    @UriParam(
            label = "advanced",
            description =
                    "Thread pool on which routes continue behind asynchronous calls. The component has one of 20 threads when not set.")
    private @Nullable ExecutorService workerPool;

    @UriParam(
            description =
                    "Texts that take more short messages than this are refused before the call. No limit when not set.")
    private @Nullable Integer maxSegments;

    @UriParam(
            label = "producer",
            defaultValue = "asIs",
            enums = "asIs,smart",
            description =
                    "What becomes of characters that make a text travel in UCS-2: smart puts others of the GSM alphabet in their place when each has one and the text then takes fewer short messages.")
    private @Nullable String encoding;

    @UriParam(
            label = "producer",
            defaultValue = "true",
            description = "Whether sms:call refuses methods and parameters that the provider does not document.")
    private @Nullable Boolean strict;

    @UriParam(
            label = "producer",
            description =
                    "How many messages of a bulk send share a call at most, and how many of an iterator are read and sent at a time. The provider's largest call when not set, and 100 where each message takes a call of its own.")
    private @Nullable Integer batchSize;

    @UriParam(
            label = "consumer",
            description =
                    "Camel component that serves webhooks, such as platform-http, servlet, jetty, undertow or"
                            + " netty-http. Found by itself when not set: that of the REST configuration, the one that the application has a"
                            + " server on, platform-http, the only one in the registry, then servlet, jetty, undertow, netty-http.")
    private @Nullable String webhookComponent;

    @UriParam(
            label = "consumer",
            description =
                    "Address under which the provider reaches this server, such as https://sms.example.com; shown at"
                            + " start with the path to register.")
    private @Nullable String publicUrl;

    @UriParam(
            label = "consumer,security",
            description = "How a call proves that it comes from the provider: signature, token, address, query, several"
                    + " joined by a comma, or none. The strongest that the provider has when not set.")
    private @Nullable String verification;

    @UriParam(
            label = "consumer,security",
            secret = true,
            description = "Secret that the registered address carries as URL parameter token; for verification=token."
                    + " Several joined by a comma during a rotation.")
    private @Nullable String webhookVerifyToken;

    @UriParam(
            label = "consumer,security",
            description = "Addresses or CIDR blocks, joined by a comma, that may call; for verification=address. The"
                    + " provider's own list when not set.")
    private @Nullable String allowedAddresses;

    @UriParam(
            label = "consumer,security",
            description = "Addresses or CIDR blocks of proxies whose X-Forwarded-For is believed.")
    private @Nullable String trustedProxies;

    @UriParam(
            label = "consumer",
            defaultValue = "64k",
            description = "Largest body of a webhook in bytes, or with a k or m; a larger one is answered with 413.")
    private @Nullable String maxBodySize;

    @UriParam(
            label = "consumer",
            defaultValue = "onComplete",
            enums = "onComplete,onReceive",
            description =
                    "When the provider gets its 200: when the route has succeeded, or at once. With onReceive a failed"
                            + " route is not repeated by the provider.")
    private @Nullable String acknowledge;

    @UriParam(
            label = "producer",
            description =
                    "Names of headers and properties, joined by a comma, that send remembers and dlr puts back on the"
                            + " receipt.")
    private @Nullable String correlate;

    @UriParam(
            label = "producer",
            description =
                    "Address that sends name for their receipts, such as https://sms.example.com/sms/main/dlr, where sms:dlr does not run in the same Camel. For providers that take an address with a send.")
    private @Nullable String callbackUrl;

    @UriParam(
            label = "producer",
            javaType = "java.time.Duration",
            defaultValue = "24h",
            description =
                    "How long a send with header CamelSmsIdempotencyKey is remembered, so that another with that key sends nothing.")
    private @Nullable Duration idempotencyWindow;

    @UriParam(
            label = "consumer",
            javaType = "java.time.Duration",
            description =
                    "How long after its send a message without a final state is asked for, by one node; what the provider"
                            + " answers goes to the route of sms:dlr as a receipt. Never when not set. Set it on the account"
                            + " where another process sends.")
    private @Nullable Duration missingAfter;

    @UriParam(
            label = "consumer",
            javaType = "java.time.Duration",
            defaultValue = "72h",
            description =
                    "How long after its send a message is asked for again, at growing intervals. Then it is delivered once as"
                            + " far as it is known, with header CamelSmsMissing.")
    private @Nullable Duration missingUntil;

    @UriParam(
            label = "consumer",
            defaultValue = "mark",
            enums = "mark,drop",
            description = "What becomes of a receipt that comes after a later state: delivered with CamelSmsStale, or"
                    + " dropped.")
    private @Nullable String staleReceipts;

    @UriParam(
            label = "producer",
            defaultValue = "6",
            description = "Digits of a code that the component makes (sms:verify), from 4 to 10.")
    private @Nullable Integer codeLength;

    @UriParam(
            label = "producer",
            javaType = "java.time.Duration",
            defaultValue = "10m",
            description = "How long a code that the component makes is accepted.")
    private @Nullable Duration codeTtl;

    @UriParam(
            label = "producer",
            defaultValue = "5",
            description = "How often sms:check may be asked about a code that the component makes.")
    private @Nullable Integer codeAttempts;

    @UriParam(
            label = "producer",
            javaType = "java.time.Duration",
            defaultValue = "30s",
            description = "How long a recipient waits for a further code; until then sms:verify refuses.")
    private @Nullable Duration codeResendAfter;

    @UriParam(
            label = "producer",
            defaultValue = "5",
            description = "How many codes a recipient gets in an hour; beyond that sms:verify refuses.")
    private @Nullable Integer codesPerRecipient;

    @UriParam(
            label = "producer",
            defaultValue = "0",
            description =
                    "How many codes go in an hour to numbers that differ in their last four digits only; 0 for no limit.")
    private @Nullable Integer codesPerPrefix;

    @UriParam(
            defaultValue = "flag",
            enums = "flag,enforce",
            description =
                    "What follows when a recipient wants no more SMS: flag marks the inbound SMS; enforce enters the recipient in the register as well, and later sends of the account are refused before the call.")
    private @Nullable String optOut;

    @UriParam(
            label = "consumer",
            defaultValue = "STOP,STOPALL,END,QUIT,CANCEL,UNSUBSCRIBE,REVOKE,OPTOUT",
            description =
                    "Texts, joined by a comma, that opt out when they are the whole SMS; case, accents, punctuation and white space do not count.")
    private @Nullable String optOutKeywords;

    @UriParam(
            label = "consumer",
            defaultValue = "START,UNSTOP",
            description = "Texts, joined by a comma, that opt in again when they are the whole SMS.")
    private @Nullable String optInKeywords;

    @UriParam(
            label = "consumer",
            description =
                    "Repository of Camel that remembers what was processed, instead of the component's stateStore. It"
                            + " has no lease: another node may process a repeat while the first still runs.")
    private @Nullable IdempotentRepository idempotentRepository;

    public @Nullable String getProvider() {
        return provider;
    }

    public void setProvider(@Nullable String provider) {
        this.provider = provider;
    }

    public @Nullable String getApiKey() {
        return apiKey;
    }

    public void setApiKey(@Nullable String apiKey) {
        this.apiKey = apiKey;
    }

    public @Nullable String getSecretKey() {
        return secretKey;
    }

    public void setSecretKey(@Nullable String secretKey) {
        this.secretKey = secretKey;
    }

    public @Nullable String getBaseUrl() {
        return baseUrl;
    }

    public void setBaseUrl(@Nullable String baseUrl) {
        this.baseUrl = baseUrl;
    }

    public @Nullable Boolean getAllowHttp() {
        return allowHttp;
    }

    public void setAllowHttp(@Nullable Boolean allowHttp) {
        this.allowHttp = allowHttp;
    }

    public @Nullable String getFrom() {
        return from;
    }

    public void setFrom(@Nullable String from) {
        this.from = from;
    }

    public @Nullable String getDefaultRegion() {
        return defaultRegion;
    }

    public void setDefaultRegion(@Nullable String defaultRegion) {
        this.defaultRegion = defaultRegion;
    }

    public @Nullable Map<String, Object> getParams() {
        return params;
    }

    public void setParams(@Nullable Map<String, Object> params) {
        this.params = params;
    }

    public @Nullable Map<String, Object> getOption() {
        return option;
    }

    public void setOption(@Nullable Map<String, Object> option) {
        this.option = option;
    }

    /** Sets one option of the provider's own, as {@code option.<name>} does in a URI. */
    public void putOption(String name, Object value) {
        option = option == null ? new LinkedHashMap<>() : new LinkedHashMap<>(option);
        option.put(name, value);
    }

    /**
     * What is set here of options that only a provider has, by name.
     *
     * @throws IllegalArgumentException when an option is set twice, under its bare name and as {@code option.xxx}
     */
    public final Map<String, String> providerOptions() {
        Map<String, String> set = bundled();
        if (option != null) {
            option.forEach((name, value) -> {
                if (set.put(name, String.valueOf(value)) != null) {
                    throw new IllegalArgumentException(
                            "option " + name + " is set twice, as " + name + " and as option." + name);
                }
            });
        }
        return set;
    }

    public @Nullable Duration getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(@Nullable Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public @Nullable Duration getResponseTimeout() {
        return responseTimeout;
    }

    public void setResponseTimeout(@Nullable Duration responseTimeout) {
        this.responseTimeout = responseTimeout;
    }

    public @Nullable Integer getMaxInFlight() {
        return maxInFlight;
    }

    public void setMaxInFlight(@Nullable Integer maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    public @Nullable String getEncoding() {
        return encoding;
    }

    public void setEncoding(@Nullable String encoding) {
        this.encoding = encoding;
    }

    public @Nullable Boolean getStrict() {
        return strict;
    }

    public void setStrict(@Nullable Boolean strict) {
        this.strict = strict;
    }

    public @Nullable Integer getMaxRequestsPerSecond() {
        return maxRequestsPerSecond;
    }

    public void setMaxRequestsPerSecond(@Nullable Integer maxRequestsPerSecond) {
        this.maxRequestsPerSecond = maxRequestsPerSecond;
    }

    public @Nullable Duration getRateLimitTimeout() {
        return rateLimitTimeout;
    }

    public void setRateLimitTimeout(@Nullable Duration rateLimitTimeout) {
        this.rateLimitTimeout = rateLimitTimeout;
    }

    public @Nullable String getTransport() {
        return transport;
    }

    public void setTransport(@Nullable String transport) {
        this.transport = transport;
    }

    public @Nullable ExecutorService getWorkerPool() {
        return workerPool;
    }

    public void setWorkerPool(@Nullable ExecutorService workerPool) {
        this.workerPool = workerPool;
    }

    public @Nullable Integer getMaxSegments() {
        return maxSegments;
    }

    public void setMaxSegments(@Nullable Integer maxSegments) {
        this.maxSegments = maxSegments;
    }

    public @Nullable Integer getBatchSize() {
        return batchSize;
    }

    public void setBatchSize(@Nullable Integer batchSize) {
        this.batchSize = batchSize;
    }

    public @Nullable String getWebhookComponent() {
        return webhookComponent;
    }

    public void setWebhookComponent(@Nullable String webhookComponent) {
        this.webhookComponent = webhookComponent;
    }

    public @Nullable String getPublicUrl() {
        return publicUrl;
    }

    public void setPublicUrl(@Nullable String publicUrl) {
        this.publicUrl = publicUrl;
    }

    public @Nullable String getVerification() {
        return verification;
    }

    public void setVerification(@Nullable String verification) {
        this.verification = verification;
    }

    public @Nullable String getWebhookVerifyToken() {
        return webhookVerifyToken;
    }

    public void setWebhookVerifyToken(@Nullable String webhookVerifyToken) {
        this.webhookVerifyToken = webhookVerifyToken;
    }

    public @Nullable String getAllowedAddresses() {
        return allowedAddresses;
    }

    public void setAllowedAddresses(@Nullable String allowedAddresses) {
        this.allowedAddresses = allowedAddresses;
    }

    public @Nullable String getTrustedProxies() {
        return trustedProxies;
    }

    public void setTrustedProxies(@Nullable String trustedProxies) {
        this.trustedProxies = trustedProxies;
    }

    public @Nullable String getMaxBodySize() {
        return maxBodySize;
    }

    public void setMaxBodySize(@Nullable String maxBodySize) {
        this.maxBodySize = maxBodySize;
    }

    public @Nullable String getAcknowledge() {
        return acknowledge;
    }

    public void setAcknowledge(@Nullable String acknowledge) {
        this.acknowledge = acknowledge;
    }

    public @Nullable String getCorrelate() {
        return correlate;
    }

    public void setCorrelate(@Nullable String correlate) {
        this.correlate = correlate;
    }

    public @Nullable String getCallbackUrl() {
        return callbackUrl;
    }

    public void setCallbackUrl(@Nullable String callbackUrl) {
        this.callbackUrl = callbackUrl;
    }

    public @Nullable Duration getIdempotencyWindow() {
        return idempotencyWindow;
    }

    public void setIdempotencyWindow(@Nullable Duration idempotencyWindow) {
        this.idempotencyWindow = idempotencyWindow;
    }

    public @Nullable Duration getMissingAfter() {
        return missingAfter;
    }

    public void setMissingAfter(@Nullable Duration missingAfter) {
        this.missingAfter = missingAfter;
    }

    public @Nullable Duration getMissingUntil() {
        return missingUntil;
    }

    public void setMissingUntil(@Nullable Duration missingUntil) {
        this.missingUntil = missingUntil;
    }

    public @Nullable String getStaleReceipts() {
        return staleReceipts;
    }

    public void setStaleReceipts(@Nullable String staleReceipts) {
        this.staleReceipts = staleReceipts;
    }

    public @Nullable IdempotentRepository getIdempotentRepository() {
        return idempotentRepository;
    }

    public void setIdempotentRepository(@Nullable IdempotentRepository idempotentRepository) {
        this.idempotentRepository = idempotentRepository;
    }

    public @Nullable String getOptOut() {
        return optOut;
    }

    public void setOptOut(@Nullable String optOut) {
        this.optOut = optOut;
    }

    public @Nullable String getOptOutKeywords() {
        return optOutKeywords;
    }

    public void setOptOutKeywords(@Nullable String optOutKeywords) {
        this.optOutKeywords = optOutKeywords;
    }

    public @Nullable String getOptInKeywords() {
        return optInKeywords;
    }

    public void setOptInKeywords(@Nullable String optInKeywords) {
        this.optInKeywords = optInKeywords;
    }

    public @Nullable Integer getCodeLength() {
        return codeLength;
    }

    public void setCodeLength(@Nullable Integer codeLength) {
        this.codeLength = codeLength;
    }

    public @Nullable Duration getCodeTtl() {
        return codeTtl;
    }

    public void setCodeTtl(@Nullable Duration codeTtl) {
        this.codeTtl = codeTtl;
    }

    public @Nullable Integer getCodeAttempts() {
        return codeAttempts;
    }

    public void setCodeAttempts(@Nullable Integer codeAttempts) {
        this.codeAttempts = codeAttempts;
    }

    public @Nullable Duration getCodeResendAfter() {
        return codeResendAfter;
    }

    public void setCodeResendAfter(@Nullable Duration codeResendAfter) {
        this.codeResendAfter = codeResendAfter;
    }

    public @Nullable Integer getCodesPerRecipient() {
        return codesPerRecipient;
    }

    public void setCodesPerRecipient(@Nullable Integer codesPerRecipient) {
        this.codesPerRecipient = codesPerRecipient;
    }

    public @Nullable Integer getCodesPerPrefix() {
        return codesPerPrefix;
    }

    public void setCodesPerPrefix(@Nullable Integer codesPerPrefix) {
        this.codesPerPrefix = codesPerPrefix;
    }
}
