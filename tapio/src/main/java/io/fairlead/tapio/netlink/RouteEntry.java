package io.fairlead.tapio.netlink;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.Ipv4Address;
import io.fairlead.netstack.wire.Ipv6Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A route, kept as the kernel's own message so that nothing of it is lost when it moves to another interface. Immutable. */
public final class RouteEntry {

    private static final int DESTINATION_LENGTH_OFFSET = 1;
    private static final int TABLE_OFFSET = 4;
    private static final int PROTOCOL_OFFSET = 5;
    private static final int TYPE_OFFSET = 7;
    private static final int FLAGS_OFFSET = 8;
    private static final int NEXT_HOP_FLAGS_OFFSET = 2;
    private static final int NEXT_HOP_INDEX_OFFSET = 4;

    private final byte[] payload;
    private final Attributes attributes;

    RouteEntry(final byte[] payload) {
        if (payload.length < Rtnetlink.RTMSG_LENGTH) {
            throw new IllegalArgumentException("a route message has at least 12 bytes: " + payload.length);
        }
        this.payload = payload.clone();
        this.attributes = Attributes.parse(payload, Rtnetlink.RTMSG_LENGTH);
    }

    /**
     * Restores what {@link #toHex} wrote.
     *
     * @param hex digits
     * @return the route
     */
    public static RouteEntry fromHex(final String hex) {
        return new RouteEntry(HexFormat.of().parseHex(hex));
    }

    /**
     * The whole message, for a file.
     *
     * @return hex digits
     */
    public String toHex() {
        return HexFormat.of().formatHex(payload);
    }

    /**
     * Who made the route, such as 2 for the kernel itself.
     *
     * @return the rtm_protocol of rtnetlink(7)
     */
    public int protocol() {
        return Byte.toUnsignedInt(payload[PROTOCOL_OFFSET]);
    }

    /**
     * Whether it came, and comes again, by itself with an address: routes of the local table, such as broadcast addresses.
     *
     * @return true for the kernel's own entries of the local table
     */
    public boolean isImpliedByAddress() {
        return protocol() == Rtnetlink.RTPROT_KERNEL && table() == Rtnetlink.RT_TABLE_LOCAL;
    }

    boolean isUsableFor(final IpAddress destination, final int prefixLength) {
        return Byte.toUnsignedInt(payload[0]) == (destination.isIpv6() ? Rtnetlink.AF_INET6 : Rtnetlink.AF_INET)
                && Byte.toUnsignedInt(payload[DESTINATION_LENGTH_OFFSET]) == prefixLength
                && Arrays.equals(destinationBytes(), AddressEntry.bytesOf(destination))
                && table() == Rtnetlink.RT_TABLE_MAIN
                && payload[TYPE_OFFSET] == Rtnetlink.RTN_UNICAST
                && hasUsableNextHop();
    }

    private byte[] destinationBytes() {
        final byte[] bytes = attributes.get(Rtnetlink.RTA_DST);
        return bytes != null
                ? bytes
                : new byte[payload[0] == Rtnetlink.AF_INET6 ? Ipv6Address.LENGTH : Ipv4Address.LENGTH];
    }

    private boolean hasUsableNextHop() {
        final byte[] hops = attributes.get(Rtnetlink.RTA_MULTIPATH);
        if (hops == null) {
            return (flags() & stateFlags()) == 0;
        }
        final ByteBuffer buffer = ByteBuffer.wrap(hops).order(ByteOrder.nativeOrder());
        int offset = 0;
        while (offset + Rtnetlink.RTNH_LENGTH <= hops.length) {
            final int length = Short.toUnsignedInt(buffer.getShort(offset));
            if ((buffer.get(offset + NEXT_HOP_FLAGS_OFFSET) & stateFlags()) == 0) {
                return true;
            }
            if (length < Rtnetlink.RTNH_LENGTH) {
                break;
            }
            offset += (length + 3) & ~3;
        }
        return false;
    }

