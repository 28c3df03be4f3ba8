package io.github.camelsms.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.Secret;
import io.github.camelsms.model.SmsCall;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsFeedback;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.provider.telesign.TelesignFactory;
import io.github.camelsms.provider.transmitsms.TransmitSmsFactory;
import io.github.camelsms.provider.twochat.TwoChatFactory;
import io.github.camelsms.provider.twofalink.TwoFaLinkFactory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a provider writes into codes and texts, nothing of the request, no line break and no endless text comes out. */
class HostileRepliesTest {

    private static final String KEY = "a2V5LWE3YzJlMDkyNTRmMQ==";
    private static final String SECRET = "s3cr3t-c07d-99f1";
    private static final String TEXT = "Dear Ada, your parcel 4711 waits.";
    private static final String CODE = "571934";
    private static final String OTHER = "447700900999";

    private static final SmsMessage MESSAGE =
            SmsMessage.to("+447700900123").from("447700900900").text(TEXT).build();

    /** Bodies by the number of the value in them: a report that prints them would have no end. */
    private static final List<List<String>> REPLIES = replies();

    private static List<List<String>> replies() {
        List<String> hostile = List.of(
                KEY,
                SECRET,
                "ERR " + KEY + " again " + SECRET,
                "447700900123",
                "to +44 7700 900 123, " + OTHER,
                TEXT,
                CODE,
                "X\\r\\nERROR forged " + TEXT,
                "X\\u2028" + OTHER + "\\u0085" + KEY,
                "x".repeat(20_000),
                (KEY + " ").repeat(1_000),
                "9".repeat(10_000));
        List<List<String>> replies = new ArrayList<>();
        for (String value : hostile) {
            List<String> bodies = new ArrayList<>();
            String errors = ("{\"code\":\"" + value + "\",\"description\":\"" + value + "\"},").repeat(3);
            for (String body : List.of(
                    "{\"errorcode\":\"W\",\"errormsg\":\"W\"}",
                    "{\"errorcode\":777,\"errormsg\":\"W\"}",
                    "{\"errorcode\":100,\"errormsg\":\"W\",\"request_id\":\"1\"}",
                    "{\"request_id\":\"1\",\"statuscode\":\"701\",\"status\":\"W\",\"app_name\":\"W\",\"currency\":\"W\",\"price\":1}",
                    "{\"statuscode\":\"600\",\"status\":\"W\"}",
                    "{\"statuscode\":\"W\",\"status\":\"W\"}",
                    "{\"error\":{\"code\":\"W\",\"description\":\"W\"}}",
                    "{\"message_id\":1,\"error\":{\"code\":\"SUCCESS\",\"description\":\"W\"}}",
                    "{\"error\":{\"code\":\"FIELD_INVALID\",\"description\":\"W\"}}",
                    "{\"stats\":{\"status\":\"W\",\"sender_id\":\"ACME\"},\"error\":{\"code\":\"SUCCESS\",\"description\":\"W\"}}",
                    "{\"total\":1,\"recipients\":[{\"delivery_status\":\"W\"}],\"error\":{\"code\":\"SUCCESS\"}}",
                    "{\"total\":2,\"recipients\":[{\"delivery_status\":\"W\"},{\"delivery_status\":\"W\"}],\"error\":{\"code\":\"SUCCESS\"}}",
                    "{\"reference_id\":\"1\",\"status\":{\"code\":\"W\",\"description\":\"W\"},\"errors\":[]}",
                    "{\"reference_id\":\"1\",\"status\":{\"code\":290,\"description\":\"W\"},\"errors\":[]}",
                    "{\"reference_id\":\"1\",\"status\":{\"code\":571934,\"description\":\"W\"},\"errors\":[]}",
                    "{\"reference_id\":\"1\",\"status\":{\"code\":571934},\"errors\":[{\"code\":571934}]}",
                    "{\"reference_id\":\"1\",\"status\":{\"code\":200,\"description\":\"W\"},\"additional_info\":{\"currency\":\"W\",\"price\":\"1\"}}",
                    "{\"status\":{\"code\":500,\"description\":\"W\"},\"errors\":[E{\"code\":-10001,\"description\":\"W\"}]}",
                    "{\"code\":\"W\",\"description\":\"W\"}",
                    "{\"code\":-10001,\"description\":\"W\"}",
                    "{\"error\":true,\"error_message\":\"W\"}",
                    "{\"success\":true,\"message\":{\"direction\":\"W\",\"uuid\":\"1\"}}")) {
                bodies.add(body.replace("E{", errors + "{").replace("W", value));
            }
            replies.add(bodies);
        }
        // Thousands of errors.
        String error = "{\"code\":-99999,\"description\":\"to " + OTHER + " " + KEY + "\"}";
        replies.add(List.of("{\"status\":{\"code\":500},\"errors\":["
                + String.join(",", Collections.nCopies(20_000, error)) + "]}"));
        return replies;
    }

