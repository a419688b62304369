package io.fairlead.tools.daemon;

import io.fairlead.netstack.wire.IpAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** Between the addresses of the protocol machines and those of the system calls. */
final class InetAddresses {

    private InetAddresses() {}

    static InetAddress of(final IpAddress address) {
        final ByteBuffer bytes = ByteBuffer.allocate(address.length());
        if (address.isIpv6()) {
            bytes.putLong(address.high()).putLong(address.low());
        } else {
            bytes.putInt(address.ipv4());
        }
        try {
            return InetAddress.getByAddress(bytes.array());
        } catch (final UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are always an address", e);
        }
    }

    static IpAddress of(final InetAddress address) {
        final ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return bytes.capacity() == Integer.BYTES
                ? IpAddress.ofIpv4(bytes.getInt())
                : IpAddress.ofIpv6(bytes.getLong(), bytes.getLong());
    }
}
