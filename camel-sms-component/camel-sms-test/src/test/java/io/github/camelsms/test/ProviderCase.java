package io.github.camelsms.test;

import io.github.camelsms.SmsConstants;
import java.util.List;
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

    private static final List<ProviderCase> ALL = List.of(
            new ProviderCase(
                    "2fa-link",
                    "send",
                    KEY_AND_SECRET,
                    "{\"errorcode\":\"100\",\"errormsg\":\"Success\",\"request_id\":\"id-1\"}",
                    ProviderCase::text,
                    false),
            new ProviderCase(
                    "2fa-link",
                    "query",
                    KEY_AND_SECRET,
                    "{\"statuscode\":\"701\",\"status\":\"SMS Delivered\"}",
                    ProviderCase::id,
                    true),
            new ProviderCase(
                    "2fa-link",
                    "feedback",
                    KEY_AND_SECRET,
                    "{\"statuscode\":\"600\",\"status\":\"Feedback Received\"}",
                    ProviderCase::id,
                    true));

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

    private static void id(Message in) {
        in.setHeader(SmsConstants.MESSAGE_ID, "id-1");
    }

    /** The endpoint. @param options further ones, each as {@code name=value} */
    String uri(String baseUrl, String... options) {
        String more = options.length == 0 ? "" : "&" + String.join("&", options);
        return "sms:" + operation + "?provider=" + provider + "&" + credentials + "&baseUrl=" + baseUrl + more;
    }

    RawServer.Answer good() {
        return RawServer.reply(200, "application/json", goodReply);
    }

    @Override
    public String toString() {
        return provider + " " + operation;
    }
}
