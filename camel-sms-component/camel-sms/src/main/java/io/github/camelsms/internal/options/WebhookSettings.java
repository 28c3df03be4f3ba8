package io.github.camelsms.internal.options;

import io.github.camelsms.SmsAccount;
import io.github.camelsms.SmsOperation;
import io.github.camelsms.model.Secret;
import io.github.camelsms.spi.Verification;
import io.github.camelsms.spi.Webhook;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.spi.IdempotentRepository;
import org.jspecify.annotations.Nullable;

/** The options of a consumer in force, checked: what a verification needs is there. */
public record WebhookSettings(
        String path,
        @Nullable String component,
        @Nullable String publicUrl,
        Set<Verification> verification,
        List<Secret> tokens,
        @Nullable AddressRanges allowed,
        AddressRanges trustedProxies,
        int maxBodySize,
        boolean acknowledgeOnReceive,
        boolean dropStale,
        @Nullable IdempotentRepository repository) {

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})\\s*([kKmM]?)[bB]?");

    /**
     * Reads the options.
     *
     * @param standardPath path where the option is not set
     * @throws IllegalArgumentException naming the option that is wrong, or that a verification lacks
     */
    public static WebhookSettings of(
            @Nullable String path, String standardPath, OptionLayers layers, Webhook<?> webhook) {
        Set<Verification> verification = verification(layers.find(SmsAccount::getVerification), webhook.verification());
        return new WebhookSettings(
                path(path == null ? standardPath : path),
                layers.find(SmsAccount::getWebhookComponent),
                publicUrl(layers.find(SmsAccount::getPublicUrl)),
                verification,
                verification.contains(Verification.TOKEN) ? tokens(layers) : List.of(),
                verification.contains(Verification.ADDRESS) ? allowed(layers, webhook) : null,
                addresses("trustedProxies", layers.find(SmsAccount::getTrustedProxies)),
                size(layers.get(SmsAccount::getMaxBodySize, "64k")),
                choice("acknowledge", layers.get(SmsAccount::getAcknowledge, "onComplete"), "onComplete", "onReceive"),
                choice("staleReceipts", layers.get(SmsAccount::getStaleReceipts, "mark"), "mark", "drop"),
                layers.find(SmsAccount::getIdempotentRepository));
    }

    /** The path of a webhook for which none is chosen. @param account its name, or the provider id for one without a name */
    public static String standardPath(String account, SmsOperation operation) {
        return "/sms/" + account + "/" + operation;
    }

    /** The path of a webhook, behind option {@code publicUrl} where that is set; without a token. */
    public static String shownAddress(@Nullable String path, String standardPath, OptionLayers layers) {
        String url = publicUrl(layers.find(SmsAccount::getPublicUrl));
        return (url == null ? "" : url) + path(path == null ? standardPath : path);
    }

    /** The address to be called at, with the token that it needs; null when it is not known. */
    @Nullable
    public String address() {
        if (publicUrl == null) {
            return null;
        }
        String token = tokens.isEmpty()
                ? ""
                : "?token=" + URLEncoder.encode(tokens.get(0).value(), StandardCharsets.UTF_8);
        return publicUrl + path + token;
    }

    private static @Nullable String publicUrl(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            URI address = new URI(text.strip());
            boolean http =
                    "https".equalsIgnoreCase(address.getScheme()) || "http".equalsIgnoreCase(address.getScheme());
            if (http
                    && address.getHost() != null
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null) {
                String url = address.toString();
                return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
            }
        } catch (URISyntaxException malformed) {
            // said below
        }
        throw new IllegalArgumentException(
                "option publicUrl must be an absolute address, for example https://sms.example.com");
    }

    private static String path(String path) {
        if (path.isBlank() || path.indexOf('?') >= 0 || path.indexOf('#') >= 0 || path.indexOf(' ') >= 0) {
            throw new IllegalArgumentException("option path must be a path, for example /sms/receipts");
        }
        return path.startsWith("/") ? path : "/" + path;
    }

    private static Set<Verification> verification(@Nullable String text, Verification strongest) {
        if (text == null) {
            return EnumSet.of(strongest);
        }
        Set<Verification> chosen = EnumSet.noneOf(Verification.class);
        for (String name : text.split(",", -1)) {
            chosen.add(verification(name.strip()));
        }
        if (chosen.contains(Verification.NONE) && chosen.size() > 1) {
            throw new IllegalArgumentException("option verification=" + text + " joins none with something else");
        }
        return chosen;
    }

    private static Verification verification(String name) {
        for (Verification verification : Verification.values()) {
            if (verification.name().equalsIgnoreCase(name)) {
                return verification;
            }
        }
        throw new IllegalArgumentException("option verification=" + name + " is not known; accepted: "
                + Arrays.toString(Verification.values()).toLowerCase(Locale.ROOT) + ", several joined by a comma");
    }

    private static List<Secret> tokens(OptionLayers layers) {
        List<Secret> tokens =
                AccountSettings.secrets("webhookVerifyToken", layers.find(SmsAccount::getWebhookVerifyToken));
        if (tokens.isEmpty()) {
            throw new IllegalArgumentException("verification=token needs option webhookVerifyToken: the secret that the"
                    + " registered address carries, as in https://.../path?token=...");
        }
        return tokens;
    }

    private static AddressRanges allowed(OptionLayers layers, Webhook<?> webhook) {
        String own = layers.find(SmsAccount::getAllowedAddresses);
        if (own == null && webhook.addresses().isEmpty()) {
            throw new IllegalArgumentException(
                    "verification=address needs option allowedAddresses: the provider does not"
                            + " say where it calls from");
        }
        return addresses("allowedAddresses", own == null ? String.join(",", webhook.addresses()) : own);
    }

    private static AddressRanges addresses(String option, @Nullable String text) {
        return text == null ? AddressRanges.EMPTY : AddressRanges.parse(option, text);
    }

    private static int size(String text) {
        Matcher size = SIZE.matcher(text.strip());
        if (size.matches()) {
            long unit =
                    switch (size.group(2).toLowerCase(Locale.ROOT)) {
                        case "k" -> 1024;
                        case "m" -> 1024 * 1024;
                        default -> 1;
                    };
            long bytes = Long.parseLong(size.group(1)) * unit;
            if (bytes > 0 && bytes < Integer.MAX_VALUE) {
                return (int) bytes;
            }
        }
        throw new IllegalArgumentException("option maxBodySize must be a size, for example 64k or 1m");
    }

    /** Whether the option has its second value. */
    private static boolean choice(String option, String value, String first, String second) {
        if (!value.equalsIgnoreCase(first) && !value.equalsIgnoreCase(second)) {
            throw new IllegalArgumentException(
                    "option " + option + "=" + value + " is not known; accepted: " + first + ", " + second);
        }
        return value.equalsIgnoreCase(second);
    }
}
