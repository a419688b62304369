package io.fairlead.netstack.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IpAddressTest {

    /** The examples of RFC 5952 sections 4 and 5, and the corners of ours. */
    @ParameterizedTest
    @CsvSource({
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:0db8::0001, 2001:db8::1",
        "2001:DB8::1, 2001:db8::1",
        "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:db8::1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "::ffff:192.0.2.1, ::ffff:c000:201",
        "1:2:3:4:5:6:10.0.0.1, 1:2:3:4:5:6:a00:1",
        "ff02::12, ff02::12",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "10.51.0.1, 10.51.0.1"
    })
    void shouldWriteTheCanonicalFormWhenParsed(final String text, final String canonical) {
        final IpAddress address = IpAddress.parse(text);
        assertThat(address).hasToString(canonical);
        assertThat(IpAddress.parse(canonical)).isEqualTo(address).hasSameHashCodeAs(address);
        assertThat(address.isIpv6()).isEqualTo(text.contains(":"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "1:2:3:4::5:6:7:8", "12345::",
                "g::1", "fe80::1%eth0", "::1.2.3", "1.2.3.4::", "::1.2.3.4:5", "::256.0.0.1", " ::1", "::-1",
                        "::\u0661",
                "1:2:3:4:5:6:7:", ":1:2:3:4:5:6:7"
            })
    void shouldRefuseWhenItIsNoAddress(final String text) {
        assertThatThrownBy(() -> IpAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void shouldOrderAsUnsignedNumbers() {
        final List<IpAddress> ordered = List.of(
                IpAddress.parse("1.2.3.4"),
                IpAddress.parse("200.0.0.1"),
                IpAddress.parse("::1"),
                IpAddress.parse("::ffff:ffff:ffff:ffff"),
                IpAddress.parse("7fff::"),
                IpAddress.parse("fe80::1"),
                IpAddress.parse("fe80::8000:0:0:1"));
        assertThat(ordered.stream().sorted()).containsExactlyElementsOf(ordered);
    }

    @Test
    void shouldKnowItsKind() {
        assertThat(IpAddress.parse("fe80::1").isLinkLocalIpv6()).isTrue();
        assertThat(IpAddress.parse("febf::1").isLinkLocalIpv6()).isTrue();
        assertThat(IpAddress.parse("fec0::1").isLinkLocalIpv6()).isFalse();
        assertThat(IpAddress.parse("169.254.0.1").isLinkLocalIpv6()).isFalse();
        assertThat(IpAddress.parse("ff02::12").isMulticast()).isTrue();
        assertThat(IpAddress.parse("224.0.0.18").isMulticast()).isTrue();
        assertThat(IpAddress.parse("2001:db8::1").isMulticast()).isFalse();
        assertThat(IpAddress.parse("::").isUnspecified()).isTrue();
        assertThat(IpAddress.parse("0.0.0.0").isUnspecified()).isTrue();
        assertThat(IpAddress.parse("::1").isUnspecified()).isFalse();
        assertThat(IpAddress.parse("::1").length()).isEqualTo(16);
        assertThat(IpAddress.parse("1.1.1.1").length()).isEqualTo(4);
        assertThat(IpAddress.parse("::1")).isNotEqualTo(IpAddress.parse("0.0.0.1"));
    }

    @Test
    void shouldRefuseWhenIpv6IsAskedForItsIpv4Form() {
        assertThat(IpAddress.parse("10.0.0.1").ipv4()).isEqualTo(0x0A00_0001);
        assertThatThrownBy(() -> IpAddress.parse("::1").ipv4()).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "255.255.255.255",
                "10.51.0.1",
                "::",
                "::1",
                "::1:0:0",
                "2001:db8::ffff:0:1",
                "ff02::1"
            })
    void shouldComeBackFromTheFormOfTables(final String text) {
        final IpAddress address = IpAddress.parse(text);
        assertThat(IpAddress.ofMapped(address.high(), address.mappedLow())).isEqualTo(address);
    }

    @Test
    void shouldTakeAMappedAddressForTheIpv4OneInTables() {
        final IpAddress mapped = IpAddress.parse("::ffff:10.51.0.1");
        assertThat(mapped.isIpv6()).isTrue();
        assertThat(IpAddress.ofMapped(mapped.high(), mapped.low())).isEqualTo(IpAddress.parse("10.51.0.1"));
    }

    @ParameterizedTest
    @CsvSource({
        "10.51.0.1, true",
        "0.0.0.1, true",
        "223.255.255.255, true",
        "240.0.0.1, true",
        "0.0.0.0, false",
        "224.0.0.1, false",
        "239.255.255.255, false",
        "2001:db8::1, true",
        "::1, true",
        "1::, true",
        "fe80::1, true",
        "::, false",
        "ff02::1, false",
        "ff00::, false"
    })
    void shouldKnowTheAddressOfOneHost(final String text, final boolean isUnicast) {
        final IpAddress address = IpAddress.parse(text);
        assertThat(IpAddress.isUnicast(address.high(), address.mappedLow())).isEqualTo(isUnicast);
    }
}
