package io.github.camelsms.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MsisdnTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"447700900123", "+447700900123", " +44 7700 900123", "+44 (7700) 900-123", "44.7700.900.123"})
    void readsANumberAsPeopleWriteIt(String text) {
        assertThat(Msisdn.parse(text).e164()).isEqualTo("+447700900123");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "07700900123",
                "00447700900123",
                "+0447700900123",
                "123456",
                "1234567890123456",
                "4477O0900123",
                "+44+7700900123",
                "447700900123;447700900124",
                "+44 (0)7700 900123",
                "٤٤٧٧٠٠٩٠٠١٢٣"
            })
    void refusesWhatIsNoNumberWithoutShowingIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Msisdn.parse(text))
                .withMessageContaining("E.164")
                .satisfies(refusal -> {
                    if (text.length() > 6) {
                        assertThat(refusal.getMessage()).doesNotContain(text).doesNotContain(text.substring(0, 6));
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"447700900123", "3712345"})
    void printsMasked(String digits) {
        assertThat(new Msisdn(digits)).hasToString("***" + digits.substring(digits.length() - 2));
    }
}
