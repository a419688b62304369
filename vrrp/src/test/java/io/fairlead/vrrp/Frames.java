package io.fairlead.vrrp;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.MacAddress;
import java.util.HexFormat;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Bytes that keepalived 2.2.7 sent, and what they stand for. */
public final class Frames {

    public static final long MAC_1 = MacAddress.parse("02:51:00:00:00:01");
    public static final IpAddress NODE_1 = IpAddress.parse("10.51.0.1");
    public static final IpAddress NODE_2 = IpAddress.parse("10.51.0.2");
    public static final IpAddress GROUP = IpAddress.parse("224.0.0.18");
    public static final IpAddress VIP = IpAddress.parse("10.51.0.100");

    /** VRID 51, priority 99, 1 s, no authentication, from 10.51.0.1, IP id 1. */
    public static final String ADVERTISEMENT = "01005e00001202510000000108004" + "5c00028"
            + "00010000ff70d05e0a330001e0000012" + "213363010001" + "71330a330064" + "0000000000000000";

    public static final String GRATUITOUS_ARP =
            "ffffffffffff025100000001080600010800060400010251000000010a330064ffffffffffff0a330064";

    private Frames() {}

    public static UnsafeBuffer buffer(final String hex) {
        return new UnsafeBuffer(HexFormat.of().parseHex(hex));
    }

    public static String hex(final UnsafeBuffer buffer, final int offset, final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    public static VirtualRouterConfig.Builder config() {
        return VirtualRouterConfig.builder(51, NODE_1, List.of(VIP)).priority(99);
    }

    public static Advertisement advertisement(final IpAddress source, final int priority) {
        return new Advertisement(VrrpVersion.V2, 51, priority, 1_000_000_000L, 0, source, GROUP, MAC_1, List.of(VIP));
    }

    public static Advertisement advertisementV3(final IpAddress source, final int priority, final long intervalNs) {
        return new Advertisement(VrrpVersion.V3, 51, priority, intervalNs, 0, source, GROUP, MAC_1, List.of(VIP));
    }
}