    private static final List<SmsProvider> PROVIDERS = providers();

    private static List<SmsProvider> providers() {
        return Stream.of(new TwoFaLinkFactory(), new TwoChatFactory(), new TransmitSmsFactory(), new TelesignFactory())
                .flatMap(factory -> Stream.of(Map.<String, String>of(), Map.of("api", "messaging"))
                        .map(settings -> factory.create(options(factory, settings))))
                .toList();
    }

    private static ProviderOptions options(SmsProviderFactory factory, Map<String, String> settings) {
        Map<String, String> values = new HashMap<>(settings);
        values.put("customerId", "customer-5e77");
        values.keySet()
                .retainAll(factory.options().stream().map(ProviderOption::name).toList());
        return new ProviderOptions(
                "p",
                null,
                List.of(new Secret(KEY)),
                List.of(new Secret(SECRET)),
                factory.options(),
                values,
                InstantSource.system(),
                () -> "nonce");
    }

    static IntStream values() {
        return IntStream.range(0, REPLIES.size());
    }

    @ParameterizedTest
    @MethodSource("values")
    void nothingOfTheRequestComesBack(int value) {
        REPLIES.get(value).forEach(HostileRepliesTest::nothingOfTheRequestComesBack);
    }

    private static void nothingOfTheRequestComesBack(String body) {
        for (SmsProvider provider : PROVIDERS) {
            for (int status : new int[] {200, 400, 429, 500}) {
                HttpResponse response = HttpResponse.of(status, body);
                boolean codes = provider.id().equals("telesign");
                SmsMessage message =
                        codes ? MESSAGE.toBuilder().verifyCode(CODE).build() : MESSAGE;
                check(provider.send(), message, response);
                check(provider.query(), new SmsQuery("1", message.to(), codes ? CODE : null), response);
                check(provider.query(), new SmsQuery("1", null, null), response);
                check(provider.feedback(), new SmsFeedback("1"), response);
                check(
                        provider.call(),
                        new SmsCall("get-balance", Map.of("a", TEXT, "b", List.of(CODE), "c", OTHER), false, false),
                        response);
                provider.bulk().ifPresent(bulk -> {
                    try {
                        bulk.decode(List.of(message, message), response)
                                .forEach(result -> clean(String.valueOf(result), List.of("parcel 4711")));
                    } catch (SmsException failure) {
                        check(failure);
                    }
                });
            }
        }
    }

    /** Replies to a send with an id, of success and of failure. */
    private static final List<String> SENT = List.of(
            "{\"errorcode\":\"0\",\"errormsg\":\"ok\",\"request_id\":\"W\",\"success\":true,\"message_uuid\":\"W\","
                    + "\"message_id\":\"W\",\"error\":{\"code\":\"SUCCESS\"},\"reference_id\":\"W\",\"status\":{\"code\":290}}",
            "{\"request_id\":\"W\",\"success\":true,\"message_uuid\":\"W\",\"error\":{\"code\":\"SUCCESS\"}}",
            "{\"message_id\":\"W\",\"error\":{\"code\":\"SUCCESS\"},\"recipients\":0,\"fails\":[\"447700900123\"]}",
            "{\"reference_id\":\"W\",\"status\":{\"code\":500},\"errors\":[{\"code\":-10001}]}");

