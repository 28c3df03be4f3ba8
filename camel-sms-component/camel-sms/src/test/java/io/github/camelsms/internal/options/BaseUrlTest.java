package io.github.camelsms.internal.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlTest {

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:99999", "https://api.example.com:65536", "https://api.example.com:0"})
    void aPortThatDoesNotExistIsRefused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BaseUrl.check(url, false))
                .withMessageContaining("option baseUrl")
                .withMessageContaining("65535");
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP://127.0.0.1:1, http://127.0.0.1:1",
        "HttpS://Api.Example.com/v1, https://Api.Example.com/v1",
        "https://api.example.com/a%2Fb, https://api.example.com/a%2Fb"
    })
    void anAddressIsTakenAsItIsWritten(String url, String address) {
        assertThat(BaseUrl.check(url, false)).hasToString(address);
    }
}
