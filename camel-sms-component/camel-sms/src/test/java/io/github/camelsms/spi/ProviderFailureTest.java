package io.github.camelsms.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderFailureTest {

    @ParameterizedTest
    @CsvSource({
        "200, SmsOutcomeUnknownException, UNKNOWN",
        "301, SmsRefusedException, INVALID_REQUEST",
        "400, SmsRefusedException, INVALID_REQUEST",
        "401, SmsRefusedException, AUTHENTICATION",
        "402, SmsRefusedException, INSUFFICIENT_CREDIT",
        "408, SmsOutcomeUnknownException, TEMPORARY",
        "407, SmsRefusedException, AUTHENTICATION",
        "429, SmsRefusedException, RATE_LIMIT",
        "503, SmsOutcomeUnknownException, TEMPORARY"
    })
    void statusDecidesButNothingIsRetryable(int status, String type, ErrorClass errorClass) {
        SmsException failure = ProviderFailure.of("p", HttpResponse.of(status, ""))
                .code("NEW")
                .text("text")
                .unlisted();

        assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
        assertThat(failure.errorClass()).isEqualTo(errorClass);
        assertThat(failure.providerCode()).contains("NEW");
        assertThat(failure.httpStatus()).contains(status);
    }

    @Test
    void keepsTheStatusBesideTheCode() {
        SmsException failure = ProviderFailure.of("p", HttpResponse.of(401, ""))
                .code("-30006")
                .status("501")
                .text("Invalid Signature.")
                .refused(ErrorClass.AUTHENTICATION);

        assertThat(failure.providerStatus()).contains("501");
        assertThat(failure)
                .hasMessage("p: refused: Invalid Signature. (AUTHENTICATION, code -30006, status 501, HTTP 401)");
    }

    @Test
    void onlyHttp429MayBeRepeatedWithoutACode() {
        assertThat(ProviderFailure.of("p", HttpResponse.of(429, "")).byHttpStatus())
                .isInstanceOf(SmsRetryableException.class);
        assertThat(ProviderFailure.of("p", HttpResponse.of(503, "")).byHttpStatus())
                .isInstanceOf(SmsOutcomeUnknownException.class);
        assertThat(ProviderFailure.notAnObject("p", HttpResponse.of(407, "<html>")))
                .isInstanceOf(SmsRefusedException.class)
                .satisfies(proxy -> assertThat(proxy.errorClass()).isEqualTo(ErrorClass.AUTHENTICATION));
    }
}
