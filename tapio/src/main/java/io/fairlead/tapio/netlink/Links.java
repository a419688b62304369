package io.fairlead.tapio.netlink;

import io.fairlead.tapio.sys.Errnos;
import io.fairlead.tapio.sys.SystemCallException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests about network interfaces. Shares its {@link Netlink}'s contract. */
public final class Links {

    private static final int MAC_LENGTH = 6;

    private final Netlink netlink;

    Links(final Netlink netlink) {
        this.netlink = netlink;
    }

    /**
     * All interfaces of the namespace.
     *
     * @return what is known of them now
     */
    public List<Link> all() {
        final List<Link> found = new ArrayList<>();
        netlink.query(
                "list the interfaces",
                linkMessage(Rtnetlink.RTM_GETLINK, Rtnetlink.NLM_F_DUMP, 0, 0, 0),
                collect(found));
        return found;
    }

    /**
     * Looks an interface up by its name.
     *
     * @param name of the interface
     * @return what is known of it now, empty if there is none
     */
    public Optional<Link> find(final String name) {
        return find(
                "look up interface " + name,
                linkMessage(Rtnetlink.RTM_GETLINK, Rtnetlink.NLM_F_ACK, 0, 0, 0)
                        .attribute(Rtnetlink.IFLA_IFNAME, name));
    }

    /**
     * Looks an interface up by its index.
     *
     * @param index of the interface
     * @return what is known of it now, empty if there is none
     */
    public Optional<Link> find(final int index) {
        return find("look up interface " + index, linkMessage(Rtnetlink.RTM_GETLINK, Rtnetlink.NLM_F_ACK, index, 0, 0));
    }

    /**
     * Sets an interface up or down.
     *
     * @param link to change
     * @param up true for up
     */
    public void setUp(final Link link, final boolean up) {
        setFlag(link, Link.IFF_UP, up, "set " + link.name() + (up ? " up" : " down"));
    }

    /**
     * Makes an interface receive all multicast frames, or only those of its groups.
     *
     * @param link to change
     * @param on true for all
     */
    public void setAllMulticast(final Link link, final boolean on) {
        setFlag(link, Link.IFF_ALLMULTI, on, "set allmulticast of " + link.name());
    }

    /**
     * Renames an interface, which has to be down.
     *
     * @param link to change
     * @param name at most 15 characters
     */
    public void rename(final Link link, final String name) {
        netlink.execute("rename " + link.name() + " to " + name, change(link).attribute(Rtnetlink.IFLA_IFNAME, name));
    }

    /**
     * Gives an interface another MAC address.
     *
     * @param link to change
     * @param mac 48 bits, first byte most significant
     */
    public void setMac(final Link link, final long mac) {
        final byte[] bytes = new byte[MAC_LENGTH];
        for (int i = 0; i < MAC_LENGTH; i++) {
            bytes[i] = (byte) (mac >>> (8 * (MAC_LENGTH - 1 - i)));
        }
        netlink.execute("set the MAC address of " + link.name(), change(link).attribute(Rtnetlink.IFLA_ADDRESS, bytes));
    }

    /**
     * Sets the largest IP packet that an interface carries.
     *
     * @param link to change
     * @param mtu in bytes
     */
    public void setMtu(final Link link, final int mtu) {
        netlink.execute(
                "set the MTU of " + link.name() + " to " + mtu, change(link).attribute(Rtnetlink.IFLA_MTU, mtu));
    }

    /**
     * Sets how many frames wait in an interface before the kernel drops further ones.
     *
     * @param link to change
     * @param frames greater than 0
     */
    public void setTransmitQueueLength(final Link link, final int frames) {
        netlink.execute(
                "set the queue length of " + link.name() + " to " + frames,
                change(link).attribute(Rtnetlink.IFLA_TXQLEN, frames));
    }

    /**
     * Leaves a free text on an interface, shown by {@code ip link}.
     *
     * @param link to change
     * @param alias at most 255 bytes
     */
    public void setAlias(final Link link, final String alias) {
        netlink.execute("set the alias of " + link.name(), change(link).attribute(Rtnetlink.IFLA_IFALIAS, alias));
    }

