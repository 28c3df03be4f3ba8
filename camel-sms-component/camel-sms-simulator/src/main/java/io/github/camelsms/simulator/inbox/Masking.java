package io.github.camelsms.simulator.inbox;

import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SimulatedAccount;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes secrets out of what the inbox shows: values of headers that authenticate or sign, of parameters whose name says so,
 * and the accounts' keys wherever they stand. What a handset shows stays, verification codes included: the page is a
 * telephone.
 */
final class Masking {

    static final String MASK = "***";

    private static final Pattern SECRET_NAME = Pattern.compile(
            "authorization|cookie|api[-_]?key|secret|token|passw|signature|nonce", Pattern.CASE_INSENSITIVE);
    // Bounded, so that no text of a hundred thousand characters takes long.
    private static final Pattern SECRET_PARAMETER =
            Pattern.compile("(?i)((?:^|[?&])[^=&]{0,40}(?:api[-_]?key|secret|token|passw|signature)[^=&]{0,40}=)[^&]*");
    private static final Pattern SECRET_MEMBER = Pattern.compile(
            "(?i)(\"[^\"]{0,40}(?:api[-_]?key|secret|token|passw|signature)[^\"]{0,40}\"\\s{0,9}:\\s{0,9}\")[^\"]*");

    private final Set<String> headers = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final List<String> keys;

    Masking(Collection<SimulatedAccount> accounts) {
        accounts.forEach(account -> headers.addAll(account.signatureHeaders()));
        keys = accounts.stream()
                .map(SimulatedAccount::credentials)
                .flatMap(Masking::keys)
                .flatMap(key -> Stream.of(key, URLEncoder.encode(key, StandardCharsets.UTF_8)))
                .distinct()
                .toList();
    }

    private static Stream<String> keys(Credentials credentials) {
        return Stream.concat(Stream.of(credentials.apiKey()), Optional.ofNullable(credentials.secretKey()).stream())
                .filter(key -> !key.isBlank());
    }

    /** Names in order of the alphabet; of a header that authenticates the scheme is left. */
    Map<String, String> headers(Map<String, List<String>> received) {
        Map<String, String> masked = new LinkedHashMap<>();
        received.forEach((name, values) -> masked.put(
                name, values.stream().map(value -> header(name, value)).collect(Collectors.joining(", "))));
        return masked;
    }

    private String header(String name, String value) {
        if (!headers.contains(name) && !SECRET_NAME.matcher(name).find()) {
            return text(value);
        }
        int space = value.indexOf(' ');
        boolean scheme = name.toLowerCase(Locale.ROOT).endsWith("authorization") && space > 0;
        return scheme ? value.substring(0, space + 1) + MASK : MASK;
    }

    /** Any text: a URL, a form, JSON. */
    String text(String raw) {
        String masked = SECRET_PARAMETER.matcher(raw).replaceAll("$1" + MASK);
        masked = SECRET_MEMBER.matcher(masked).replaceAll("$1" + MASK);
        for (String key : keys) {
            masked = masked.replace(key, MASK);
        }
        return masked;
    }
}
