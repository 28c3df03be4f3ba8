package io.github.camelsms.benchmarks;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The variants by name, in the order of the report. */
final class Variants {

    static final String SMS_SEND = "sms-send";
    static final String SMS_SEND_SYNCHRONOUS = "sms-send-synchronous";
    static final String SMS_SEND_WAITING = "sms-send-waiting";
    static final String SMS_SEND_TELESIGN = "sms-send-telesign";
    static final String SMS_SEND_TELESIGN_WAITING = "sms-send-telesign-waiting";
    static final String ROUTE_HTTP = "route-http";
    static final String ROUTE_HTTP_TUNED = "route-http-tuned";
    static final String ROUTE_HTTP_EXPERT = "route-http-expert";
    static final String TELESIGN_SDK = "telesign-sdk";
    static final String RAW_HC5 = "raw-hc5";
    static final String RAW_HC5_ASYNC = "raw-hc5-async";

    static final String SMS_DLR = "sms-dlr";
    static final String PLATFORM_HTTP = "platform-http";

    static final String SMS_BULK_TRANSMITSMS = "sms-bulk-transmitsms";
    static final String SMS_BULK_2FA_LINK = "sms-bulk-2fa-link";

    /** One JVM that takes the settings below in turn. */
    static final String SMS_LIMITER = "sms-limiter";

    static final String LIMIT_UNSET = "unset";
    static final String LIMIT_ZERO = "0";
    static final String LIMIT_FAR = "1000000";
    static final String LIMIT_UNSET_MEASURED = "unset, with metrics";

    static final String SMS_DLR_JDBC = "sms-dlr-jdbc";
    static final String SMS_DLR_REPOSITORY = "sms-dlr-repository";
    static final String SMS_DLR_MEMORY = "sms-dlr-memory";
    static final String SMS_SEND_KEYED_JDBC = "sms-send-keyed-jdbc";
    static final String SMS_SEND_KEYED_MEMORY = "sms-send-keyed-memory";

    /** Follows the name of a variant that runs on an earlier build of the component. */
    static final String BEFORE = "@before";

    private static final Map<String, Factory> SENDERS = senders();

    /** Makes a variant that sends to {@code base} with up to {@code inFlight} messages at once. */
    private interface Factory {
        Variant create(URI base, int inFlight);
    }

    private Variants() {}

    private static Map<String, Factory> senders() {
        Map<String, Factory> byName = new LinkedHashMap<>();
        byName.put(SMS_SEND, (base, n) -> new SmsSend(SmsRoute.twoFaLink(base, n, "")));
        byName.put(
                SMS_SEND_SYNCHRONOUS,
                (base, n) -> new SmsSendWaiting(SmsRoute.twoFaLink(base, n, "&synchronous=true")));
        byName.put(SMS_SEND_WAITING, (base, n) -> new SmsSendWaiting(SmsRoute.twoFaLink(base, n, "")));
        byName.put(SMS_SEND_TELESIGN, (base, n) -> new SmsSend(SmsRoute.telesign(base, n, "")));
        byName.put(SMS_SEND_TELESIGN_WAITING, (base, n) -> new SmsSendWaiting(SmsRoute.telesign(base, n, "")));
        byName.put(ROUTE_HTTP, RouteHttp::withDefaults);
        byName.put(ROUTE_HTTP_TUNED, RouteHttp::tuned);
        byName.put(ROUTE_HTTP_EXPERT, RouteHttp::expert);
        byName.put(TELESIGN_SDK, TelesignSdk::new);
        byName.put(RAW_HC5, RawHc5::new);
        byName.put(RAW_HC5_ASYNC, RawHc5Async::new);
        return Collections.unmodifiableMap(byName);
    }

    /** What a kind measures, each in a JVM of its own. */
    static List<String> names(Kind kind) {
        return switch (kind) {
            case STEADY, YOUNG -> List.copyOf(SENDERS.keySet());
            case RECEIPTS -> List.of(SMS_DLR, PLATFORM_HTTP);
            case BULK -> List.of(SMS_BULK_TRANSMITSMS, SMS_BULK_2FA_LINK);
            case LIMITER -> List.of(SMS_LIMITER);
            case STORE ->
                List.of(SMS_DLR_JDBC, SMS_DLR_REPOSITORY, SMS_DLR_MEMORY, SMS_SEND_KEYED_JDBC, SMS_SEND_KEYED_MEMORY);
        };
    }

    static List<String> names() {
        return Stream.of(Kind.values())
                .flatMap(kind -> names(kind).stream())
                .distinct()
                .toList();
    }

    /** What is compared with an earlier build unless variants are chosen: an earlier one may block the thread that sends. */
    static List<String> namesBefore() {
        return Stream.of(SMS_SEND_WAITING, SMS_SEND_TELESIGN_WAITING, SMS_DLR, SMS_BULK_TRANSMITSMS, SMS_BULK_2FA_LINK)
                .map(name -> name + BEFORE)
                .toList();
    }

    /** @throws IllegalArgumentException an unknown name */
    static void check(String name) {
        String variant = withoutBefore(name);
        if (!names().contains(variant) || isBefore(name) && !variant.startsWith("sms-")) {
            throw new IllegalArgumentException("unknown variant '" + name + "', there are " + names()
                    + "; those of the component may be followed by " + BEFORE);
        }
    }

    static boolean isBefore(String name) {
        return name.endsWith(BEFORE);
    }

    static String withoutBefore(String name) {
        return isBefore(name) ? name.substring(0, name.length() - BEFORE.length()) : name;
    }

    /** Whether it receives. */
    static boolean isReceiver(String name) {
        return name.startsWith(SMS_DLR);
    }

    /** The component with its store in a database, with the work of this variant. */
    static String jdbc(String name) {
        return isReceiver(name) ? SMS_DLR_JDBC : SMS_SEND_KEYED_JDBC;
    }

    /** The component by callbacks, with the work of this variant. */
    static String callbacks(String name) {
        return isTelesign(name) ? SMS_SEND_TELESIGN : SMS_SEND;
    }

    /** The component by waiting threads, with the work of this variant. */
    static String waiting(String name) {
        return isTelesign(name) ? SMS_SEND_TELESIGN_WAITING : SMS_SEND_SYNCHRONOUS;
    }

    private static boolean isTelesign(String name) {
        return Set.of(TELESIGN_SDK, SMS_SEND_TELESIGN, SMS_SEND_TELESIGN_WAITING)
                .contains(withoutBefore(name));
    }

    /** @throws IllegalArgumentException not the name of a variant that sends */
    static Variant sender(String name, URI base, int inFlight) {
        @Nullable Factory factory = SENDERS.get(withoutBefore(name));
        if (factory == null) {
            throw new IllegalArgumentException("variant '" + name + "' does not send single messages");
        }
        return factory.create(base, inFlight);
    }
}
