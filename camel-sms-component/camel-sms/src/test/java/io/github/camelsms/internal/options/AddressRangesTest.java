package io.github.camelsms.internal.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangesTest {

    @ParameterizedTest
    @ValueSource(strings = {"168.119.166.186", "168.119.166.186,203.0.113.0/24", "2001:db8:0:0:0:0:0:0/32"})
    void printsWhatTheOptionSays(String option) {
        assertThat(AddressRanges.parse("allowedAddresses", option)).hasToString(option);
    }

    @ParameterizedTest
    @CsvSource({
        "168.119.166.186, 168.119.166.186, true",
        "168.119.166.186, 168.119.166.187, false",
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.2.128/25, 10.1.2.127, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, ::1, false",
        "2001:db8::/32, 2001:db8:1::5, true",
        "2001:db8::/32, 2001:db9::5, false",
        "168.119.166.186, ::ffff:168.119.166.186, true",
        "::ffff:168.119.166.186, 168.119.166.186, true",
        "::1, ::1, true"
    })
    void containsWhatIsInOneOfItsBlocks(String entry, String address, boolean contained) {
        InetAddress caller = AddressRanges.address(address);

        assertThat(AddressRanges.parse("allowedAddresses", entry).contains(caller))
                .isEqualTo(contained);
        assertThat(AddressRanges.parse("allowedAddresses", "192.0.2.1, " + entry)
                        .contains(caller))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1:8080",
                " 127.0.0.1 ",
                "::ffff:127.0.0.1",
                "[::ffff:127.0.0.1]:443",
                "::ffff:127.0.0.1%1"
            })
    void readsAddressesAsServersAndProxiesWriteThem(String text) {
        assertThat(AddressRanges.address(text)).hasToString("/127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "example.com",
                "unknown",
                "1.2.3",
                "1.2.3.4.5",
                "999.1.1.1",
                "[::1",
                "_hidden",
                "::g"
            })
    void whatIsNoAddressIsNone(String text) {
        assertThat(AddressRanges.address(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::/129", "10.0.0.1,,10.0.0.2"})
    void aMalformedEntryIsRefusedByName(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressRanges.parse("trustedProxies", text))
                .withMessageContaining("option trustedProxies")
                .withMessageContaining("CIDR");
    }
}