    static Stream<String> hostileIds() {
        return Stream.of(
                "x".repeat(256),
                "x".repeat(1_000_000),
                "9".repeat(300),
                "1\\r\\nERROR forged",
                "1\\u0000",
                "1\\u2028ERROR",
                "1\\u0085",
                "\\u202E1");
    }

    @ParameterizedTest
    @MethodSource("hostileIds")
    void anIdThatCannotBeLoggedIsNone(String id) {
        assertThat(ids(id)).isNotEmpty().containsOnly(Optional.empty());
    }

    @Test
    void aLongIdIsKept() {
        String id = "x".repeat(255);

        assertThat(ids(id)).contains(Optional.of(id));
    }

    /** The ids that each provider reads from the replies. */
    private static List<Optional<String>> ids(String id) {
        List<Optional<String>> ids = new ArrayList<>();
        for (String reply : SENT) {
            HttpResponse response = HttpResponse.of(200, reply.replace("W", id));
            for (SmsProvider provider : PROVIDERS) {
                SmsMessage message = provider.id().equals("telesign")
                        ? MESSAGE.toBuilder().verifyCode(CODE).build()
                        : MESSAGE;
                try {
                    SmsSubmission submission = provider.send().decode(message, response);
                    clean(submission.toString(), List.of());
                    ids.add(Optional.ofNullable(submission.messageId()));
                } catch (SmsException failure) {
                    check(failure);
                    ids.add(failure.messageId());
                }
                provider.bulk().ifPresent(bulk -> {
                    try {
                        for (BulkResult result : bulk.decode(List.of(message, message), response)) {
                            clean(String.valueOf(result), List.of());
                            ids.add(Optional.ofNullable(result.submission()).map(SmsSubmission::messageId));
                        }
                    } catch (SmsException failure) {
                        ids.add(failure.messageId());
                    }
                });
            }
        }
        return ids;
    }

    private static <I, O> void check(Optional<Operation<I, O>> operation, I input, HttpResponse response) {
        operation.ifPresent(present -> check(present, input, response));
    }

    private static <I, O> void check(Operation<I, O> operation, I input, HttpResponse response) {
        try {
            O result = operation.decode(input, response);
            List<String> sent = sent(input);
            clean(String.valueOf(result), sent);
            if (result instanceof DeliveryReceipt receipt) {
                receipt.details().values().forEach(value -> clean(String.valueOf(value), sent));
            }
        } catch (SmsException failure) {
            check(failure, sent(input));
        }
    }

    /** What must not come back: a query sent no text, and only some requests a code. */
    private static List<String> sent(Object input) {
        if (input instanceof SmsMessage message) {
            return message.verifyCode() == null ? List.of("parcel 4711") : List.of("parcel 4711", CODE);
        }
        if (input instanceof SmsQuery query) {
            return query.verifyCode() == null ? List.of() : List.of(CODE);
        }
        return input instanceof SmsCall ? List.of("parcel 4711", CODE) : List.of();
    }

    private static void check(SmsException failure) {
        check(failure, List.of());
    }

    private static void check(SmsException failure, List<String> sent) {
        clean(failure.getMessage(), sent);
        clean(failure.fault().toString(), sent);
        clean(failure.providerCode().orElse(null), sent);
        clean(failure.providerStatus().orElse(null), sent);
    }

    private static void clean(@Nullable String shown, List<String> sent) {
        if (shown == null) {
            return;
        }
        assertThat(shown)
                .hasSizeLessThan(2_500)
                .doesNotContain(KEY, SECRET, "447700900123", OTHER, "9".repeat(9))
                .doesNotContainPattern("[\\p{Cntrl}\u0085\u2028\u2029]");
        sent.forEach(part -> assertThat(shown).doesNotContain(part));
    }
}
