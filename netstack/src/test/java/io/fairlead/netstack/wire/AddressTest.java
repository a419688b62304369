package io.fairlead.netstack.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0",
        "255.255.255.255, ffffffff",
        "10.51.0.1, a330001",
        "192.168.100.200, c0a864c8",
        "224.0.0.18, e0000012"
    })
    void shouldParseAndFormatIpv4(final String text, final String hex) {
        final int address = Integer.parseUnsignedInt(hex, 16);

        assertThat(Ipv4Address.parse(text)).isEqualTo(address);
        assertThat(Ipv4Address.format(address)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "...",
                "....",
                "1",
                "1.2.3",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "1.2.3.4.",
                "1.2.3.4.5",
                "256.1.1.1",
                "1.1.1.256",
                "1.1.1.1000",
                "01.1.1.1",
                "1.1.1.00",
                "-1.1.1.1",
                "+1.1.1.1",
                "1.1.1.1 ",
                " 1.1.1.1",
                "1.1.1.a",
                "0x1.1.1.1",
                "1,1,1,1",
                "::1",
                "localhost",
                "10.51.0.1/24",
                "1.1.1.\u0661",
                "4294967297.1.1.1"
            })
    void shouldRefuseWhatIsNoIpv4Address(final String text) {
        assertThatThrownBy(() -> Ipv4Address.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not an IPv4 address: '%s' (expected four numbers 0-255 like 10.51.0.1)", text);
    }

    @ParameterizedTest
    @CsvSource({
        "223.255.255.255, false",
        "224.0.0.0, true",
        "239.255.255.255, true",
        "240.0.0.0, false",
        "10.51.0.1, false"
    })
    void shouldTellIpv4Groups(final String text, final boolean multicast) {
        assertThat(Ipv4Address.isMulticast(Ipv4Address.parse(text))).isEqualTo(multicast);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0.0.0",
        "1, 128.0.0.0",
        "8, 255.0.0.0",
        "24, 255.255.255.0",
        "31, 255.255.255.254",
        "32, 255.255.255.255"
    })
    void shouldGiveMaskOfPrefix(final int prefixLength, final String mask) {
        assertThat(Ipv4Address.format(Ipv4Address.mask(prefixLength))).isEqualTo(mask);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 33, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void shouldRefusePrefixOutsideRange(final int prefixLength) {
        assertThatThrownBy(() -> Ipv4Address.mask(prefixLength))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("outside 0-32");
    }

    @ParameterizedTest
    @CsvSource({
        "00:00:00:00:00:00, 0",
        "ff:ff:ff:ff:ff:ff, ffffffffffff",
        "02:51:00:00:00:01, 25100000001",
        "01:23:45:67:89:ab, 123456789ab",
        "fe:dc:ba:98:76:54, fedcba987654"
    })
    void shouldParseAndFormatMac(final String text, final String hex) {
        final long address = Long.parseLong(hex, 16);

        assertThat(MacAddress.parse(text)).isEqualTo(address);
        assertThat(MacAddress.format(address)).isEqualTo(text);
    }

    @Test
    void shouldParseUpperCaseMac() {
        assertThat(MacAddress.parse("AB:CD:EF:00:11:22")).isEqualTo(0xABCD_EF00_1122L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "aa:bb:cc:dd:ee",
                "aa:bb:cc:dd:ee:f",
                "aa:bb:cc:dd:ee:fff",
                "aa-bb-cc-dd-ee-ff",
                "aabb.ccdd.eeff00",
                "aa:bb:cc:dd:ee:gg",
                "aa:bb:cc:dd:ee: f",
                "aa:bb:cc:dd:ee:-1",
                ":aa:bb:cc:dd:ee:f",
                "aa:bb:cc:dd:ee:f\uFF11"
            })
    void shouldRefuseWhatIsNoMac(final String text) {
        assertThatThrownBy(() -> MacAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a MAC address: '%s' (expected aa:bb:cc:dd:ee:ff)", text);
    }

    @Test
    void shouldKeepMacOnTheWayThroughBuffer() {
        final Random random = new Random(48);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8]);
        for (int i = 0; i < 10_000; i++) {
            final long address = random.nextLong() & MacAddress.BROADCAST;
            MacAddress.put(buffer, 1, address);
            assertThat(MacAddress.get(buffer, 1)).isEqualTo(address);
            assertThat(MacAddress.parse(MacAddress.format(address))).isEqualTo(address);
        }
        assertThat(buffer.getByte(0)).isZero();
        assertThat(buffer.getByte(7)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "ff:ff:ff:ff:ff:ff, true",
        "01:00:5e:00:00:12, true",
        "33:33:00:00:00:12, true",
        "02:51:00:00:00:01, false"
    })
    void shouldTellGroupMacs(final String text, final boolean group) {
        assertThat(MacAddress.isGroup(MacAddress.parse(text))).isEqualTo(group);
    }

    @ParameterizedTest
    @CsvSource({"224.0.0.18, 01:00:5e:00:00:12", "239.129.2.3, 01:00:5e:01:02:03", "239.255.255.255, 01:00:5e:7f:ff:ff"
    })
    void shouldMapIpv4GroupToMac(final String group, final String mac) {
        // RFC 1112 section 6.4: the low 23 bits
        assertThat(MacAddress.format(MacAddress.ofIpv4Group(Ipv4Address.parse(group))))
                .isEqualTo(mac);
    }

    @ParameterizedTest
    @CsvSource({"ff02::12, 33:33:00:00:00:12", "ff02::1:ffab:cdef, 33:33:ff:ab:cd:ef"})
    void shouldMapIpv6GroupToMac(final String group, final String mac) {
        // RFC 2464 section 7: the low 32 bits
        assertThat(MacAddress.format(
                        MacAddress.ofIpv6Group(Ipv6Address.parse(group).low())))
                .isEqualTo(mac);
    }
}
