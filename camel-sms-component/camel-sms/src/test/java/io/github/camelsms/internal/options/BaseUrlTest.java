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
        "https://api.example.com/a%2Fb, https://api.example.com/a%2Fb",
        "https://api.example.com/a%2fb/..%2F, https://api.example.com/a%2fb/..%2F",
        "https://api.example.com/\u00fcber, https://api.example.com/%C3%BCber",
        "http://[::1]:8080/v1, http://[::1]:8080/v1",
        "http://127.255.255.254, http://127.255.255.254",
        "' https://api.example.com ', https://api.example.com"
    })
    void anAddressIsTakenAsItIsWritten(String url, String address) {
        assertThat(BaseUrl.check(url, false)).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "api.example.com",
                "//api.example.com",
                "https:",
                "https://",
                "https:///v1",
                "https:api.example.com",
                "https://:443",
                "https://api.example.com:443x",
                "https://api.example.com:-1",
                "https://api.example.com:4432147483648",
                "https://lighthouse:lighthouse@api.example.com",
                "https://lighthouse@api.example.com",
                "https://api.example.com?key=lighthouse",
                "https://api.example.com/#lighthouse",
                "https://api.example.com/light house",
                "https://api.example.com/%zz",
                "https://api.example.com\\lighthouse",
                "https://api.example.com/\r\nX: lighthouse",
                "https://api.ex\u00e4mple.com",
                "https://[::1",
                "ftp://api.example.com",
                "file:///lighthouse",
                "javascript:lighthouse",
                "http://127.0.0.1.example.com",
                "http://127.0.0.1@example.com",
                "http://localhost.example.com",
                "http://[::2]",
                "http://0x7f.1",
                "http://2130706433"
            })
    void whatIsNotAnAddressIsRefusedWithoutRepeatingIt(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BaseUrl.check(url, false))
                .withMessageContaining("option baseUrl")
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("lighthouse", "\n"));
    }
}
