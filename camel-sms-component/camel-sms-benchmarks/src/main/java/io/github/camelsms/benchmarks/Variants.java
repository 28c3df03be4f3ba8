package io.github.camelsms.benchmarks;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variants by name, in the order of the report. */
final class Variants {

    static final String SMS_SEND = "sms-send";
    static final String SMS_SEND_TELESIGN = "sms-send-telesign";
    static final String ROUTE_HTTP = "route-http";
    static final String ROUTE_HTTP_TUNED = "route-http-tuned";
    static final String ROUTE_HTTP_EXPERT = "route-http-expert";
    static final String TELESIGN_SDK = "telesign-sdk";
    static final String RAW_HC5 = "raw-hc5";

    private static final Map<String, Factory> BY_NAME = byName();

    /** Makes a variant that sends to {@code base} with up to {@code inFlight} messages at once. */
    private interface Factory {
        Variant create(URI base, int inFlight);
    }

    private Variants() {}

    private static Map<String, Factory> byName() {
        Map<String, Factory> byName = new LinkedHashMap<>();
        byName.put(SMS_SEND, SmsSend::twoFaLink);
        byName.put(SMS_SEND_TELESIGN, SmsSend::telesign);
        byName.put(ROUTE_HTTP, RouteHttp::withDefaults);
        byName.put(ROUTE_HTTP_TUNED, RouteHttp::tuned);
        byName.put(ROUTE_HTTP_EXPERT, RouteHttp::expert);
        byName.put(TELESIGN_SDK, TelesignSdk::new);
        byName.put(RAW_HC5, RawHttpClient::new);
        return Collections.unmodifiableMap(byName);
    }

    /** The component's variant that does the same work as this one. */
    static String ours(String name) {
        return name.equals(TELESIGN_SDK) || name.equals(SMS_SEND_TELESIGN) ? SMS_SEND_TELESIGN : SMS_SEND;
    }

    static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /** @throws IllegalArgumentException an unknown name */
    static Variant create(String name, URI base, int inFlight) {
        @Nullable Factory factory = BY_NAME.get(name);
        if (factory == null) {
            throw new IllegalArgumentException("unknown variant '" + name + "', there are " + names());
        }
        return factory.create(base, inFlight);
    }
}
