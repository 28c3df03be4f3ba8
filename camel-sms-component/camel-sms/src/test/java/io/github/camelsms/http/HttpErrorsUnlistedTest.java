package io.github.camelsms.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.SmsException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpErrorsUnlistedTest {

    @ParameterizedTest
    @CsvSource({
        "200, SmsOutcomeUnknownException, UNKNOWN",
        "301, SmsRefusedException, INVALID_REQUEST",
        "400, SmsRefusedException, INVALID_REQUEST",
        "401, SmsRefusedException, AUTHENTICATION",
        "402, SmsRefusedException, INSUFFICIENT_CREDIT",
        "408, SmsOutcomeUnknownException, TEMPORARY",
        "429, SmsRefusedException, RATE_LIMIT",
        "503, SmsOutcomeUnknownException, TEMPORARY"
    })
    void statusDecidesButNothingIsRetryable(int status, String type, ErrorClass errorClass) {
        SmsException failure = HttpErrors.unlisted("p", "NEW", HttpResponse.of(status, ""), "text");

        assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
        assertThat(failure.errorClass()).isEqualTo(errorClass);
        assertThat(failure.providerCode()).contains("NEW");
        assertThat(failure.httpStatus()).contains(status);
    }
}
