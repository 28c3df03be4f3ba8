package io.github.camelsms;

import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.PropertiesFunction;
import org.jspecify.annotations.Nullable;

/**
 * The placeholder <code>{{?sms-kamelet:name}}</code> of this jar's Kamelets: a property that was given to the Kamelet, or nothing. A plain
 * <code>{{?name}}</code> that was not given would be looked for among the application's properties and the variables of the
 * environment, where {@code PATH} or somebody else's {@code API_KEY} stands.
 */
@org.apache.camel.spi.annotations.PropertiesFunction(KameletProperty.NAME)
public final class KameletProperty implements PropertiesFunction, CamelContextAware {

    static final String NAME = "sms-kamelet";

    /** The parameters of all Kamelets of this jar, without dashes and in small letters. */
    static final Set<String> PARAMETERS = Set.of(
            "provider",
            "account",
            "apikey",
            "secretkey",
            "customerid",
            "baseurl",
            "from",
            "to",
            "defaultregion",
            "maxsegments",
            "text",
            "codecheck",
            "codelength",
            "codettl",
            "codeattempts",
            "coderesendafter",
            "codesperrecipient",
            "codesperprefix",
            "idempotencykey",
            "webhookpath",
            "publicurl",
            "verification",
            "webhookverifytoken",
            "allowedaddresses",
            "trustedproxies",
            "acknowledge",
            "stalereceipts");

    /** What Camel itself puts there. */
    private static final Set<String> OF_CAMEL = Set.of(
            "templateid",
            "routeid",
            "uuid",
            "parentrouteid",
            "parentprocessorid",
            "location",
            "kameletid",
            "prefixid",
            "routegroup",
            "routeprefixid",
            "noerrorhandler",
            "bridgeerrorhandler",
            "lazystartproducer",
            "exceptionhandler",
            "exchangepattern",
            "block",
            "timeout",
            "loglocation",
            "autowiredenabled");

    private @Nullable CamelContext camelContext;

    /** How Camel joins the values of a parameter that is given more than once. */
    private static final Pattern LIST = Pattern.compile("\\[.*, .*]", Pattern.DOTALL);

    private static final Pattern PARAMETER = Pattern.compile("&([A-Za-z-]+)=");

    /** A value with {@code &} is taken apart by Camel: what follows the sign becomes another parameter. */
    private static void check(Object name, Object value) {
        String bare = bare(name.toString());
        if (PARAMETERS.contains(bare) && isJoined(value.toString())) {
            throw new IllegalArgumentException(
                    "parameter " + bare + " of the Kamelet begins with RAW( and goes on behind"
                            + " its bracket; accepted: RAW(...) around the whole value");
        }
        if (PARAMETERS.contains(bare) && LIST.matcher(value.toString()).matches()) {
            throw new IllegalArgumentException(
                    "parameter " + bare + " of the Kamelet is given more than once, since its"
                            + " value has a & that is not in RAW(...), or it is a list in brackets");
        }
        if (!PARAMETERS.contains(bare) && !OF_CAMEL.contains(bare)) {
            throw new IllegalArgumentException(
                    "the Kamelet has a parameter that it does not know, or the value of one has"
                            + " a & that is not in RAW(...); accepted: the parameters of its definition");
        }
    }

    /** Camel takes what follows a value that only begins with RAW(...) for a part of it, further parameters too. */
    private static boolean isJoined(String value) {
        return value.startsWith("RAW(")
                && PARAMETER.matcher(value).results().anyMatch(found -> PARAMETERS.contains(bare(found.group(1))));
    }

    private static String bare(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public @Nullable String apply(String name) {
        Properties given = camelContext == null
                ? null
                : camelContext.getPropertiesComponent().getLocalProperties();
        if (given == null) {
            return null;
        }
        given.entrySet()
                .forEach(one -> check(one.getKey(), one.getValue())); // forEach of Camel's Properties finds nothing
        return given.getProperty(name);
    }

    @Override
    public boolean optional(String name) {
        return true;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }
}
