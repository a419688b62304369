package io.fairlead.vrrp.wire;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.vrrp.VrrpVersion;
import org.agrona.DirectBuffer;

/**
 * An advertisement of either version in its buffer. The accessors may be used when {@link #hasHeader}, those of the addresses when
 * {@link #length} bytes are there.
 */
sealed interface VrrpFlyweight permits VrrpV2Flyweight, VrrpV3Flyweight {

    /** The only type there is. */
    int TYPE_ADVERTISEMENT = 1;

    /** Where both versions have their checksum. */
    int CHECKSUM_FIELD_OFFSET = 6;

    /** The first byte is laid out alike in every version, so it tells which flyweight to use. */
    static int versionAt(final DirectBuffer buffer, final int index) {
        return (buffer.getByte(index) & 0xF0) >>> 4;
    }

    /** Writes all but the addresses; the authentication of version 2 and the checksum are zero. */
    VrrpFlyweight header(int vrid, int priority, int addressCount, long advertisementIntervalNs);

    VrrpFlyweight address(int index, IpAddress address);

    VrrpVersion version();

    boolean hasHeader();

    /** Bytes of the whole advertisement, by its count of addresses. */
    int length();

    int type();

    int vrid();

    int priority();

    int addressCount();

    /** 0 in version 3, which has none. */
    int authenticationType();

    long advertisementIntervalNs();

    IpAddress address(int index);
}
