package io.github.camelsms.internal.options;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsConfiguration;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ExtendedPropertyConfigurerGetter;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.PropertyConfigurerHelper;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;

/**
 * The keys {@code camel.component.sms.xxx} among Camel's properties, as they are written. Camel Main turns {@code my-account.api-key}
 * into {@code myAccount.apiKey} before it sets an option, and shows the value of one that it cannot set.
 */
public final class WrittenOptions {

    private static final String PREFIX = "camel.component.sms.";
    private static final Pattern ACCOUNT =
            Pattern.compile("accounts(?:\\[([^]]*)]|\\.([^.\\[]+))(?:\\.(.+))?", Pattern.CASE_INSENSITIVE);
    private static final Pattern CONFIGURATION = Pattern.compile("configuration\\.(.+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern OPTION = Pattern.compile("([^.\\[]+)(.*)");

    private final CamelContext context;
    private final Set<String> paths;
    private final Map<String, String> dashedAccounts;

    private WrittenOptions(CamelContext context, Set<String> paths) {
        this.context = context;
        this.paths = paths;
        this.dashedAccounts = dashedAccounts(paths);
    }

    /** @throws IllegalArgumentException when the names of two accounts are the same to Camel */
    public static WrittenOptions of(CamelContext context) {
        Set<String> keys = new TreeSet<>(context.getPropertiesComponent()
                .loadProperties(key -> key.startsWith(PREFIX))
                .stringPropertyNames());
        keys.addAll(System.getProperties().stringPropertyNames());
        return new WrittenOptions(
                context,
                keys.stream()
                        .filter(key -> key.startsWith(PREFIX))
                        .map(key -> key.substring(PREFIX.length()))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Names with dashes that follow a dot, by what Camel makes of them. */
    private static Map<String, String> dashedAccounts(Set<String> paths) {
        Set<String> names = new HashSet<>();
        Map<String, String> dashed = new HashMap<>();
        for (String path : paths) {
            Matcher account = ACCOUNT.matcher(path);
            if (account.matches()) {
                String dotted = account.group(2);
                names.add(dotted == null ? account.group(1) : dotted);
                if (dotted != null && dotted.contains("-")) {
                    String other = dashed.put(StringHelper.dashToCamelCase(dotted), dotted);
                    if (other != null && !other.equals(dotted)) {
                        throw alike(dotted, other);
                    }
                }
            }
        }
        dashed.forEach((camelCase, name) -> {
            if (names.contains(camelCase)) {
                throw alike(name, camelCase);
            }
        });
        return dashed;
    }

    private static IllegalArgumentException alike(String name, String other) {
        return new IllegalArgumentException("accounts " + name + " and " + other
                + " cannot be told apart behind a dot; write accounts[" + name + "] and accounts[" + other + "]");
    }

    /**
     * Whether a value is an optional placeholder that stands for nothing. Camel leaves such an option out by itself, but not within
     * {@code RAW(...)}, which its YAML DSL puts around secrets.
     */
    public static boolean isUnresolved(Object value) {
        return value instanceof String text
                && text.startsWith(PropertiesComponent.PREFIX_OPTIONAL_TOKEN)
                && text.endsWith(PropertiesComponent.SUFFIX_TOKEN);
    }

    /**
     * Where an option stands.
     *
     * @param options of an account, or of the component
     */
    record Place(SmsAccount options, String option) {}

    /** Where the option of a key belongs; empty for one that is neither of an account that exists nor of all endpoints. */
    Optional<Place> place(String path, SmsConfiguration common, Map<String, SmsAccount> accounts) {
        Matcher account = ACCOUNT.matcher(path);
        if (account.matches()) {
            SmsAccount named = accounts.get(account.group(1) == null ? account.group(2) : account.group(1));
            return named == null || account.group(3) == null
                    ? Optional.empty()
                    : Optional.of(new Place(named, account.group(3)));
        }
        Matcher configuration = CONFIGURATION.matcher(path);
        String option = configuration.matches() ? configuration.group(1) : path;
        ExtendedPropertyConfigurerGetter getter = PropertyConfigurerHelper.resolvePropertyConfigurer(
                context, common, ExtendedPropertyConfigurerGetter.class);
        return isKnown(option, getter) ? Optional.of(new Place(common, option)) : Optional.empty();
    }

    /** The values by key, placeholders resolved; null for one that cannot be resolved. */
    Map<String, @Nullable String> values() {
        Properties properties = context.getPropertiesComponent().loadProperties(key -> key.startsWith(PREFIX));
        Map<String, @Nullable String> values = new TreeMap<>();
        for (String path : paths) {
            values.put(path, value(System.getProperty(PREFIX + path, properties.getProperty(PREFIX + path))));
        }
        return values;
    }

    private @Nullable String value(@Nullable String text) {
        try {
            return text == null ? null : context.resolvePropertyPlaceholders(text);
        } catch (IllegalArgumentException unresolvable) {
            return null;
        }
    }

    /** The name of an account as it is written. */
    String accountName(String name) {
        return dashedAccounts.getOrDefault(name, name);
    }

    /**
     * Checks the names of all options, before Camel sets one.
     *
     * @param component what sets the options of the component
     * @param componentNames the options that the component accepts
     * @throws IllegalArgumentException when one is not known; the message names the key and what is accepted, never the value
     */
    public void check(PropertyConfigurerGetter component, Set<String> componentNames) {
        for (String path : paths) {
            Matcher account = ACCOUNT.matcher(path);
            Matcher configuration = CONFIGURATION.matcher(path);
            if (account.matches()) {
                if (account.group(3) != null) {
                    check(path, account.group(3), new SmsAccount());
                }
            } else if (configuration.matches()) {
                check(path, configuration.group(1), new SmsConfiguration());
            } else if (!isLeftToCamel(path) && !isKnown(path, component)) {
                throw unknown(path, componentNames);
            }
        }
    }

    private void check(String path, String option, SmsAccount options) {
        ExtendedPropertyConfigurerGetter getter = PropertyConfigurerHelper.resolvePropertyConfigurer(
                context, options, ExtendedPropertyConfigurerGetter.class);
        if (!isLeftToCamel(option) && !isKnown(option, getter)) {
            throw unknown(
                    path,
                    getter.getAllOptions(options).keySet().stream()
                            .map(StringHelper::decapitalize)
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    /** Whether Camel treats a key in a way of its own: an optional one, one with a placeholder, the switch of auto-configuration. */
    private static boolean isLeftToCamel(String option) {
        return option.startsWith("?") || option.contains("{{") || option.equalsIgnoreCase("enabled");
    }

    private static boolean isKnown(String option, PropertyConfigurerGetter getter) {
        Matcher name = OPTION.matcher(option);
        if (!name.matches()) {
            return false;
        }
        Class<?> type = getter.getOptionType(StringHelper.dashToCamelCase(name.group(1)), true);
        return type != null && (name.group(2).isEmpty() || !isSingleValue(type));
    }

    private static boolean isSingleValue(Class<?> type) {
        return type.isPrimitive() || type.getName().startsWith("java.lang.") || type == Duration.class;
    }

    private static IllegalArgumentException unknown(String path, Set<String> accepted) {
        return new IllegalArgumentException("unknown option " + PREFIX + path + "; accepted: " + accepted);
    }
}
