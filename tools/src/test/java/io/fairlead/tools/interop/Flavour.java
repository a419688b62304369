package io.fairlead.tools.interop;

import io.fairlead.tools.lab.VrrpSettings;
import java.time.Duration;
import java.util.List;

/**
 * A way to speak VRRP.
 *
 * @param version 2 or 3
 * @param interval from one advertisement to the next
 * @param virtualIps of one family; with IPv6 a link-local address first
 * @param password the simple password of version 2; empty for none
 * @param unicast whether advertisements go to the other's own address instead of the group
 */
record Flavour(int version, Duration interval, List<String> virtualIps, String password, boolean unicast) {
    /** The default of all three implementations. */
    static final Flavour V2 = new Flavour(2, Duration.ofSeconds(1), List.of("10.51.0.100/24"), "", false);

    static final Flavour V2_PASSWORD =
            new Flavour(2, Duration.ofSeconds(1), List.of("10.51.0.100/24"), "secret", false);
    static final Flavour V3 = new Flavour(3, Duration.ofMillis(100), List.of("10.51.0.100/24"), "", false);
    static final Flavour V3_UNICAST = new Flavour(3, Duration.ofMillis(100), List.of("10.51.0.100/24"), "", true);
    static final Flavour V3_IPV6 =
            new Flavour(3, Duration.ofMillis(100), List.of("fe80::51:100/64", "2001:db8:51::100/64"), "", false);

    private static final int VRID = 51;

    VrrpSettings settings(final Side self, final Side other) {
        return new VrrpSettings(
                version,
                VRID,
                self.priority(),
                interval,
                virtualIps,
                true,
                unicast ? List.of(other.address()) : List.of(),
                password);
    }

    @Override
    public String toString() {
        return "v" + version + (virtualIps.get(0).contains(":") ? " IPv6 " : " IPv4 ") + interval.toMillis() + " ms"
                + (unicast ? " unicast" : "") + (password.isEmpty() ? "" : " password");
    }
}
