package io.github.camelsms.test;

import io.github.camelsms.SmsConstants;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.Message;

/**
 * One operation of one provider with the least it takes to call it: each test that holds for all of them runs over this table.
 *
 * @param credentials URI options of the account
 * @param goodReply body of a reply of status 200 that the operation reads without complaint
 * @param input body and headers of a valid call
 * @param repeatable whether a repeat does no harm, so that a passing fault may be repeated
 */
record ProviderCase(
        String provider,
        String operation,
        String credentials,
        String goodReply,
        Consumer<Message> input,
        boolean repeatable) {

    private static final String KEY = "apiKey=RAW(" + Sentinels.API_KEY + ")";
    private static final String SECRET = "secretKey=RAW(" + Sentinels.SECRET_KEY + ")";
    private static final String KEY_AND_SECRET = KEY + "&" + SECRET;

    private static final String CUSTOMER =
            "customerId=RAW(" + Sentinels.CUSTOMER_ID + ")&apiKey=RAW(" + Sentinels.SECRET_KEY + ")";
    private static final String DIGEST = CUSTOMER + "&authMethod=digest";

    private static final List<ProviderCase> ALL = List.of(
            of("2fa-link", "send", KEY_AND_SECRET, "send-accepted.json", ProviderCase::text, false),
            of("2fa-link", "query", KEY_AND_SECRET, "query-delivered.json", ProviderCase::id, true),
            of("2fa-link", "feedback", KEY_AND_SECRET, "feedback-success.json", ProviderCase::id, true),
            of("2chat", "send", KEY, "send-accepted.json", ProviderCase::textFromNumber, false),
            of("2chat", "query", KEY, "query-outbound.json", ProviderCase::id, true),
            of("transmitsms", "send", KEY_AND_SECRET, "send-accepted.json", ProviderCase::text, false),
            of("transmitsms", "query", KEY_AND_SECRET, "get-sms-sent.json", ProviderCase::id, true),
            of(
                    "transmitsms",
                    "query",
                    KEY_AND_SECRET,
                    "get-sms-delivery-status-delivered.json",
                    ProviderCase::idAndNumber,
                    true),
            of("telesign", "send", CUSTOMER, "verify-sms-290.json", ProviderCase::textAndCode, false),
            of("telesign", "send", DIGEST, "verify-sms-290.json", ProviderCase::textAndCode, false),
            of("telesign", "query", CUSTOMER, "status-200-delivered.json", ProviderCase::id, true),
            of("telesign", "query", DIGEST, "status-200-valid.json", ProviderCase::idAndCode, false),
            of("telesign", "feedback", CUSTOMER, "completion-1900.json", ProviderCase::id, true));

    /** @param fixture name of the file that holds the good reply */
    private static ProviderCase of(
            String provider,
            String operation,
            String credentials,
            String fixture,
            Consumer<Message> input,
            boolean repeatable) {
        String file = "/fixtures/" + provider + "/" + fixture;
        try (InputStream in = ProviderCase.class.getResourceAsStream(file)) {
            String reply = new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
            return new ProviderCase(provider, operation, credentials, reply, input, repeatable);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Stream<ProviderCase> all() {
        return ALL.stream();
    }

    static Stream<ProviderCase> sends() {
        return all().filter(one -> one.operation.equals("send"));
    }

    static ProviderCase of(String provider, String operation) {
        return all().filter(one -> one.provider.equals(provider) && one.operation.equals(operation))
                .findFirst()
                .orElseThrow();
    }

    private static void text(Message in) {
        in.setBody(Sentinels.TEXT);
        in.setHeader(SmsConstants.TO, Sentinels.TO);
    }

    private static void textFromNumber(Message in) {
        text(in);
        in.setHeader(SmsConstants.FROM, "+13125550147");
    }

    private static void textAndCode(Message in) {
        text(in);
        in.setBody(Sentinels.TEXT + " $$CODE$$");
        in.setHeader(SmsConstants.VERIFY_CODE, Sentinels.CODE);
    }

    private static void idAndNumber(Message in) {
        id(in);
        in.setHeader(SmsConstants.TO, Sentinels.TO);
    }

    private static void idAndCode(Message in) {
        id(in);
        in.setHeader(SmsConstants.VERIFY_CODE, Sentinels.CODE);
    }

    private static void id(Message in) {
        in.setHeader(SmsConstants.MESSAGE_ID, "id-1");
    }

    /** The endpoint, without a rate limit: no test is to wait for another. @param options further ones, each as {@code name=value} */
    String uri(String baseUrl, String... options) {
        return limitedUri(baseUrl, options) + "&maxRequestsPerSecond=0";
    }

    /** The endpoint with the rate limit that it has by itself. @param options further ones, each as {@code name=value} */
    String limitedUri(String baseUrl, String... options) {
        String more = options.length == 0 ? "" : "&" + String.join("&", options);
        return "sms:" + operation + "?provider=" + provider + "&" + credentials + "&baseUrl=" + baseUrl + more;
    }

    RawServer.Answer good() {
        return RawServer.reply(200, "application/json", goodReply);
    }

    @Override
    public String toString() {
        String variant = credentials.equals(DIGEST) ? " signed" : "";
        return provider + " " + operation + variant + (operation.equals("send") || repeatable ? "" : " with code");
    }
}
