package io.fairlead.vrrp.auth;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.vrrp.VrrpVersion;
import org.agrona.MutableDirectBuffer;

/**
 * An advertisement in its buffer, about to be signed or verified.
 *
 * @param version of the protocol
 * @param vrid virtual router identifier
 * @param source address of the sender
 * @param buffer that holds the advertisement
 * @param index of its first byte
 * @param length of the advertisement in bytes: without a trailer, and in version 2 with the authentication data
 * @param trailerLength bytes behind it, 0 or {@link HmacTrailer#LENGTH}
 */
public record AuthenticatedMessage(
        VrrpVersion version,
        int vrid,
        IpAddress source,
        MutableDirectBuffer buffer,
        int index,
        int length,
        int trailerLength) {

    boolean hasTrailer() {
        return trailerLength > 0;
    }

    int trailerIndex() {
        return index + length;
    }
}
