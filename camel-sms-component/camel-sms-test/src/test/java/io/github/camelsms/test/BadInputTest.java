package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsSubmission;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A message that cannot be sent as it is: refused before any request, and told which value is at fault and what is accepted. */
class BadInputTest {

    private static final ProviderCase TWO_FA_LINK = ProviderCase.of("2fa-link", "send");

    private static CamelContext context;

    @BeforeAll
    static void start() {
        context = new DefaultCamelContext();
        context.start();
    }

    @AfterAll
    static void stop() throws Exception {
        context.close();
    }

    private static void refused(ProviderCase call, Consumer<Message> change, List<String> options, String... told)
            throws Exception {
        refused(ErrorClass.INVALID_REQUEST, call, change, options, told);
    }

    private static void refused(
            ErrorClass why, ProviderCase call, Consumer<Message> change, List<String> options, String... told)
            throws Exception {
        try (RawServer untouched = RawServer.answering(call.good())) {
            String uri = call.uri(untouched.url(), options.toArray(String[]::new));
            SmsRefusedException refusal = Call.failing(
                    SmsRefusedException.class, context, uri, call.input().andThen(change));

            assertThat(refusal).hasMessageContainingAll(told);
            assertThat(refusal.errorClass()).isEqualTo(why);
            assertThat(untouched.acceptedConnections()).isZero();
        }
    }

    private static Consumer<Message> header(String name, Object value) {
        return in -> in.setHeader(name, value);
    }

    /** What no provider takes. */
    static Stream<Arguments> badForEverySend() {
        return Stream.of(
                Arguments.of("malformed number", header(SmsConstants.TO, "call me"), List.of("CamelSmsTo", "E.164")),
                Arguments.of(
                        "national number",
                        header(SmsConstants.TO, "0" + Sentinels.NATIONAL),
                        List.of("CamelSmsTo", "E.164")),
                Arguments.of(
                        "number with 00",
                        header(SmsConstants.TO, "0044" + Sentinels.NATIONAL),
                        List.of("CamelSmsTo", "E.164")),
                Arguments.of(
                        "number that is too long",
                        header(SmsConstants.TO, "+4477009004714567"),
                        List.of("CamelSmsTo", "E.164")),
                Arguments.of(
                        "several recipients",
                        header(SmsConstants.TO, Sentinels.TO + "," + Sentinels.TO),
                        List.of("CamelSmsTo", "E.164")),
                Arguments.of(
                        "past time",
                        header(SmsConstants.SEND_AT, Instant.EPOCH),
                        List.of("CamelSmsSendAt", "past", "future")),
                Arguments.of(
                        "unreadable time",
                        header(SmsConstants.SEND_AT, "tomorrow"),
                        List.of("CamelSmsSendAt", "2026-")),
                Arguments.of(
                        "unreadable expiry",
                        header(SmsConstants.EXPIRES_AT, "soon"),
                        List.of("CamelSmsExpiresAt", "2026-")),
                Arguments.of(
                        "unreadable validity",
                        header(SmsConstants.VALIDITY, "a while"),
                        List.of("CamelSmsValidity", "2h")),
                Arguments.of(
                        "validity that Camel takes for none",
                        header(SmsConstants.VALIDITY, "1x"),
                        List.of("CamelSmsValidity", "2h")),
                Arguments.of(
                        "negative validity", header(SmsConstants.VALIDITY, "-1"), List.of("CamelSmsValidity", "2h")),
                Arguments.of(
                        "sender of 21 characters",
                        header(SmsConstants.FROM, "x".repeat(21)),
                        List.of("CamelSmsFrom", "20")),
                Arguments.of("sender with a line break", header(SmsConstants.FROM, "AC\nME"), List.of("CamelSmsFrom")),
                Arguments.of("header that is no UDH", header(SmsConstants.UDH, Sentinels.TEXT), List.of("CamelSmsUdh")),
                Arguments.of(
                        "parameters that are no map",
                        header(SmsConstants.PARAMS, Sentinels.TEXT),
                        List.of("CamelSmsParams", "Map")),
                Arguments.of("unknown account", header(SmsConstants.ACCOUNT, "other"), List.of("CamelSmsAccount")),
                Arguments.of("map as text", body(Map.of("text", Sentinels.TEXT)), List.of("body")),
                Arguments.of("result of a send as text", body(result()), List.of("body", "SmsSubmission")));
    }

    private static Consumer<Message> body(Object body) {
        return in -> in.setBody(body);
    }

    private static SmsSubmission result() {
        return SmsSubmission.accepted("2fa-link", "id-1")
                .to(Msisdn.parse(Sentinels.TO))
                .build();
    }

