package io.github.camelsms.springboot;

import io.github.camelsms.SmsAccount;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says which key the component does not know, and which it may have been. Spring Boot's own would show the value, which may be a secret. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnknownOptionAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(SmsProperties.PREFIX);
    private static final ConfigurationPropertyName ACCOUNTS = PREFIX.append("accounts");
    private static final int NEAR = 3;

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable failure, UnboundConfigurationPropertiesException cause) {
        List<ConfigurationProperty> unknown = cause.getUnboundProperties().stream()
                .filter(property -> PREFIX.isAncestorOf(property.getName()))
                .toList();
        if (unknown.isEmpty()) {
            return null;
        }
        return new FailureAnalysis(
                unknown.stream()
                        .map(property -> "There is no option " + property.getName()
                                + (property.getOrigin() == null ? "" : " (" + property.getOrigin() + ")"))
                        .collect(Collectors.joining("\n")),
                unknown.stream()
                        .map(property -> "Near " + property.getName() + " are: " + near(property.getName()))
                        .collect(Collectors.joining("\n")),
                cause);
    }

    private static String near(ConfigurationPropertyName name) {
        boolean account =
                ACCOUNTS.isAncestorOf(name) && name.getNumberOfElements() > ACCOUNTS.getNumberOfElements() + 1;
        ConfigurationPropertyName parent =
                name.chop(account ? ACCOUNTS.getNumberOfElements() + 1 : PREFIX.getNumberOfElements());
        String wrong = name.getElement(parent.getNumberOfElements(), Form.UNIFORM);
        return Arrays.stream(BeanUtils.getPropertyDescriptors(account ? SmsAccount.class : SmsProperties.class))
                .filter(option -> option.getWriteMethod() != null)
                .map(option -> option.getName())
                .sorted(Comparator.comparingInt(option -> distance(wrong, option.toLowerCase(Locale.ROOT))))
                .limit(NEAR)
                .map(option -> parent + "." + option)
                .collect(Collectors.joining(", "));
    }

    /** How many letters must be added, removed or replaced (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, column -> column);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
