package io.github.camelsms.provider.transmitsms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.BulkResult.Outcome;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.model.Udh;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.ProviderText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransmitSmsBulkTest {

    private static final SmsMessage FIRST =
            SmsMessage.to("+61491570156").text("Your parcel arrives today.").build();
    private static final List<SmsMessage> MESSAGES = List.of(FIRST, to("+61491570157"), to("+61491570158"));

    private final TransmitSmsBulk bulk = new TransmitSmsBulk(
            new TransmitSmsApi(TransmitSmsFormat.JSON, "Basic eA=="),
            new ProviderText(new ProviderOptions(
                    "transmitsms",
                    null,
                    List.of(),
                    List.of(),
                    List.of(),
                    Map.of(),
                    InstantSource.system(),
                    () -> "nonce")));

    private static SmsMessage to(String number) {
        return FIRST.toBuilder().to(SmsMessage.to(number).build().to()).build();
    }

    private List<BulkResult> decode(int status, String members) {
        return bulk.decode(MESSAGES, HttpResponse.of(status, "{" + members + "}"));
    }

    @Test
    void writesTheRecipientsBetweenCommas() {
        String form = new String(bulk.encode(MESSAGES).body(), StandardCharsets.UTF_8);

        assertThat(form)
                .isEqualTo("message=Your+parcel+arrives+today." + "&to=61491570156%2C61491570157%2C61491570158");
    }

    @Test
    void messagesShareAllButTheRecipient() {
        assertThat(bulk.shared(FIRST)).isPresent().isEqualTo(bulk.shared(to("+61491570157")));
        for (SmsMessage other : List.of(
                FIRST.toBuilder().text("Another").build(),
                FIRST.toBuilder().from("ACME").build(),
                FIRST.toBuilder().sendAt(Instant.parse("2026-09-15T10:30:00Z")).build(),
                FIRST.toBuilder()
                        .expiresAt(Instant.parse("2026-09-15T10:30:00Z"))
                        .build(),
                FIRST.toBuilder().params(Map.of("countrycode", "AU")).build())) {
            assertThat(bulk.shared(other)).isPresent().isNotEqualTo(bulk.shared(FIRST));
        }
    }

    @Test
    void listOfTheAccountGoesAlone() {
        assertThat(bulk.shared(SmsMessage.builder()
                        .text("Hello")
                        .params(Map.of("list_id", "12"))
                        .build()))
                .isEmpty();
    }

    @Test
    void whatTheProviderWouldRefuseIsRefusedBeforeTheCall() {
        assertThatExceptionOfType(SmsRefusedException.class)
                .isThrownBy(() -> bulk.shared(FIRST.toBuilder().text("").build()));
        assertThatExceptionOfType(SmsRefusedException.class)
                .isThrownBy(() -> bulk.shared(
                        FIRST.toBuilder().udh(new Udh("050003CC0201")).build()));
    }

    /** A = accepted, R = refused, U = unknown. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"recipients\":3'                                                    | AAA",
                "''                                                                    | AAA",
                "'\"recipients\":2,\"fails\":[\"61491570157\"]'                        | ARA",
                "'\"recipients\":\"2\",\"fails\":[61491570157]'                        | ARA",
                "'\"recipients\":1,\"fails\":\"61491570157,61491570158\"'              | ARR",
                "'\"recipients\":1,\"fails\":[\"61491570157\"],\"optouts\":[\"+61491570158\"]' | ARR",
                "'\"fails\":[\"61491570156\"]'                                         | RAA",
                "'\"recipients\":2'                                                    | UUU",
                "'\"recipients\":2,\"fails\":[\"0491\"]'                               | UUU",
                "'\"recipients\":1,\"fails\":[\"61491570157\"]'                        | URU",
                "'\"fails\":[\"0491\"]'                                                | UUU",
                "'\"recipients\":0,\"fails\":[\"0491\"]'                               | RRR",
                "'\"recipients\":0'                                                    | UUU",
                "'\"recipients\":3,\"fails\":[\"61491570157\"]'                        | UUU",
                "'\"recipients\":7'                                                    | UUU",
                "'\"recipients\":3,\"fails\":[]'                                       | AAA",
                "'\"recipients\":2,\"fails\":[{\"msisdn\":\"61491570157\"}]'           | UUU",
            })
    void saysOfEachRecipientWhatTheReplySays(String members, String fates) {
        List<BulkResult> results = decode(
                200,
                "\"message_id\":331694668," + (members.isEmpty() ? "" : members + ",")
                        + "\"error\":{\"code\":\"SUCCESS\",\"description\":\"OK\"}");

        assertThat(results.stream()
                        .map(result -> result.outcome().name().substring(0, 1))
                        .collect(Collectors.joining()))
                .isEqualTo(fates);
        assertThat(results)
                .extracting(BulkResult::to)
                .containsExactly(MESSAGES.stream().map(SmsMessage::to).toArray(Msisdn[]::new));
        assertThat(results)
                .filteredOn(result -> result.outcome() != Outcome.REFUSED)
                .allSatisfy(
                        result -> assertThat(result.submission().messageId()).isEqualTo("331694668"));
        assertThat(results)
                .filteredOn(result -> result.outcome() == Outcome.REFUSED)
                .allSatisfy(result -> assertThat(result.errorClass()).isNotNull());
    }

    @Test
    void successWithoutAnIdIsASuccess() {
        assertThat(decode(200, "\"error\":{\"code\":\"SUCCESS\"}")).allSatisfy(result -> {
            assertThat(result.outcome()).isEqualTo(Outcome.ACCEPTED);
            assertThat(result.submission().messageId()).isNull();
        });
    }

    @Test
    void refusalIsThatOfTheWholeCall() {
        assertThatExceptionOfType(SmsRefusedException.class)
                .isThrownBy(
                        () -> decode(
                                400,
                                "\"error\":{\"code\":\"RECIPIENTS_ERROR\",\"description\":{\"fails\":[\"61491570156\"],\"optouts\":[]}}"))
                .withMessageNotContaining("61491570156");
        assertThatExceptionOfType(SmsRetryableException.class)
                .isThrownBy(() -> decode(429, "\"error\":{\"code\":\"OVER_LIMIT\"}"));
        assertThatExceptionOfType(SmsOutcomeUnknownException.class).isThrownBy(() -> decode(502, ""));
    }
}
