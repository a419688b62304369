package io.fairlead.tapio.netlink;

import static io.fairlead.tapio.sys.Libc.LIBC;

import io.fairlead.tapio.sys.Errnos;
import io.fairlead.tapio.sys.FileDescriptors;
import io.fairlead.tapio.sys.SystemCallException;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tells that interfaces, routes or traffic control of a network namespace changed, that in which the opening thread was. What changed is not told: the kernel drops
 * notices when there are many, so that only a look through a {@link Netlink} says how things are.
 *
 * <p>For one thread at a time. Never blocks.
 */
public final class ChangeNotices implements AutoCloseable {

    private static final int SOCK_RAW_CLOEXEC_NONBLOCK = 3 | 0x80000 | 0x800;
    private static final int BUFFER_LENGTH = 32 * 1024;
    private static final int SOCKADDR_NL_LENGTH = 12;
    private static final int SOCKADDR_NL_GROUPS_OFFSET = 8;

    private final UnsafeBuffer buffer = FileDescriptors.memory(BUFFER_LENGTH);
    private int fd;

    private ChangeNotices(final int fd) {
        this.fd = fd;
    }

    /**
     * Begins to listen in the calling thread's network namespace.
     *
     * @return open
     */
    public static ChangeNotices open() {
        final String doing = "listen to changes of interfaces and routes";
        final int fd = FileDescriptors.check(
                LIBC.socket(Rtnetlink.AF_NETLINK, SOCK_RAW_CLOEXEC_NONBLOCK, Rtnetlink.NETLINK_ROUTE), doing);
        final UnsafeBuffer address = FileDescriptors.memory(SOCKADDR_NL_LENGTH);
        address.putShort(0, (short) Rtnetlink.AF_NETLINK);
        address.putInt(
                SOCKADDR_NL_GROUPS_OFFSET,
                Rtnetlink.RTMGRP_LINK
                        | Rtnetlink.RTMGRP_TC
                        | Rtnetlink.RTMGRP_IPV4_ROUTE
                        | Rtnetlink.RTMGRP_IPV6_ROUTE);
        if (LIBC.bind(fd, address.addressOffset(), SOCKADDR_NL_LENGTH) < 0) {
            final int errno = Errnos.last();
            FileDescriptors.close(fd);
            throw new SystemCallException(doing, errno);
        }
        return new ChangeNotices(fd);
    }

    /**
     * What to wait for: readable as soon as there is a notice.
     *
     * @return the descriptor, owned by this object
     */
    public int fd() {
        return fd;
    }

    /**
     * Takes all notices that are there.
     *
     * @return whether there was any, or were so many that some were lost
     */
    public boolean drain() {
        boolean changed = false;
        while (true) {
            if (LIBC.recv(fd, buffer.addressOffset(), BUFFER_LENGTH, 0) < 0) {
                final int errno = Errnos.last();
                if (errno == Errnos.EAGAIN) {
                    return changed;
                }
                if (errno != Errnos.EINTR && errno != Errnos.ENOBUFS) {
                    throw new SystemCallException("read notices of changes", errno);
                }
                changed |= errno == Errnos.ENOBUFS;
            } else {
                changed = true;
            }
        }
    }

    @Override
    public void close() {
        FileDescriptors.close(fd);
        fd = -1;
    }
}