    /**
     * Deletes a virtual interface.
     *
     * @param link to delete
     */
    public void delete(final Link link) {
        netlink.execute(
                "delete interface " + link.name(),
                linkMessage(Rtnetlink.RTM_DELLINK, Rtnetlink.NLM_F_ACK, link.index(), 0, 0));
    }

    /**
     * How many queues a TAP device has. Linux 4.20 tells; of an older kernel's it is said that it has one alone.
     *
     * @param link a TUN or TAP device
     * @return what is known of them now; empty if the device is gone
     */
    public Optional<TapMode> tapMode(final Link link) {
        final List<TapMode> found = new ArrayList<>();
        return found(
                "look up the queues of " + link.name(),
                linkMessage(Rtnetlink.RTM_GETLINK, Rtnetlink.NLM_F_ACK, link.index(), 0, 0),
                found,
                (type, payload) -> {
                    if (type == Rtnetlink.RTM_NEWLINK) {
                        found.add(tapMode(payload));
                    }
                });
    }

    private static TapMode tapMode(final byte[] payload) {
        final Attributes data = Attributes.parse(payload, Rtnetlink.IFINFOMSG_LENGTH)
                .nested(Rtnetlink.IFLA_LINKINFO)
                .nested(Rtnetlink.IFLA_INFO_DATA);
        return new TapMode(
                data.unsigned8(Rtnetlink.IFLA_TUN_MULTI_QUEUE, 0) != 0, data.int32(Rtnetlink.IFLA_TUN_NUM_QUEUES, 0));
    }

    private Optional<Link> find(final String doing, final MessageBuilder request) {
        final List<Link> found = new ArrayList<>();
        return found(doing, request, found, collect(found));
    }

    /** The first of those that the answers have brought. */
    private <T> Optional<T> found(
            final String doing, final MessageBuilder request, final List<T> found, final Netlink.Answers answers) {
        try {
            netlink.query(doing, request, answers);
        } catch (final SystemCallException e) {
            if (e.errno() == Errnos.ENODEV) {
                return Optional.empty();
            }
            throw e;
        }
        return found.stream().findFirst();
    }

    private static Netlink.Answers collect(final List<Link> found) {
        return (type, payload) -> {
            if (type == Rtnetlink.RTM_NEWLINK) {
                found.add(parse(payload));
            }
        };
    }

    private void setFlag(final Link link, final int flag, final boolean on, final String doing) {
        netlink.execute(
                doing, linkMessage(Rtnetlink.RTM_NEWLINK, Rtnetlink.NLM_F_ACK, link.index(), on ? flag : 0, flag));
    }

    private static MessageBuilder change(final Link link) {
        return linkMessage(Rtnetlink.RTM_NEWLINK, Rtnetlink.NLM_F_ACK, link.index(), 0, 0);
    }

    static MessageBuilder linkMessage(
            final int type, final int requestFlags, final int index, final int flags, final int flagMask) {
        return new MessageBuilder(type, requestFlags)
                .int8(Rtnetlink.AF_UNSPEC)
                .int8(0)
                .int16(0)
                .int32(index)
                .int32(flags)
                .int32(flagMask);
    }

    static Link parse(final byte[] payload) {
        final ByteBuffer header = ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder());
        final Attributes attributes = Attributes.parse(payload, Rtnetlink.IFINFOMSG_LENGTH);
        return new Link(
                header.getInt(4),
                attributes.string(Rtnetlink.IFLA_IFNAME),
                mac(attributes.get(Rtnetlink.IFLA_ADDRESS)),
                attributes.int32(Rtnetlink.IFLA_MTU, 0),
                header.getInt(8),
                Short.toUnsignedInt(header.getShort(2)),
                attributes.int32(Rtnetlink.IFLA_LINK, 0),
                attributes.int32(Rtnetlink.IFLA_MASTER, 0),
                attributes.nested(Rtnetlink.IFLA_LINKINFO).string(Rtnetlink.IFLA_INFO_KIND),
                attributes.string(Rtnetlink.IFLA_IFALIAS));
    }

    private static long mac(final byte @Nullable [] bytes) {
        if (bytes == null || bytes.length != MAC_LENGTH) {
            return 0;
        }
        long mac = 0;
        for (final byte b : bytes) {
            mac = mac << 8 | Byte.toUnsignedLong(b);
        }
        return mac;
    }
}
