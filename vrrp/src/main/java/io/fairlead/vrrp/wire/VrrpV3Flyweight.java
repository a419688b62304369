package io.fairlead.vrrp.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.Ipv4Address;
import io.fairlead.netstack.wire.Ipv6Address;
import io.fairlead.vrrp.VrrpVersion;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * VRRP version 3 advertisement (RFC 9568 section 5.2), with addresses of 4 or 16 bytes.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------+-------+---------------+---------------+---------------+
 *  |Version| Type  | Virtual Rtr ID|   Priority    |IPvX Addr Count|
 *  +-------+-------+---------------+---------------+---------------+
 *  |Reserve| Max Advertise Interval|          Checksum             |
 *  +-------+-----------------------+-------------------------------+
 *  |                        IPvX Address (1)                       |
 *  +---------------------------------------------------------------+
 *  |                        IPvX Address (n) ...                   |
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * <p>The interval is in centiseconds; the reserved bits are sent as zero and ignored when received. Not thread-safe, allocates nothing but
 * addresses.
 */
final class VrrpV3Flyweight implements VrrpFlyweight {

    private static final int VERSION_TYPE_FIELD_OFFSET = 0;
    private static final int VRID_FIELD_OFFSET = 1;
    private static final int PRIORITY_FIELD_OFFSET = 2;
    private static final int ADDRESS_COUNT_FIELD_OFFSET = 3;
    private static final int INTERVAL_FIELD_OFFSET = 4;
    private static final int ADDRESSES_FIELD_OFFSET = 8;

    private static final int INTERVAL_MASK = 0x0FFF;

    private MutableDirectBuffer buffer = new UnsafeBuffer(new byte[0]);
    private int offset;
    private int available;
    private boolean isIpv6;

    VrrpV3Flyweight wrap(
            final MutableDirectBuffer packetBuffer,
            final int packetOffset,
            final int availableLength,
            final boolean hasIpv6Addresses) {
        buffer = packetBuffer;
        offset = packetOffset;
        available = availableLength;
        isIpv6 = hasIpv6Addresses;
        return this;
    }

    static int length(final int addressCount, final boolean isIpv6) {
        return ADDRESSES_FIELD_OFFSET + addressCount * addressLength(isIpv6);
    }

    private static int addressLength(final boolean isIpv6) {
        return isIpv6 ? Ipv6Address.LENGTH : Ipv4Address.LENGTH;
    }

    @Override
    public VrrpV3Flyweight header(
            final int vrid, final int priority, final int addressCount, final long advertisementIntervalNs) {
        buffer.putByte(offset + VERSION_TYPE_FIELD_OFFSET, (byte) (version().number() << 4 | TYPE_ADVERTISEMENT));
        buffer.putByte(offset + VRID_FIELD_OFFSET, (byte) vrid);
        buffer.putByte(offset + PRIORITY_FIELD_OFFSET, (byte) priority);
        buffer.putByte(offset + ADDRESS_COUNT_FIELD_OFFSET, (byte) addressCount);
        buffer.putShort(
                offset + INTERVAL_FIELD_OFFSET,
                (short) (advertisementIntervalNs / version().intervalUnitNs()),
                BIG_ENDIAN);
        buffer.putShort(offset + CHECKSUM_FIELD_OFFSET, (short) 0);
        return this;
    }

    @Override
    public VrrpV3Flyweight address(final int index, final IpAddress address) {
        final int at = addressOffset(index);
        if (isIpv6) {
            buffer.putLong(at, address.high(), BIG_ENDIAN);
            buffer.putLong(at + Long.BYTES, address.low(), BIG_ENDIAN);
        } else {
            buffer.putInt(at, address.ipv4(), BIG_ENDIAN);
        }
        return this;
    }

    private int addressOffset(final int index) {
        return offset + ADDRESSES_FIELD_OFFSET + index * addressLength(isIpv6);
    }

    @Override
    public VrrpVersion version() {
        return VrrpVersion.V3;
    }

    @Override
    public boolean hasHeader() {
        return available >= ADDRESSES_FIELD_OFFSET;
    }

    @Override
    public int length() {
        return length(addressCount(), isIpv6);
    }

    @Override
    public int type() {
        return buffer.getByte(offset + VERSION_TYPE_FIELD_OFFSET) & 0x0F;
    }

    @Override
    public int vrid() {
        return u8(VRID_FIELD_OFFSET);
    }

    @Override
    public int priority() {
        return u8(PRIORITY_FIELD_OFFSET);
    }

    @Override
    public int addressCount() {
        return u8(ADDRESS_COUNT_FIELD_OFFSET);
    }

    @Override
    public int authenticationType() {
        return 0;
    }

    @Override
    public long advertisementIntervalNs() {
        return (buffer.getShort(offset + INTERVAL_FIELD_OFFSET, BIG_ENDIAN) & INTERVAL_MASK)
                * version().intervalUnitNs();
    }

    @Override
    public IpAddress address(final int index) {
        final int at = addressOffset(index);
        return isIpv6
                ? IpAddress.ofIpv6(buffer.getLong(at, BIG_ENDIAN), buffer.getLong(at + Long.BYTES, BIG_ENDIAN))
                : IpAddress.ofIpv4(buffer.getInt(at, BIG_ENDIAN));
    }

    private int u8(final int fieldOffset) {
        return buffer.getByte(offset + fieldOffset) & 0xFF;
    }

    @Override
    public String toString() {
        if (!hasHeader()) {
            return "VrrpV3[cut at " + available + " bytes]";
        }
        return "VrrpV3[vrid=" + vrid() + " priority=" + priority() + " interval=" + advertisementIntervalNs()
                + "ns addresses=" + addressCount() + "]";
    }
}
