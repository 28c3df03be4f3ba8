package io.github.camelsms.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsComponent;
import io.github.camelsms.spi.StateEntry;
import io.github.camelsms.spi.StateStore;
import io.github.camelsms.spi.StateValue;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The starter has every option that the component's catalogue entry has, and no other. */
class OptionsTest {

    private static final String PREFIX = "camel.component.sms.";
    private static final IdempotentRepository REPOSITORY = new MemoryIdempotentRepository();
    private static final StateStore STORE = new NoStore();
    private static final ExecutorService WORKERS = new ForkJoinPool(1); // which has no thread before its first task
    private static final ProxyManager<?> BUCKETS = noBuckets();

    /** Its options are those of the component itself. */
    private static final String CONFIGURATION = "configuration";

    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private static Map<String, JsonNode> options;
    private static JsonNode metadata;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(CamelAutoConfiguration.class, SmsAutoConfiguration.class))
            .withBean("repository", IdempotentRepository.class, () -> REPOSITORY)
            .withBean("workers", ExecutorService.class, () -> WORKERS)
            .withBean("store", StateStore.class, () -> STORE)
            .withBean("buckets", ProxyManager.class, () -> BUCKETS)
            .withBean("otherBuckets", ProxyManager.class, OptionsTest::noBuckets);

    private static ProxyManager<?> noBuckets() {
        return (ProxyManager<?>) Proxy.newProxyInstance(
                OptionsTest.class.getClassLoader(),
                new Class<?>[] {ProxyManager.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> null;
                });
    }

    private static final class NoStore implements StateStore {

        @Override
        public Optional<StateEntry> find(String key) {
            return Optional.empty();
        }

        @Override
        public OptionalLong create(String key, StateValue value) {
            return OptionalLong.empty();
        }

        @Override
        public OptionalLong replace(String key, long version, StateValue value) {
            return OptionalLong.empty();
        }

        @Override
        public boolean remove(String key, long version) {
            return false;
        }

        @Override
        public List<StateEntry> due(String kind, int limit) {
            return List.of();
        }
    }

    @BeforeAll
    static void readCatalogue() throws IOException {
        options = new TreeMap<>();
        json("/META-INF/io/github/camelsms/sms.json")
                .required("componentProperties")
                .properties()
                .forEach(option -> options.put(option.getKey(), option.getValue()));
        assertThat(options.remove(CONFIGURATION)).isNotNull();
        assertThat(options).containsKeys("to", "path");
        options.keySet().removeIf(OptionsTest::isRefusedByTheComponent);
        assertThat(options).containsKeys("account", "apiKey").doesNotContainKeys("to", "path");
        metadata = json("/META-INF/spring-configuration-metadata.json");
    }

    /** Because only endpoints have it. */
    private static boolean isRefusedByTheComponent(String option) {
        SmsComponent component = new SmsComponent();
        component.setCamelContext(new DefaultCamelContext());
        BeanWrapperImpl configuration = new BeanWrapperImpl(component.getConfiguration());
        if (!configuration.isWritableProperty(option)) {
            return false;
        }
        configuration.setPropertyValue(option, expected(option));
        try {
            component.init();
            return false;
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("option " + option + " can only be set on an endpoint");
            return true;
        }
    }

    private static JsonNode json(String resource) throws IOException {
        // Spring Boot's own files have the same name: ours is the one that begins with our group.
        for (var url : Collections.list(OptionsTest.class.getClassLoader().getResources(resource.substring(1)))) {
            try (InputStream in = url.openStream()) {
                JsonNode read = new ObjectMapper().readTree(in);
                if (!read.has("groups") || read.at("/groups/0/name").asText().equals("camel.component.sms")) {
                    return read;
                }
            }
        }
        throw new AssertionError("no " + resource);
    }

    private static String key(String option) {
        return PREFIX + HUMP.matcher(option).replaceAll("-").toLowerCase(Locale.ROOT);
    }

    @Test
    void metadataNamesWhatTheCatalogueNames() {
        Set<String> names = new TreeSet<>();
        metadata.get("properties")
                .forEach(property -> names.add(property.get("name").asText()));
        Set<String> expected = new TreeSet<>(Set.of(PREFIX + "enabled"));
        options.keySet().forEach(option -> expected.add(key(option)));

        assertThat(names).isEqualTo(expected);
    }

    @Test
    void metadataHasTypeDefaultAndDescriptionOfTheCatalogue() {
        Map<String, JsonNode> properties = new TreeMap<>();
        metadata.get("properties")
                .forEach(property -> properties.put(property.get("name").asText(), property));

        options.forEach((name, option) -> {
            JsonNode property = properties.get(key(name));
            String type = option.get("javaType")
                    .asText()
                    .replace("java.util.Map<java.lang.String, ", "java.util.Map<java.lang.String,");
            assertThat(property.get("type").asText())
                    .as(name)
                    .isEqualTo(type.equals("boolean") ? "java.lang.Boolean" : type);
            assertThat(property.get("defaultValue")).as(name).isEqualTo(option.get("defaultValue"));
            assertThat(property.get("description")).as(name).isEqualTo(option.get("description"));
        });
    }

    @Test
    void everyOptionReachesTheComponent() {
        Set<String> names = new TreeSet<>(options.keySet());
        names.remove("accounts");
        runner.withPropertyValues(values(names, "")).run(application -> {
            SmsComponent component = component(application.getBean(CamelContext.class));
            PropertyConfigurerGetter getter = (PropertyConfigurerGetter) component.getComponentPropertyConfigurer();
            names.forEach(name -> assertThat(getter.getOptionValue(component, name, true))
                    .as(name)
                    .isEqualTo(expected(name)));
        });
    }

    @Test
    void everyOptionOfAnAccountReachesIt() {
        Set<String> names = new TreeSet<>();
        for (var property : BeanUtils.getPropertyDescriptors(SmsAccount.class)) {
            if (property.getWriteMethod() != null) {
                names.add(property.getName());
            }
        }
        assertThat(options.keySet()).containsAll(names);
        runner.withPropertyValues(values(names, "accounts[2fa-link].")).run(application -> {
            BeanWrapperImpl account = new BeanWrapperImpl(component(application.getBean(CamelContext.class))
                    .getAccounts()
                    .get("2fa-link"));
            names.forEach(
                    name -> assertThat(account.getPropertyValue(name)).as(name).isEqualTo(expected(name)));
        });
    }

    private static SmsComponent component(CamelContext context) {
        return context.getComponent("sms", SmsComponent.class);
    }

    private static String[] values(Set<String> names, String account) {
        List<String> values = new ArrayList<>();
        names.forEach(name -> values.add(
                key(account + name) + (expected(name) instanceof Map ? "[Language]" : "") + "=" + text(name)));
        return values.toArray(String[]::new);
    }

    /** Differs from the default. */
    private static String text(String name) {
        JsonNode option = options.get(name);
        return switch (option.get("javaType").asText()) {
            case "java.lang.String", "java.util.Map<java.lang.String, java.lang.Object>" -> "some " + name;
            case "boolean", "java.lang.Boolean" ->
                String.valueOf(!option.path("defaultValue").asBoolean());
            case "java.lang.Integer" -> "7";
            case "java.lang.Double" -> "7.5";
            case "java.time.Duration" -> "7s";
            case "io.github.camelsms.spi.StateStore" -> "#bean:store";
            case "io.github.bucket4j.distributed.proxy.ProxyManager<java.lang.Object>" -> "#buckets";
            case "org.apache.camel.spi.IdempotentRepository" -> "#repository";
            case "java.util.concurrent.ExecutorService" -> "#workers";
            default ->
                throw new AssertionError("option " + name + " is of a type that PropertiesReader cannot read yet");
        };
    }

    private static Object expected(String name) {
        return switch (options.get(name).get("javaType").asText()) {
            case "java.util.Map<java.lang.String, java.lang.Object>" -> Map.of("Language", text(name));
            case "boolean", "java.lang.Boolean" -> Boolean.valueOf(text(name));
            case "java.lang.Integer" -> 7;
            case "java.lang.Double" -> 7.5;
            case "java.time.Duration" -> Duration.ofSeconds(7);
            case "io.github.camelsms.spi.StateStore" -> STORE;
            case "io.github.bucket4j.distributed.proxy.ProxyManager<java.lang.Object>" -> BUCKETS;
            case "org.apache.camel.spi.IdempotentRepository" -> REPOSITORY;
            case "java.util.concurrent.ExecutorService" -> WORKERS;
            default -> text(name);
        };
    }
}
