package io.github.camelsms.internal.exchange;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.SmsOperation;
import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.internal.options.WrittenOptions;
import io.github.camelsms.model.Blank;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.SendDynamicAware;
import org.apache.camel.util.URISupport;
import org.apache.camel.util.UnsafeUriCharactersEncoder;
import org.jspecify.annotations.Nullable;

/** A URI of {@code toD}, divided into the options of one message and the rest, which many messages share. */
final class DynamicUri extends SendDynamicAware.DynamicAwareEntry {

    private static final String PARAM = "param.";

    /** The options of one message that have a header, by operation; parameters of the provider besides. */
    private static final Map<String, Map<String, String>> HEADERS = Map.of(
            SmsOperation.send.name(),
            Map.of("to", SmsConstants.TO, "from", SmsConstants.FROM),
            SmsOperation.verify.name(),
            Map.of("to", SmsConstants.TO, "from", SmsConstants.FROM),
            SmsOperation.call.name(),
            Map.of("method", SmsConstants.METHOD));

    /** In a query string a {@code +} stands for a space; the endpoint restores it at the beginning of these. */
    private static final Set<String> WITH_PLUS = Set.of("to", "from");

    private final String rest;
    private final DynamicOptions options;

    private DynamicUri(String uri, String originalUri, String rest, DynamicOptions options) {
        super(uri, originalUri, Map.of(), Map.of());
        this.rest = rest;
        this.options = options;
    }

    /**
     * Divides a URI.
     *
     * @param uri with its placeholders resolved
     * @return null when nothing can be taken out of it, so that the endpoint must read it as a whole
     * @throws URISyntaxException when it is malformed
     */
    static @Nullable DynamicUri of(CamelContext context, String uri, String originalUri) throws URISyntaxException {
        if (originalUri.contains(PropertiesComponent.PREFIX_OPTIONAL_TOKEN) && uri.indexOf('%') >= 0) {
            return null; // Camel writes such a URI anew, and encodes a percent sign in RAW(...) by that
        }
        int question = uri.indexOf('?');
        String operation = question < 0 ? "" : operation(uri.substring(0, question));
        Map<String, String> headers = HEADERS.get(operation);
        if (headers == null) {
            return null;
        }
        Map<String, Object> kept = parameters(context, uri);
        Map<String, Object> taken = new LinkedHashMap<>(kept);
        taken.keySet().removeIf(name -> !isOfOneMessage(name, headers));
        if (taken.isEmpty()) {
            return null;
        }
        kept.keySet().removeAll(taken.keySet());
        Map<String, String> literally = new HashMap<>();
        String query = without(uri.substring(question + 1), taken.keySet(), literally);
        String rest = uri.substring(0, question) + (query.isEmpty() ? "" : "?" + query);
        if (!kept.equals(parameters(context, rest))) {
            return null; // written so that this class reads it otherwise than Camel
        }
        taken.putAll(literally); // in RAW(...) Camel encodes a percent sign each time that it reads a URI
        taken.values().removeIf(WrittenOptions::isUnresolved);
        DynamicOptions options = new DynamicOptions(operation);
        for (Map.Entry<String, Object> option : taken.entrySet()) {
            String name = option.getKey();
            if (!(option.getValue() instanceof String value)
                    || Blank.strip(value) == null
                    || value.contains("$simple{")) {
                return null;
            }
            if (name.startsWith(PARAM)) {
                options.param(name.substring(PARAM.length()), value);
            } else if (value.startsWith("#")) {
                return null; // a reference to a bean
            } else {
                options.header(
                        Objects.requireNonNull(headers.get(name)),
                        Objects.requireNonNull(WITH_PLUS.contains(name) ? AccountSettings.plusRestored(value) : value));
            }
        }
        return new DynamicUri(uri, originalUri, rest, options);
    }

    /** The parameters as an endpoint of the URI gets them, {@code RAW(...)} still around their values. */
    private static Map<String, Object> parameters(CamelContext context, String uri) throws URISyntaxException {
        String normal = context.getCamelContextExtension().normalizeUri(uri).getUri();
        return new LinkedHashMap<>(URISupport.parseParameters(new URI(UnsafeUriCharactersEncoder.encode(normal))));
    }

    private static boolean isOfOneMessage(String name, Map<String, String> headers) {
        return headers.containsKey(name) || name.startsWith(PARAM) && name.length() > PARAM.length();
    }

    /** What stands between the scheme and the query, without the slashes that Camel adds. */
    private static String operation(String path) {
        String operation = path.substring(path.indexOf(':') + 1);
        return operation.startsWith("//") ? operation.substring(2) : operation;
    }

    /**
     * The query as it is written, so that no value is encoded a second time or not at all.
     *
     * @param names of the options that are left out
     * @param literally gets those of their values that stand in {@code RAW(...)}
     */
    private static String without(String query, Set<String> names, Map<String, String> literally) {
        StringJoiner rest = new StringJoiner("&");
        int start = 0;
        while (start < query.length()) {
            int sign = query.indexOf('=', start);
            int next = query.indexOf('&', start);
            boolean raw = sign >= 0
                    && (next < 0 || sign < next)
                    && (query.startsWith("RAW(", sign + 1) || query.startsWith("RAW{", sign + 1));
            if (raw) { // ends at a bracket that has nothing but the next option behind it
                next = query.indexOf((query.charAt(sign + 4) == '(' ? ')' : '}') + "&", sign);
                next = next < 0 ? -1 : next + 1;
            }
            int end = next < 0 ? query.length() : next;
            String name = query.substring(start, Math.max(start, Math.min(sign, end)));
            if (!names.contains(name)) {
                rest.add(query.substring(start, end));
            } else if (raw) {
                literally.put(name, query.substring(sign + 5, Math.max(sign + 5, end - 1)));
            }
            start = end + 1;
        }
        return rest.toString();
    }

    /** The URI of the endpoint that all messages share. */
    String rest() {
        return rest;
    }

    DynamicOptions options() {
        return options;
    }
}