    byte[] payload() {
        return payload.clone();
    }

    int table() {
        return attributes.int32(Rtnetlink.RTA_TABLE, Byte.toUnsignedInt(payload[TABLE_OFFSET]));
    }

    boolean isCached() {
        return (flags() & Rtnetlink.RTM_F_CLONED) != 0;
    }

    boolean leadsTo(final int interfaceIndex) {
        if (attributes.int32(Rtnetlink.RTA_OIF, 0) == interfaceIndex) {
            return true;
        }
        final byte[] hops = attributes.get(Rtnetlink.RTA_MULTIPATH);
        return hops != null && rewriteNextHops(hops, interfaceIndex, interfaceIndex);
    }

    /** Fixed part and attributes with one interface in place of another, without what only the kernel may set. */
    void writeTo(final MessageBuilder request, final int fromIndex, final int toIndex) {
        final byte[] header = Arrays.copyOf(payload, Rtnetlink.RTMSG_LENGTH);
        ByteBuffer.wrap(header).order(ByteOrder.nativeOrder()).putInt(FLAGS_OFFSET, flags() & ~stateFlags());
        request.bytes(header);
        attributes.forEach((type, value) -> {
            if (type == Rtnetlink.RTA_OIF) {
                request.attribute(type, toIndex);
            } else if (type == Rtnetlink.RTA_MULTIPATH) {
                final byte[] hops = value.clone();
                rewriteNextHops(hops, fromIndex, toIndex);
                request.attribute(type, hops);
            } else if (type != Rtnetlink.RTA_CACHEINFO && type != Rtnetlink.RTA_NH_ID) {
                // The next-hop object went with the interface; the message spells its next hop out as well.
                request.attribute(type, value);
            }
        });
    }

    /** As in {@code ip route}, such as {@code 0.0.0.0/0 via 10.51.0.254 proto 4 table 254}. */
    @Override
    public String toString() {
        final byte[] destination = attributes.get(Rtnetlink.RTA_DST);
        final byte[] gateway = attributes.get(Rtnetlink.RTA_GATEWAY);
        return (destination == null
                        ? "default"
                        : AddressEntry.parse(destination).getHostAddress() + "/"
                                + Byte.toUnsignedInt(payload[DESTINATION_LENGTH_OFFSET]))
                + (gateway == null ? "" : " via " + AddressEntry.parse(gateway).getHostAddress())
                + " proto " + protocol() + " table " + Integer.toUnsignedString(table());
    }

    @Override
    public boolean equals(final @Nullable Object other) {
        return other instanceof RouteEntry that && toHex().equals(that.toHex());
    }

    @Override
    public int hashCode() {
        return toHex().hashCode();
    }

    private int flags() {
        return ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder()).getInt(FLAGS_OFFSET);
    }

    private static int stateFlags() {
        return Rtnetlink.RTNH_F_DEAD | Rtnetlink.RTNH_F_LINKDOWN;
    }

    /** Returns whether any next hop led to {@code from}. */
    private static boolean rewriteNextHops(final byte[] hops, final int from, final int to) {
        final ByteBuffer buffer = ByteBuffer.wrap(hops).order(ByteOrder.nativeOrder());
        boolean found = false;
        int offset = 0;
        while (offset + Rtnetlink.RTNH_LENGTH <= hops.length) {
            final int length = Short.toUnsignedInt(buffer.getShort(offset));
            if (length < Rtnetlink.RTNH_LENGTH) {
                break;
            }
            if (buffer.getInt(offset + NEXT_HOP_INDEX_OFFSET) == from) {
                found = true;
                buffer.putInt(offset + NEXT_HOP_INDEX_OFFSET, to);
                buffer.put(offset + NEXT_HOP_FLAGS_OFFSET, (byte)
                        (buffer.get(offset + NEXT_HOP_FLAGS_OFFSET) & ~stateFlags()));
            }
            offset += (length + 3) & ~3;
        }
        return found;
    }
}
