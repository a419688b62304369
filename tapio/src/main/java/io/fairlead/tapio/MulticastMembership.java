package io.fairlead.tapio;

import static io.fairlead.tapio.sys.Libc.LIBC;

import io.fairlead.tapio.sys.Errnos;
import io.fairlead.tapio.sys.FileDescriptors;
import io.fairlead.tapio.sys.SystemCallException;
import java.net.Inet4Address;
import java.net.InetAddress;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Membership of a multicast group on an interface, so that the kernel reports it (IGMP, MLD) and switches that snoop let the group through.
 *
 * <p>Nothing is received here: the frames reach the stack by the uplink TAP. Lasts until {@link #close} or the end of the process.
 * Made and closed by one thread at a time.
 */
public final class MulticastMembership implements AutoCloseable {

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int IPPROTO_IP = 0;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IP_ADD_MEMBERSHIP = 35;
    private static final int IPV6_JOIN_GROUP = 20;

    private int fd;

    private MulticastMembership(final int fd) {
        this.fd = fd;
    }

    /**
     * Joins a group.
     *
     * @param group such as 224.0.0.18 or ff02::12
     * @param interfaceIndex of the interface to join on
     * @return the membership
     */
    public static MulticastMembership join(final InetAddress group, final int interfaceIndex) {
        final boolean ipv4 = group instanceof Inet4Address;
        final String doing = "join " + group.getHostAddress() + " on interface " + interfaceIndex;
        final int fd = FileDescriptors.check(LIBC.socket(ipv4 ? AF_INET : AF_INET6, SOCK_DGRAM_CLOEXEC, 0), doing);
        final byte[] address = group.getAddress();
        // ip_mreqn is group, local address, index; ipv6_mreq is group, index.
        final int indexOffset = ipv4 ? 2 * address.length : address.length;
        final UnsafeBuffer request = FileDescriptors.memory(indexOffset + Integer.BYTES);
        request.putBytes(0, address);
        request.putInt(indexOffset, interfaceIndex);
        final int result = LIBC.setsockopt(
                fd,
                ipv4 ? IPPROTO_IP : IPPROTO_IPV6,
                ipv4 ? IP_ADD_MEMBERSHIP : IPV6_JOIN_GROUP,
                request.addressOffset(),
                request.capacity());
        if (result < 0) {
            final int errno = Errnos.last();
            FileDescriptors.close(fd);
            throw new SystemCallException(doing, errno);
        }
        return new MulticastMembership(fd);
    }

    @Override
    public void close() {
        FileDescriptors.close(fd);
        fd = -1;
    }
}
