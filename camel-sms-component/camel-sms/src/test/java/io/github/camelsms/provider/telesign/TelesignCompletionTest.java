package io.github.camelsms.provider.telesign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.FeedbackResult;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsFeedback;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.spi.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 5. */
class TelesignCompletionTest {

    private static final SmsFeedback FEEDBACK = new SmsFeedback(Telesign.REFERENCE_ID);

    private final Operation<SmsFeedback, FeedbackResult> feedback =
            Telesign.basic().feedback().orElseThrow();

    private FeedbackResult result(String body) {
        return feedback.decode(FEEDBACK, HttpResponse.of(200, body));
    }

    @Test
    void putsNothingToTheIdOfTheSend() {
        HttpRequest request = feedback.encode(FEEDBACK);
        assertThat(request.method()).isEqualTo(HttpRequest.Method.PUT);
        assertThat(request.path()).isEqualTo("/v1/verify/completion/" + Telesign.REFERENCE_ID);
        assertThat(request.body()).isEmpty();
        assertThat(feedback.repeatable(FEEDBACK)).isTrue();
        assertThatExceptionOfType(SmsRefusedException.class)
                .isThrownBy(() -> feedback.encode(new SmsFeedback("../sms")))
                .withMessageContaining("CamelSmsMessageId");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1900", "\"1900\""})
    void recordedIsAcceptedAsNumberAndAsText(String code) {
        FeedbackResult result =
                result("{\"status\":{\"code\":" + code + ",\"description\":\"Recorded\"},\"errors\":[]}");
        assertThat(result.accepted()).isTrue();
        assertThat(result.providerCode()).isEqualTo("1900");
        assertThat(result.messageId()).isEqualTo(Telesign.REFERENCE_ID);
    }

    @Test
    void otherStatusIsNotAccepted() {
        FeedbackResult result = result("{\"status\":{\"code\":1901},\"errors\":[]}");
        assertThat(result.accepted()).isFalse();
        assertThat(result.providerCode()).isEqualTo("1901");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"errors\":[{\"code\":-30013,\"description\":\"x\"}],\"status\":{\"code\":500}}",
                "{\"error\":{\"code\":-30013,\"description\":\"x\"},\"status\":{\"code\":500}}",
                "{\"code\":-30013,\"description\":\"x\"}",
                "{\"code\":\"-30013\"}",
                "{\"errors\":[{\"code\":-30013}],\"status\":{\"code\":1900}}"
            })
    void errorIsReadInEachOfItsShapes(String body) {
        SmsException failure =
                catchThrowableOfType(SmsException.class, () -> feedback.decode(FEEDBACK, HttpResponse.of(401, body)));
        assertThat(failure).isInstanceOf(SmsRefusedException.class);
        assertThat(failure.errorClass()).isEqualTo(ErrorClass.NOT_FOUND);
        assertThat(failure.providerCode()).contains("-30013");
    }
}
