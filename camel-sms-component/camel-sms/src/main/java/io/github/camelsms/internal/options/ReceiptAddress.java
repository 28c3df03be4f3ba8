package io.github.camelsms.internal.options;

import io.github.camelsms.http.FormField;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a send has its receipts reported.
 *
 * @param parameter parameter of the send that carries the address
 * @param address may hold the URL token, a secret
 */
public record ReceiptAddress(String parameter, String address) {

    /** URL parameter that carries the reference of a send, so that a receipt finds it before its message id is known. */
    public static final String REFERENCE = "ref";

    /** The address with the reference of one call. @param reference needs no escape */
    public String with(String reference) {
        return with(address, REFERENCE, reference);
    }

    private static String with(String address, String name, String value) {
        return address
                + (address.indexOf('?') < 0 ? '?' : '&')
                + name
                + '='
                + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /**
     * Reads option {@code callbackUrl}.
     *
     * @param token the URL token that the receiver asks for; null for none
     * @throws IllegalArgumentException when it is not an address that can be called
     */
    static String of(String text, @Nullable String token) {
        try {
            URI url = new URI(text.strip());
            boolean http = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
            String query = url.getRawQuery();
            if (http && url.getHost() != null && url.getRawFragment() == null && !has(query, REFERENCE)) {
                return token == null || has(query, "token") ? url.toString() : with(url.toString(), "token", token);
            }
        } catch (URISyntaxException malformed) {
            // the message below says what is accepted
        }
        throw new IllegalArgumentException("option callbackUrl is not a valid address; accepted: an address such as"
                + " https://sms.example.com/sms/main/dlr, without the parameter " + REFERENCE);
    }

    private static boolean has(@Nullable String query, String name) {
        return query != null
                && FormField.parse(query).stream()
                        .anyMatch(field -> field.name().equals(name));
    }

    @Override
    public String toString() {
        return "ReceiptAddress[parameter=" + parameter + "]";
    }
}
