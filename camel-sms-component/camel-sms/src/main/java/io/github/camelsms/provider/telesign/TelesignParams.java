package io.github.camelsms.provider.telesign;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a send that come as parameters, checked as TeleSign documents them. An empty value counts as none.
 *
 * @param named the documented ones
 * @param others older and unknown ones, in the order in which they came
 */
record TelesignParams(Map<String, String> named, Map<String, String> others) {

    private static final Set<String> USE_CASES = Set.of(
            "ATCK", "BACF", "BACS", "CHBK", "CLDR", "LEAD", "OTHR", "PWRT", "RESV", "RXPF", "SHIP", "THEF", "TRVF",
            "UNKN");
    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6_LETTERS = Pattern.compile("[0-9A-Fa-f:.]+");
    private static final Check FORTY = new Check("up to 40 characters", value -> value.length() <= 40);
    private static final Check TRUE_OR_FALSE = new Check("true or false", Set.of("true", "false")::contains);

    private static final Map<String, Check> CHECKS = Map.of(
            "ucid",
                    new Check(
                            "ATCK, BACF, BACS, CHBK, CLDR, LEAD, OTHR, PWRT, RESV, RXPF, SHIP, THEF, TRVF, UNKN",
                            USE_CASES::contains),
            "originating_ip", new Check("an IPv4 or IPv6 address", TelesignParams::isAddress),
            "language", new Check("a tag such as en-US", value -> true),
            "is_primary", TRUE_OR_FALSE,
            "dlt_template_id", FORTY,
            "dlt_entity_id", FORTY,
            "transaction_amount", FORTY,
            "transaction_payee", FORTY,
            "sim_swap_check", FORTY,
            "callback_url", new Check("an absolute http or https URL", TelesignParams::isUrl));

    private record Check(String accepted, Predicate<String> test) {}

    /** @throws io.github.camelsms.model.SmsRefusedException naming the parameter that TeleSign would not take */
    static TelesignParams of(Map<String, String> params) {
        if (params.isEmpty()) {
            return new TelesignParams(Map.of(), Map.of());
        }
        Map<String, String> named = new LinkedHashMap<>();
        Map<String, String> others = new LinkedHashMap<>();
        params.forEach((name, value) -> {
            if (!value.isEmpty()) {
                Check check = CHECKS.get(name);
                if (check != null && !check.test().test(value)) {
                    throw TelesignRequests.refused(
                            "parameter " + name + " is not accepted; accepted: " + check.accepted());
                }
                (check == null ? others : named).put(name, value);
            }
        });
        requireBoth(named, "transaction_amount", "transaction_payee");
        return new TelesignParams(named, others);
    }

    private static void requireBoth(Map<String, String> params, String one, String other) {
        if (params.containsKey(one) != params.containsKey(other)) {
            throw TelesignRequests.refused(
                    "parameters " + one + " and " + other + " belong together; accepted: both or neither");
        }
    }

    /** Asks no name server: what has a colon is never looked up. */
    private static boolean isAddress(String value) {
        if (value.indexOf(':') < 0) {
            return IPV4.matcher(value).matches();
        }
        try {
            return IPV6_LETTERS.matcher(value).matches() && InetAddress.getByName(value) != null;
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }

    private static boolean isUrl(String value) {
        try {
            URI uri = URI.create(value);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return http && uri.getHost() != null;
        } catch (IllegalArgumentException noUri) {
            return false;
        }
    }

    @Nullable
    String get(String name) {
        return named.get(name);
    }

    /** Without values: they may say what was bought, and from where. */
    @Override
    public String toString() {
        return "TelesignParams[" + named.keySet() + ", " + others.keySet() + "]";
    }
}
