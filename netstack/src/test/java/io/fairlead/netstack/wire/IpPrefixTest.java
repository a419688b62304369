package io.fairlead.netstack.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IpPrefixTest {

    @ParameterizedTest
    @CsvSource({
        "10.51.0.1, 24, 10.51.0.255, true",
        "10.51.0.1, 24, 10.51.1.0, false",
        "10.51.0.1, 32, 10.51.0.1, true",
        "10.51.0.1, 32, 10.51.0.0, false",
        "10.51.0.1, 0, 192.0.2.1, true",
        "10.51.0.1, 0, ::, false",
        "2001:db8::1, 64, 2001:db8::ffff:0:0:1, true",
        "2001:db8::1, 64, 2001:db8:0:1::1, false",
        "2001:db8::1, 48, 2001:db8:0:ffff::1, true",
        "2001:db8::1, 112, 2001:db8::ffff, true",
        "2001:db8::1, 112, 2001:db8::1:0, false",
        "2001:db8::1, 128, 2001:db8::1, true",
        "2001:db8::1, 128, 2001:db8::2, false",
        "2001:db8::1, 0, fe80::1, true",
        "2001:db8::1, 0, 10.51.0.1, false"
    })
    void shouldContainWhatAgreesInTheFirstBits(String address, int length, String other, boolean expected) {
        assertThat(prefix(address, length).contains(IpAddress.parse(other))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "10.51.0.1, 24, 10.51.0.0, true",
        "10.51.0.1, 24, 10.51.0.255, true",
        "10.51.0.1, 24, 10.51.0.1, false",
        "10.51.0.1, 24, 10.51.1.0, false",
        "10.51.0.1, 31, 10.51.0.0, false",
        "2001:db8::1, 64, 2001:db8::, true",
        "2001:db8::1, 64, 2001:db8::ffff:ffff:ffff:ffff, false",
        "2001:db8::1, 127, 2001:db8::, false",
        "fe80::1, 64, 10.51.0.0, false"
    })
    void shouldReserveNumberAndBroadcast(String address, int length, String other, boolean expected) {
        assertThat(prefix(address, length).reserves(IpAddress.parse(other))).isEqualTo(expected);
    }

    @Test
    void shouldRefuseLengthWhenTheFamilyHasNoSuch() {
        assertThatThrownBy(() -> prefix("10.51.0.1", 33)).hasMessageContaining("33 of 10.51.0.1 is outside 0-32");
        assertThatThrownBy(() -> prefix("fe80::1", 129)).hasMessageContaining("129 of fe80::1 is outside 0-128");
    }

    private static IpPrefix prefix(String address, int length) {
        return new IpPrefix(IpAddress.parse(address), length);
    }
}
