package io.fairlead.tapio.netlink;

import io.fairlead.tapio.sys.Errnos;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Requests about the addresses of interfaces. Shares its {@link Netlink}'s contract. */
public final class Addresses {

    private final Netlink netlink;

    Addresses(final Netlink netlink) {
        this.netlink = netlink;
    }

    /**
     * All addresses of an interface, IPv4 and IPv6, in the kernel's order.
     *
     * @param link to look at
     * @return the addresses
     */
    public List<AddressEntry> of(final Link link) {
        final List<AddressEntry> found = new ArrayList<>();
        final MessageBuilder request = new MessageBuilder(Rtnetlink.RTM_GETADDR, Rtnetlink.NLM_F_DUMP)
                .int8(Rtnetlink.AF_UNSPEC)
                .int8(0)
                .int16(0)
                .int32(0);
        netlink.query("read the addresses of " + link.name(), request, (type, payload) -> {
            final AddressEntry entry = new AddressEntry(payload);
            if (type == Rtnetlink.RTM_NEWADDR && entry.interfaceIndex() == link.index()) {
                found.add(entry);
            }
        });
        return found;
    }

    /**
     * Gives an interface an address that was read from this or another one. Does nothing if it has it.
     *
     * @param link to change
     * @param address to add
     */
    public void add(final Link link, final AddressEntry address) {
        final MessageBuilder request = new MessageBuilder(
                        Rtnetlink.RTM_NEWADDR, Rtnetlink.NLM_F_ACK | Rtnetlink.NLM_F_CREATE | Rtnetlink.NLM_F_EXCL)
                .bytes(address.payloadFor(link.index()));
        netlink.executeUnless(Errnos.EEXIST, "add address " + address + " to " + link.name(), request);
    }

    /**
     * Takes an address from an interface. Does nothing if it has it no more.
     *
     * @param link to change
     * @param address to delete
     */
    public void delete(final Link link, final AddressEntry address) {
        final MessageBuilder request =
                new MessageBuilder(Rtnetlink.RTM_DELADDR, Rtnetlink.NLM_F_ACK).bytes(address.payloadFor(link.index()));
        netlink.executeUnless(Errnos.EADDRNOTAVAIL, "delete address " + address + " from " + link.name(), request);
    }

    /**
     * Gives an interface an address of full prefix length that the kernel removes by itself after its lifetime; renews the lifetime if it has it.
     * No route to a prefix and no duplicate address detection come with it.
     *
     * @param link to change
     * @param address to add or renew
     * @param lifetimes validity
     */
    public void replace(final Link link, final InetAddress address, final Lifetimes lifetimes) {
        netlink.execute(
                "add address " + describe(address) + " to " + link.name(), lasting(link.index(), address, lifetimes));
    }

    /**
     * Takes an address of full prefix length from an interface. Does nothing if it has it no more.
     *
     * @param link to change
     * @param address to delete
     */
    public void delete(final Link link, final InetAddress address) {
        netlink.executeUnless(
                Errnos.EADDRNOTAVAIL,
                "delete address " + describe(address) + " from " + link.name(),
                hostAddress(Rtnetlink.RTM_DELADDR, Rtnetlink.NLM_F_ACK, link.index(), address));
    }

    /**
     * How long an address lasts and who is its maker.
     *
     * @param validSeconds until the kernel removes it
     * @param preferredSeconds until it is deprecated: no source of new connections (IPv6)
     * @param protocol IFA_PROTO mark of its maker, kept by kernels since 5.18
     */
    public record Lifetimes(int validSeconds, int preferredSeconds, int protocol) {}

    static MessageBuilder lasting(final int interfaceIndex, final InetAddress address, final Lifetimes lifetimes) {
        final MessageBuilder request = hostAddress(
                        Rtnetlink.RTM_NEWADDR,
                        Rtnetlink.NLM_F_ACK | Rtnetlink.NLM_F_CREATE | Rtnetlink.NLM_F_REPLACE,
                        interfaceIndex,
                        address)
                .attribute(
                        Rtnetlink.IFA_FLAGS,
                        Rtnetlink.IFA_F_NOPREFIXROUTE | (address instanceof Inet4Address ? 0 : Rtnetlink.IFA_F_NODAD))
                .attribute(Rtnetlink.IFA_PROTO, new byte[] {(byte) lifetimes.protocol()});
        final int cacheInfo = request.begin(Rtnetlink.IFA_CACHEINFO);
        request.int32(lifetimes.preferredSeconds())
                .int32(lifetimes.validSeconds())
                .int32(0)
                .int32(0)
                .end(cacheInfo);
        return request;
    }

    private static MessageBuilder hostAddress(
            final int type, final int flags, final int interfaceIndex, final InetAddress address) {
        final byte[] bytes = address.getAddress();
        final boolean ipv4 = address instanceof Inet4Address;
        return new MessageBuilder(type, flags)
                .int8(ipv4 ? Rtnetlink.AF_INET : Rtnetlink.AF_INET6)
                .int8(bytes.length * Byte.SIZE)
                .int8(0)
                .int8(Rtnetlink.RT_SCOPE_UNIVERSE)
                .int32(interfaceIndex)
                .attribute(Rtnetlink.IFA_LOCAL, bytes)
                .attribute(Rtnetlink.IFA_ADDRESS, bytes);
    }

    private static String describe(final InetAddress address) {
        return address.getHostAddress() + "/" + address.getAddress().length * Byte.SIZE;
    }
}
