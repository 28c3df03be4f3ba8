package io.github.camelsms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.internal.options.DeclaredOptions;
import io.github.camelsms.internal.options.OptionLayers;
import io.github.camelsms.internal.options.ProviderFinder;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.URISupport;
import org.junit.jupiter.api.Test;

/** The options as the catalogue shows them. */
class SmsConfigurationTest {

    private final JsonNode catalogue = catalogue();

    private static final Set<String> NAMES_OF_PROPERTIES =
            Set.of("RAW_REQUEST", "RAW_REPLY", "NEXT_PAGE", "FAILED_ACCOUNTS");

    @Test
    void everyOptionHasItsDocumentedDefault() {
        Map<String, String> defaults = new TreeMap<>();
        catalogue
                .get("properties")
                .properties()
                .forEach(option -> defaults.put(
                        option.getKey(), option.getValue().path("defaultValue").asText()));

        assertThat(defaults)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("operation", ""),
                        Map.entry("provider", ""),
                        Map.entry("account", ""),
                        Map.entry("apiKey", ""),
                        Map.entry("secretKey", ""),
                        Map.entry("customerId", ""),
                        Map.entry("authMethod", "basic"),
                        Map.entry("baseUrl", ""),
                        Map.entry("allowHttp", "false"),
                        Map.entry("from", ""),
                        Map.entry("to", ""),
                        Map.entry("defaultRegion", ""),
                        Map.entry("params", ""),
                        Map.entry("option", ""),
                        Map.entry("connectTimeout", "5s"),
                        Map.entry("responseTimeout", "30s"),
                        Map.entry("maxInFlight", "200"),
                        Map.entry("maxRequestsPerSecond", ""),
                        Map.entry("rateLimitTimeout", "60s"),
                        Map.entry("transport", "async"),
                        Map.entry("workerPool", ""),
                        Map.entry("synchronous", "false"),
                        Map.entry("maxSegments", ""),
                        Map.entry("batchSize", ""),
                        Map.entry("base64", "auto"),
                        Map.entry("strict", "true"),
                        Map.entry("format", "json"),
                        Map.entry("api", "verify"),
                        Map.entry("method", ""),
                        Map.entry("paging", "false"),
                        Map.entry("rawReply", "false"),
                        Map.entry("polling", "false"),
                        Map.entry("backoffErrorThreshold", ""),
                        Map.entry("backoffIdleThreshold", ""),
                        Map.entry("backoffMultiplier", ""),
                        Map.entry("delay", "60000"),
                        Map.entry("greedy", "false"),
                        Map.entry("initialDelay", "1000"),
                        Map.entry("pollStrategy", ""),
                        Map.entry("repeatCount", "0"),
                        Map.entry("runLoggingLevel", "TRACE"),
                        Map.entry("scheduledExecutorService", ""),
                        Map.entry("scheduler", "none"),
                        Map.entry("schedulerProperties", ""),
                        Map.entry("sendEmptyMessageWhenIdle", "false"),
                        Map.entry("startScheduler", "true"),
                        Map.entry("timeUnit", "MILLISECONDS"),
                        Map.entry("useFixedDelay", "true"),
                        Map.entry("path", ""),
                        Map.entry("webhookComponent", ""),
                        Map.entry("publicUrl", ""),
                        Map.entry("verification", ""),
                        Map.entry("webhookVerifyToken", ""),
                        Map.entry("allowedAddresses", ""),
                        Map.entry("trustedProxies", ""),
                        Map.entry("maxBodySize", "64k"),
                        Map.entry("acknowledge", "onComplete"),
                        Map.entry("correlate", ""),
                        Map.entry("idempotencyWindow", "24h"),
                        Map.entry("callbackUrl", ""),
                        Map.entry("missingAfter", ""),
                        Map.entry("missingUntil", "72h"),
                        Map.entry("optOut", "flag"),
                        Map.entry("optOutKeywords", "STOP,STOPALL,END,QUIT,CANCEL,UNSUBSCRIBE,REVOKE,OPTOUT"),
                        Map.entry("optInKeywords", "START,UNSTOP"),
                        Map.entry("encoding", "asIs"),
                        Map.entry("codeLength", "6"),
                        Map.entry("codeTtl", "10m"),
                        Map.entry("codeAttempts", "5"),
                        Map.entry("codeResendAfter", "30s"),
                        Map.entry("codesPerRecipient", "5"),
                        Map.entry("codesPerPrefix", "0"),
                        Map.entry("staleReceipts", "mark"),
                        Map.entry("idempotentRepository", ""),
                        Map.entry("bridgeErrorHandler", "false"),
                        Map.entry("exceptionHandler", ""),
                        Map.entry("exchangePattern", ""),
                        Map.entry("lazyStartProducer", "false")));
    }

    @Test
    void optionsOfPollingAreThoseOfCamelAndAreRefusedElsewhere() throws Exception {
        Set<String> ofCamel = new TreeSet<>(Set.of("pollStrategy", "sendEmptyMessageWhenIdle"));
        catalogue.get("properties").properties().forEach(option -> {
            if (option.getValue().path("label").asText().contains("scheduler")) {
                ofCamel.add(option.getKey());
            }
        });
        assertThat(SmsComponent.POLLING).containsExactlyInAnyOrderElementsOf(ofCamel);

        try (DefaultCamelContext context = new DefaultCamelContext()) {
            for (String uri : List.of(
                    "sms:send?delay=5000",
                    "sms:dlr?polling=true&delay=5000",
                    "sms:inbound?initialDelay=1s",
                    "sms:query?greedy=true",
                    "sms:call?useFixedDelay=false")) {
                assertThatThrownBy(() -> context.getEndpoint(uri))
                        .as(uri)
                        .hasRootCauseMessage("options [" + uri.replaceAll(".*[?&](\\w+)=.*", "$1")
                                + "] can only be set on sms:inbound with polling=true");
            }
            SmsEndpoint polling = context.getEndpoint("sms:inbound?polling=true", SmsEndpoint.class);
            assertThat(polling.getDelay()).isEqualTo(60_000);
            assertThat(context.getEndpoint("sms:inbound?polling=true&delay=5s", SmsEndpoint.class)
                            .getDelay())
                    .isEqualTo(5_000);
        }
    }

    @Test
    void theDefaultsInForceAreTheDocumentedOnes() {
        SmsConfiguration configuration = new SmsConfiguration();
        configuration.setProvider("2fa-link");

        AccountSettings settings = AccountSettings.of(
                null,
                new SmsConfiguration(),
                new OptionLayers(List.of(configuration)),
                new OptionLayers(List.of(configuration)),
                new DeclaredOptions(new ProviderFinder(new DefaultCamelContext())));

        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.responseTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.maxInFlight()).isEqualTo(200);
        assertThat(settings.maxRequestsPerSecond()).isNull();
        assertThat(settings.rateLimitTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.allowHttp()).isFalse();
        assertThat(settings.maxSegments()).isNull();
        assertThat(settings.transport()).isEqualTo("async");
        assertThat(settings.providerSettings()).isEmpty();
    }

    @Test
    void secretOptionsBearNamesThatCamelMasks() {
        catalogue.get("properties").properties().forEach(option -> {
            if (option.getValue().path("secret").asBoolean()) {
                String uri = URISupport.sanitizeUri("sms:send?" + option.getKey() + "=hunter2");
                assertThat(uri).as(option.getKey()).doesNotContain("hunter2");
            }
        });
    }

    @Test
    void everyHeaderIsInTheCatalogue() {
        List<String> described = new ArrayList<>();
        catalogue.get("headers").fieldNames().forEachRemaining(described::add);
        List<String> constants = Arrays.stream(SmsConstants.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .filter(field -> !NAMES_OF_PROPERTIES.contains(field.getName()))
                .map(field -> {
                    try {
                        return (String) field.get(null);
                    } catch (IllegalAccessException unreadable) {
                        throw new AssertionError(unreadable);
                    }
                })
                .toList();

        assertThat(described).containsExactlyInAnyOrderElementsOf(constants);
    }

    private static JsonNode catalogue() {
        try (InputStream json =
                SmsConfigurationTest.class.getResourceAsStream("/META-INF/io/github/camelsms/sms.json")) {
            return new ObjectMapper().readTree(json);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
