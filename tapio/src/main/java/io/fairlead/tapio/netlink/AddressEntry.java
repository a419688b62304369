package io.fairlead.tapio.netlink;

import io.fairlead.netstack.wire.IpAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** An address of an interface, kept as the kernel's own message so that nothing of it is lost when it moves. Immutable. */
public final class AddressEntry {

    private static final int PREFIX_LENGTH_OFFSET = 1;
    private static final int FLAGS_OFFSET = 2;
    private static final int INDEX_OFFSET = 4;

    private final byte[] payload;
    private final Attributes attributes;

    AddressEntry(final byte[] payload) {
        if (payload.length < Rtnetlink.IFADDRMSG_LENGTH) {
            throw new IllegalArgumentException("an address message has at least 8 bytes: " + payload.length);
        }
        this.payload = payload.clone();
        this.attributes = Attributes.parse(payload, Rtnetlink.IFADDRMSG_LENGTH);
    }

    /**
     * Restores what {@link #toHex} wrote.
     *
     * @param hex digits
     * @return the address
     */
    public static AddressEntry fromHex(final String hex) {
        return new AddressEntry(HexFormat.of().parseHex(hex));
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
     * The address itself.
     *
     * @return IPv4 or IPv6
     */
    public InetAddress address() {
        return parse(attributes.get(
                attributes.get(Rtnetlink.IFA_LOCAL) != null ? Rtnetlink.IFA_LOCAL : Rtnetlink.IFA_ADDRESS));
    }

    /**
     * The length of the subnet's prefix.
     *
     * @return in bits
     */
    public int prefixLength() {
        return Byte.toUnsignedInt(payload[PREFIX_LENGTH_OFFSET]);
    }

    /**
     * Who made the address, as far as the kernel (5.18 and later) knows.
     *
     * @return the value of IFA_PROTO, 0 if unknown
     */
    public int protocol() {
        return attributes.unsigned8(Rtnetlink.IFA_PROTO, 0);
    }

    /**
     * Whether duplicate address detection is still going on, so that the address cannot be used yet.
     *
     * @return true for a new IPv6 address
     */
    public boolean isTentative() {
        return hasFlag(Rtnetlink.IFA_F_TENTATIVE);
    }

    /**
     * Whether an IPv6 address is one to tell others of: neither tentative, nor a duplicate (RFC 4862 section 5.4), nor deprecated (section 5.5.4), nor temporary
     * (RFC 8981).
     *
     * @return false for one that may not be there for long
     */
    public boolean isLasting() {
        return !hasFlag(Rtnetlink.IFA_F_TENTATIVE
                | Rtnetlink.IFA_F_DADFAILED
                | Rtnetlink.IFA_F_DEPRECATED
                | Rtnetlink.IFA_F_TEMPORARY);
    }

    private boolean hasFlag(final int anyOf) {
        return (attributes.int32(Rtnetlink.IFA_FLAGS, Byte.toUnsignedInt(payload[FLAGS_OFFSET])) & anyOf) != 0;
    }

    int interfaceIndex() {
        return ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder()).getInt(INDEX_OFFSET);
    }

    byte[] payloadFor(final int interfaceIndex) {
        final byte[] copy = payload.clone();
        ByteBuffer.wrap(copy).order(ByteOrder.nativeOrder()).putInt(INDEX_OFFSET, interfaceIndex);
        return copy;
    }

    /** As in {@code ip addr}, such as {@code 10.51.0.1/24}. */
    @Override
    public String toString() {
        return address().getHostAddress() + "/" + prefixLength();
    }

    @Override
    public boolean equals(final @Nullable Object other) {
        return other instanceof AddressEntry that && toHex().equals(that.toHex());
    }

    @Override
    public int hashCode() {
        return toHex().hashCode();
    }

    static byte[] bytesOf(final IpAddress address) {
        final ByteBuffer bytes = ByteBuffer.allocate(address.length());
        return (address.isIpv6() ? bytes.putLong(address.high()).putLong(address.low()) : bytes.putInt(address.ipv4()))
                .array();
    }

    static InetAddress parse(final byte @Nullable [] bytes) {
        try {
            return InetAddress.getByAddress(bytes == null ? new byte[0] : bytes);
        } catch (final UnknownHostException e) {
            throw new IllegalArgumentException("the message has no IPv4 or IPv6 address", e);
        }
    }
}
