package io.fairlead.tapio.netlink;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.OptionalLong;
import org.agrona.collections.MutableLong;

/** Requests about the kernel's neighbours, those of ARP and of neighbour discovery. Shares its {@link Netlink}'s contract. */
public final class Neighbors {

    private static final int MAC_LENGTH = 6;
    private static final int IFINDEX_OFFSET = 4;
    private static final int STATE_OFFSET = 8;
    private static final long NONE = -1;

    private final Netlink netlink;

    Neighbors(final Netlink netlink) {
        this.netlink = netlink;
    }

    /**
     * Where the kernel sends frames for a neighbour.
     *
     * @param link by which it is reached
     * @param address of the neighbour
     * @return its MAC address; empty if the kernel does not know it, or has given it up
     */
    public OptionalLong find(final Link link, final InetAddress address) {
        final MutableLong found = new MutableLong(NONE);
        final byte[] wanted = address.getAddress();
        final MessageBuilder request = message(Rtnetlink.RTM_GETNEIGH, Rtnetlink.NLM_F_DUMP, link, address, 0);
        netlink.query("read the neighbours of " + link.name(), request, (type, payload) -> {
            final ByteBuffer header = ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder());
            final Attributes attributes = Attributes.parse(payload, Rtnetlink.NDMSG_LENGTH);
            final byte[] mac = attributes.get(Rtnetlink.NDA_LLADDR);
            if (type == Rtnetlink.RTM_NEWNEIGH
                    && header.getInt(IFINDEX_OFFSET) == link.index()
                    && (header.getShort(STATE_OFFSET) & Rtnetlink.NUD_USABLE) != 0
                    && mac != null
                    && mac.length == MAC_LENGTH
                    && Arrays.equals(attributes.get(Rtnetlink.NDA_DST), wanted)) {
                final ByteBuffer bytes = ByteBuffer.wrap(mac);
                found.set((bytes.getShort() & 0xFFFFL) << 32 | (bytes.getInt() & 0xFFFF_FFFFL));
            }
        });
        return found.get() == NONE ? OptionalLong.empty() : OptionalLong.of(found.get());
    }

    /**
     * Has the kernel find out, or confirm, where a neighbour is, as if it had a packet for it.
     *
     * @param link by which it is reached
     * @param address of the neighbour
     */
    public void solicit(final Link link, final InetAddress address) {
        final MessageBuilder request = message(
                        Rtnetlink.RTM_NEWNEIGH,
                        Rtnetlink.NLM_F_ACK | Rtnetlink.NLM_F_CREATE,
                        link,
                        address,
                        Rtnetlink.NTF_USE)
                .attribute(Rtnetlink.NDA_DST, address.getAddress());
        netlink.execute("look for " + address.getHostAddress() + " on " + link.name(), request);
    }

    private static MessageBuilder message(
            final int type, final int flags, final Link link, final InetAddress address, final int neighborFlags) {
        return new MessageBuilder(type, flags)
                .int8(address instanceof Inet4Address ? Rtnetlink.AF_INET : Rtnetlink.AF_INET6)
                .int8(0)
                .int16(0)
                .int32(link.index())
                .int16(0)
                .int8(neighborFlags)
                .int8(0);
    }
}
