package io.github.camelsms.provider.twochat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.camelsms.http.WebhookRequest;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.WebhookException;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.Verification;
import io.github.camelsms.spi.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 6.4. */
class TwoChatInboundTest {

    private static Webhook<InboundSms> inbound() {
        return new TwoChatFactory()
                .create(new ProviderOptions(
                        "2chat",
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        InstantSource.system(),
                        () -> "unused"))
                .inbound()
                .orElseThrow();
    }

    private static List<InboundSms> decode(String json) {
        byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return inbound().decode(new WebhookRequest("POST", "token=x", Map.of(), body, null, null));
    }

    @Test
    void tokenIsTheStandardVerificationBecauseNothingIsSigned() {
        assertThat(inbound().verification()).isEqualTo(Verification.TOKEN);
        assertThat(inbound().methods()).containsExactly("POST");
        assertThatIllegalArgumentException().isThrownBy(() -> inbound().signature());
    }

    @Test
    void readsTheEnvelope() {
        InboundSms sms = decode("{'uuid':'MSG1','id':'MSG2','created_at':'2026-05-11T08:20:30','sent_by':'user',"
                        + "'message':{'text':' Thanks \\n'},'text':'other','remote_phone_number':'+447700900123',"
                        + "'channel_phone_number':'+13125550147'}")
                .get(0);

        assertThat(sms.messageId()).isEqualTo("MSG1");
        assertThat(sms.text()).isEqualTo(" Thanks \n");
        assertThat(sms.from().e164()).isEqualTo("+447700900123");
        assertThat(sms.to().value()).isEqualTo("+13125550147");
        assertThat(sms.at()).isEqualTo(Instant.parse("2026-05-11T08:20:30Z"));
        assertThat(sms.inReplyTo()).isNull();
        assertThat(sms.optOut()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'source':'%s','destination':'%s'", "'from_number':'%s','to_number':'%s'"})
    void readsTheOtherNamesOfTheNumbers(String numbers) {
        InboundSms sms = decode("{'id':'MSG2','direction':'inbound','text':'Hi','timestamp':'2026-05-11T08:00:00Z',"
                        + "'created_at':'2026-05-11T09:00:00Z',"
                        + String.format(numbers, "+447700900123", "+13125550147") + "}")
                .get(0);

        assertThat(sms.messageId()).isEqualTo("MSG2");
        assertThat(sms.text()).isEqualTo("Hi");
        assertThat(sms.from().e164()).isEqualTo("+447700900123");
        assertThat(sms.to().value()).isEqualTo("+13125550147");
        assertThat(sms.at()).isEqualTo(Instant.parse("2026-05-11T08:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'event':'whatsapp.message.received','id':'1','remote_phone_number':'+447700900123'}",
                "{'event':'call.incoming.completed','id':'1','remote_phone_number':'+447700900123'}",
                "{'id':'1','sent_by':'api','remote_phone_number':'+447700900123'}",
                "{'id':'1','direction':'outbound','source':'+13125550147'}"
            })
    void whatIsNoInboundSmsIsDropped(String body) {
        assertThat(decode(body)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'event':'sms.something','text':'Hi','from_number':'+447700900123'}",
                "{'id':'MSG1','text':'Hi'}",
                "{}"
            })
    void withoutIdOrNumbersNothingIsGuessed(String body) {
        assertThat(decode(body)).singleElement().satisfies(sms -> {
            assertThat(sms.text()).isEqualTo(body.replace('\'', '"'));
            assertThat(sms.from()).isNull();
            assertThat(sms.to()).isNull();
            assertThat(sms.messageId()).isEqualTo(body.contains("MSG1") ? "MSG1" : null);
        });
    }

    @Test
    void whatIsNoJsonObjectIsRefused() {
        assertThatExceptionOfType(WebhookException.class)
                .isThrownBy(() -> decode("[]"))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(400));
    }
}
