package io.fairlead.vrrp.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.Ipv4Address;
import io.fairlead.vrrp.VrrpVersion;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * VRRP version 2 advertisement (RFC 3768 section 5.1).
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------+-------+---------------+---------------+---------------+
 *  |Version| Type  | Virtual Rtr ID|   Priority    | Count IP Addrs|
 *  +-------+-------+---------------+---------------+---------------+
 *  |   Auth Type   |   Adver Int   |          Checksum             |
 *  +---------------+---------------+-------------------------------+
 *  |                         IP Address (1)                        |
 *  +---------------------------------------------------------------+
 *  |                         IP Address (n) ...                    |
 *  +---------------------------------------------------------------+
 *  |                     Authentication Data (1)                   |
 *  +---------------------------------------------------------------+
 *  |                     Authentication Data (2)                   |
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * <p>Not thread-safe, allocates nothing but addresses.
 */
final class VrrpV2Flyweight implements VrrpFlyweight {

    private static final int VERSION_TYPE_FIELD_OFFSET = 0;
    private static final int VRID_FIELD_OFFSET = 1;
    private static final int PRIORITY_FIELD_OFFSET = 2;
    private static final int ADDRESS_COUNT_FIELD_OFFSET = 3;
    private static final int AUTHENTICATION_TYPE_FIELD_OFFSET = 4;
    private static final int INTERVAL_FIELD_OFFSET = 5;
    private static final int ADDRESSES_FIELD_OFFSET = 8;
    private static final int AUTHENTICATION_DATA_LENGTH = 8;

    private MutableDirectBuffer buffer = new UnsafeBuffer(new byte[0]);
    private int offset;
    private int available;

    VrrpV2Flyweight wrap(final MutableDirectBuffer packetBuffer, final int packetOffset, final int availableLength) {
        buffer = packetBuffer;
        offset = packetOffset;
        available = availableLength;
        return this;
    }

    static int length(final int addressCount) {
        return ADDRESSES_FIELD_OFFSET + addressCount * Ipv4Address.LENGTH + AUTHENTICATION_DATA_LENGTH;
    }

    @Override
    public VrrpV2Flyweight header(
            final int vrid, final int priority, final int addressCount, final long advertisementIntervalNs) {
        buffer.setMemory(offset, length(addressCount), (byte) 0);
        buffer.putByte(offset + VERSION_TYPE_FIELD_OFFSET, (byte) (version().number() << 4 | TYPE_ADVERTISEMENT));
        buffer.putByte(offset + VRID_FIELD_OFFSET, (byte) vrid);
        buffer.putByte(offset + PRIORITY_FIELD_OFFSET, (byte) priority);
        buffer.putByte(offset + ADDRESS_COUNT_FIELD_OFFSET, (byte) addressCount);
        buffer.putByte(offset + INTERVAL_FIELD_OFFSET, (byte)
                (advertisementIntervalNs / version().intervalUnitNs()));
        return this;
    }

    @Override
    public VrrpV2Flyweight address(final int index, final IpAddress address) {
        buffer.putInt(offset + ADDRESSES_FIELD_OFFSET + index * Ipv4Address.LENGTH, address.ipv4(), BIG_ENDIAN);
        return this;
    }

    @Override
    public VrrpVersion version() {
        return VrrpVersion.V2;
    }

    @Override
    public boolean hasHeader() {
        return available >= length(0);
    }

    @Override
    public int length() {
        return length(addressCount());
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
        return u8(AUTHENTICATION_TYPE_FIELD_OFFSET);
    }

    @Override
    public long advertisementIntervalNs() {
        return u8(INTERVAL_FIELD_OFFSET) * version().intervalUnitNs();
    }

    @Override
    public IpAddress address(final int index) {
        return IpAddress.ofIpv4(
                buffer.getInt(offset + ADDRESSES_FIELD_OFFSET + index * Ipv4Address.LENGTH, BIG_ENDIAN));
    }

    private int u8(final int fieldOffset) {
        return buffer.getByte(offset + fieldOffset) & 0xFF;
    }

    @Override
    public String toString() {
        if (!hasHeader()) {
            return "VrrpV2[cut at " + available + " bytes]";
        }
        return "VrrpV2[vrid=" + vrid() + " priority=" + priority() + " interval=" + advertisementIntervalNs()
                + "ns addresses=" + addressCount() + "]";
    }
}
