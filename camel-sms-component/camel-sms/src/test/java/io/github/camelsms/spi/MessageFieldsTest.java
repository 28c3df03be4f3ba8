package io.github.camelsms.spi;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.spi.MessageFields.Field;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessageFieldsTest {

    private final MessageFields fields = new MessageFields("example", Set.of(Field.FROM), Set.of("text"));
    private final SmsMessage message = SmsMessage.to("+447700900123")
            .from("ACME")
            .text("Hello \ud83d\ude00")
            .build();

    @Test
    void passesWhatCanBeHonoured() {
        assertThatCode(() -> fields.check(message)).doesNotThrowAnyException();
    }

    @Test
    void namesEveryHeaderThatCannotBeHonouredAndThoseThatCan() {
        SmsMessage timed = message.toBuilder()
                .verifyCode("4821")
                .validity(Duration.ofHours(1))
                .build();
        assertThatThrownBy(() -> fields.check(timed))
                .isInstanceOf(SmsRefusedException.class)
                .hasMessageContaining("[CamelSmsVerifyCode, CamelSmsValidity]")
                .hasMessageContaining("accepted: [CamelSmsFrom]")
                .hasMessageNotContaining("4821");
    }

    @Test
    void refusesAParameterThatTheProviderWrites() {
        SmsMessage smuggling =
                message.toBuilder().params(Map.of("text", "other words")).build();
        assertThatThrownBy(() -> fields.check(smuggling))
                .isInstanceOf(SmsRefusedException.class)
                .hasMessageContaining("param.text")
                .hasMessageNotContaining("other words");
    }

    @Test
    void refusesATextThatWasCutInsideACharacter() {
        for (String cut : new String[] {"Hello \ud83d", "\ude00 hello", "Hello \ud83d there"}) {
            assertThatThrownBy(() -> fields.check(message.toBuilder().text(cut).build()))
                    .isInstanceOf(SmsRefusedException.class)
                    .hasMessageContaining("half a surrogate pair")
                    .hasMessageNotContaining("ello");
        }
    }
}
