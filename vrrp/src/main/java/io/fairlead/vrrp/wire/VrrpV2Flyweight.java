package io.fairlead.vrrp.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.fairlead.netstack.wire.InternetChecksum;
import io.fairlead.netstack.wire.Ipv4Address;
import org.agrona.DirectBuffer;
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
 * <p>The accessors of the header may be used when {@link #hasHeader}, those of the addresses when {@link #hasAddresses}. Not thread-safe,
 * allocates nothing.
 */
final class VrrpV2Flyweight {

    static final int VERSION = 2;
    static final int TYPE_ADVERTISEMENT = 1;

    private static final int VERSION_TYPE_FIELD_OFFSET = 0;
    private static final int VRID_FIELD_OFFSET = 1;
    private static final int PRIORITY_FIELD_OFFSET = 2;
    private static final int ADDRESS_COUNT_FIELD_OFFSET = 3;
    private static final int AUTHENTICATION_TYPE_FIELD_OFFSET = 4;
    private static final int INTERVAL_FIELD_OFFSET = 5;
    private static final int CHECKSUM_FIELD_OFFSET = 6;
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

    /** The first byte is laid out alike in every version, so it tells which flyweight to use. */
    static int versionAt(final DirectBuffer buffer, final int index) {
        return (buffer.getByte(index) & 0xF0) >>> 4;
    }

    static int length(final int addressCount) {
        return ADDRESSES_FIELD_OFFSET + addressCount * Ipv4Address.LENGTH + AUTHENTICATION_DATA_LENGTH;
    }

    boolean hasHeader() {
        return available >= length(0);
    }

    boolean hasAddresses() {
        return available >= length(addressCount());
    }

    /** The checksum covers the entire message, authentication data included (RFC 3768 section 5.3.8). */
    boolean isChecksumValid() {
        return InternetChecksum.of(buffer, offset, available) == 0;
    }

    /** Writes all but the addresses and the checksum, without authentication. */
    VrrpV2Flyweight header(final int vrid, final int priority, final int addressCount, final int intervalSeconds) {
        buffer.setMemory(offset, length(addressCount), (byte) 0);
        buffer.putByte(offset + VERSION_TYPE_FIELD_OFFSET, (byte) (VERSION << 4 | TYPE_ADVERTISEMENT));
        buffer.putByte(offset + VRID_FIELD_OFFSET, (byte) vrid);
        buffer.putByte(offset + PRIORITY_FIELD_OFFSET, (byte) priority);
        buffer.putByte(offset + ADDRESS_COUNT_FIELD_OFFSET, (byte) addressCount);
        buffer.putByte(offset + INTERVAL_FIELD_OFFSET, (byte) intervalSeconds);
        return this;
    }

    VrrpV2Flyweight address(final int index, final int address) {
        buffer.putInt(offset + ADDRESSES_FIELD_OFFSET + index * Ipv4Address.LENGTH, address, BIG_ENDIAN);
        return this;
    }

    VrrpV2Flyweight updateChecksum() {
        buffer.putShort(offset + CHECKSUM_FIELD_OFFSET, (short) 0);
        final int checksum = InternetChecksum.of(buffer, offset, length(addressCount()));
        buffer.putShort(offset + CHECKSUM_FIELD_OFFSET, (short) checksum, BIG_ENDIAN);
        return this;
    }

    int type() {
        return buffer.getByte(offset + VERSION_TYPE_FIELD_OFFSET) & 0x0F;
    }

    int vrid() {
        return u8(VRID_FIELD_OFFSET);
    }

    int priority() {
        return u8(PRIORITY_FIELD_OFFSET);
    }

    int addressCount() {
        return u8(ADDRESS_COUNT_FIELD_OFFSET);
    }

    int authenticationType() {
        return u8(AUTHENTICATION_TYPE_FIELD_OFFSET);
    }

    int intervalSeconds() {
        return u8(INTERVAL_FIELD_OFFSET);
    }

    int address(final int index) {
        return buffer.getInt(offset + ADDRESSES_FIELD_OFFSET + index * Ipv4Address.LENGTH, BIG_ENDIAN);
    }

    private int u8(final int fieldOffset) {
        return buffer.getByte(offset + fieldOffset) & 0xFF;
    }

    @Override
    public String toString() {
        if (!hasHeader()) {
            return "VrrpV2[cut at " + available + " bytes]";
        }
        return "VrrpV2[vrid=" + vrid() + " priority=" + priority() + " interval=" + intervalSeconds() + "s addresses="
                + addressCount() + "]";
    }
}
