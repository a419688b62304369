package io.fairlead.lb.steering;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpPrefix;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrefixSetTest {

    private static IpPrefix prefix(final String text) {
        final String[] parts = text.split("/", -1);
        return new IpPrefix(IpAddress.parse(parts[0]), Integer.parseInt(parts[1]));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.0.0.0/8, 2001:db8::1, false",
        "0.0.0.0/0, 192.0.2.1, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 192.0.2.1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::8/125, 2001:db8::f, true",
        "2001:db8::8/125, 2001:db8::10, false",
        "192.0.2.1/32, 192.0.2.1, true",
        "192.0.2.1/32, 192.0.2.0, false"
    })
    void shouldContainTheAddressesOfItsPrefixesAndFamilyAlone(
            final String text, final String address, final boolean expected) {
        final PrefixSet set = new PrefixSet(List.of(prefix("198.51.100.0/24"), prefix(text)));

        assertThat(set.contains(
                        IpAddress.parse(address).high(),
                        IpAddress.parse(address).mappedLow()))
                .isEqualTo(expected);
        assertThat(new PrefixSet(List.of()).contains(0, 0)).isFalse();
    }
}