    static Stream<Arguments> sendsAndBadInputs() {
        return ProviderCase.sends()
                .flatMap(call -> badForEverySend().map(bad -> {
                    Object[] of = bad.get();
                    return Arguments.of(call, of[0], of[1], of[2]);
                }));
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#sends")
    void refusesWhatHasExpired(ProviderCase call) throws Exception {
        refused(
                ErrorClass.EXPIRED,
                call,
                header(SmsConstants.EXPIRES_AT, Instant.EPOCH),
                List.of(),
                "CamelSmsExpiresAt");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("sendsAndBadInputs")
    void refusesBeforeAnyRequest(ProviderCase call, String name, Consumer<Message> change, List<String> told)
            throws Exception {
        refused(call, change, List.of(), told.toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#sends")
    void refusesAMessageWithoutRecipient(ProviderCase call) throws Exception {
        refused(call, in -> in.removeHeader(SmsConstants.TO), List.of(), "CamelSmsTo");
        refused(call, header(SmsConstants.TO, " "), List.of(), "CamelSmsTo");
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#sends")
    void refusesATextOfTooManySegments(ProviderCase call) throws Exception {
        refused(call, body("x".repeat(161)), List.of("maxSegments=1"), "2 segments", "up to 1", "maxSegments");
        try (RawServer provider = RawServer.answering(call.good())) {
            Consumer<Message> longest = call.input().andThen(body("x".repeat(160)));
            Exchange exchange = Call.on(context, call.uri(provider.url(), "maxSegments=1"), longest);

            assertThat(exchange.getException()).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelsms.test.ProviderCase#sends")
    void readsNationalNumbersWithARegionAndStillOnlyOne(ProviderCase call) throws Exception {
        try (RawServer provider = RawServer.answering(call.good())) {
            Call.on(
                    context,
                    call.uri(provider.url(), "defaultRegion=GB"),
                    call.input().andThen(header(SmsConstants.TO, "07700 900471")));
            Call.on(
                    context,
                    call.uri(provider.url(), "defaultRegion=gb"),
                    call.input().andThen(header(SmsConstants.TO, "(07700) 900-471")));
            Call.on(context, call.uri(provider.url(), "defaultRegion=DE"), call.input());

            assertThat(provider.requests())
                    .hasSize(3)
                    .allSatisfy(request ->
                            assertThat(request.target() + request.body()).contains("44" + Sentinels.NATIONAL));
        }
        for (String several : new String[] {
            "07700900471,07700900124",
            "07700900471, 0123456",
            "07700900471;07700900124",
            "07700900471 07700900124",
            "07700900471/07700900124",
            "07700900471 ext. 12",
            "07700900471x12",
            "+447700900471;ext=12",
            "tel:+447700900471",
            "call 07700900471",
            "07700900471 or so",
            "0800 FLOWERS",
            "0770090012a"
        }) {
            refused(call, header(SmsConstants.TO, several), List.of("defaultRegion=GB"), "CamelSmsTo", "GB");
        }
        refused(call, header(SmsConstants.TO, "12"), List.of("defaultRegion=GB"), "CamelSmsTo", "E.164");
    }

    /** What 2FA.link in particular does not take. */
    static Stream<Arguments> badForTwoFaLink() {
        return Stream.of(
                Arguments.of("no text", body(""), List.of("text")),
                Arguments.of("no body", body(null), List.of("text")),
                Arguments.of(
                        "sender of 12 characters",
                        header(SmsConstants.FROM, "x".repeat(12)),
                        List.of("CamelSmsFrom", "11")),
                Arguments.of(
                        "time of sending",
                        header(SmsConstants.SEND_AT, soon()),
                        List.of("CamelSmsSendAt", "accepted", "CamelSmsFrom")),
                Arguments.of("validity", header(SmsConstants.VALIDITY, "2h"), List.of("CamelSmsValidity", "accepted")),
                Arguments.of(
                        "code",
                        header(SmsConstants.VERIFY_CODE, Sentinels.CODE),
                        List.of("CamelSmsVerifyCode", "accepted")),
                Arguments.of(
                        "own parameter",
                        header(SmsConstants.PARAMS, Map.of("mode", Sentinels.TEXT)),
                        List.of("CamelSmsParams", "mode")),
                Arguments.of(
                        "own parameter in capitals",
                        header(SmsConstants.PARAMS, Map.of("Mode", Sentinels.TEXT)),
                        List.of("CamelSmsParams", "Mode")));
    }

    private static String soon() {
        return Instant.now().plus(1, ChronoUnit.HOURS).toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badForTwoFaLink")
    void twoFaLinkRefuses(String name, Consumer<Message> change, List<String> told) throws Exception {
        refused(TWO_FA_LINK, change, List.of(), told.toArray(String[]::new));
    }

    @Test
    void twoFaLinkRefusesAnOwnParameterOfTheEndpoint() throws Exception {
        refused(TWO_FA_LINK, in -> {}, List.of("param.mode=query"), "param.mode");
    }

    static Stream<ProviderCase> asking() {
        return ProviderCase.all().filter(call -> !call.operation().equals("send"));
    }

    @ParameterizedTest
    @MethodSource("asking")
    void refusesToAskWithoutAnId(ProviderCase call) throws Exception {
        Consumer<Message> without = in -> in.removeHeader(SmsConstants.MESSAGE_ID);
        refused(call, without, List.of(), "message id", "CamelSmsMessageId");
        refused(call, without.andThen(body(" ")), List.of(), "message id", "CamelSmsMessageId");
        refused(call, without.andThen(body(List.of("id-1"))), List.of(), "message id", "CamelSmsMessageId");
        refused(
                call,
                without.andThen(body(SmsSubmission.accepted("2fa-link", null).build())),
                List.of(),
                "message id",
                "CamelSmsMessageId");
        refused(call, without.andThen(body(SmsMessage.to(Sentinels.TO).build())), List.of(), "message id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "id\r\nX: y", "id?x=1#y", "id/../x", "%2e%2e", "\u0000"})
    void idThatIsNoneNeverChangesTheAddress(String id) throws Exception {
        for (ProviderCase call : asking().toList()) {
            try (RawServer provider = RawServer.answering(call.good())) {
                Exchange exchange = Call.on(
                        context, call.uri(provider.url()), call.input().andThen(header(SmsConstants.MESSAGE_ID, id)));

                assertThat(exchange.getException()).isIn((Object) null, exchange.getException(SmsException.class));
                assertThat(provider.requests()).allSatisfy(request -> {
                    assertThat(request.headers()).doesNotContainKey("X");
                    assertThat(request.target()).doesNotContain("/..", "/%2e", "#", " ");
                });
            }
        }
    }
}
