package io.fairlead.tapio.netlink;

import static io.fairlead.tapio.sys.Libc.LIBC;

import io.fairlead.tapio.sys.Errnos;
import io.fairlead.tapio.sys.FileDescriptors;
import io.fairlead.tapio.sys.SystemCallException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A NETLINK_ROUTE socket of the network namespace in which the opening thread was, and what can be asked of it.
 *
 * <p>Each request waits for the kernel's acknowledgement; a refusal is a {@link SystemCallException} that says what was being done and, where
 * the kernel gives one, its own explanation. For one thread at a time. Allocates: not for the data path.
 */
public final class Netlink implements AutoCloseable {

    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int BUFFER_LENGTH = 64 * 1024;
    private static final int TYPE_OFFSET = 4;
    private static final int FLAGS_OFFSET = 6;
    private static final int SEQUENCE_OFFSET = 8;
    private static final int MAX_DUMP_ATTEMPTS = 10;

    private final UnsafeBuffer buffer = FileDescriptors.memory(BUFFER_LENGTH);
    private final Links links = new Links(this);
    private final Addresses addresses = new Addresses(this);
    private final Routes routes = new Routes(this);
    private final Neighbors neighbors = new Neighbors(this);
    private final TrafficControl trafficControl = new TrafficControl(this);
    private int fd;
    private int sequence;

    private Netlink(final int fd) {
        this.fd = fd;
    }

    /** Takes one message of an answer. */
    @FunctionalInterface
    interface Answers {
        /** What follows the message's header is {@code payload}. */
        void onMessage(int type, byte[] payload);
    }

    /**
     * Opens a socket in the calling thread's network namespace.
     *
     * @return the open client
     */
    public static Netlink open() {
        final String doing = "open a netlink socket";
        final int fd = FileDescriptors.check(
                LIBC.socket(Rtnetlink.AF_NETLINK, SOCK_RAW_CLOEXEC, Rtnetlink.NETLINK_ROUTE), doing);
        final UnsafeBuffer one = FileDescriptors.memory(Integer.BYTES);
        one.putInt(0, 1);
        if (LIBC.setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, one.addressOffset(), Integer.BYTES) < 0) {
            final int errno = Errnos.last();
            FileDescriptors.close(fd);
            throw new SystemCallException(doing, errno);
        }
        return new Netlink(fd);
    }

    /**
     * The network interfaces.
     *
     * @return their requests, sharing this socket
     */
    public Links links() {
        return links;
    }

    /**
     * The addresses of interfaces.
     *
     * @return their requests, sharing this socket
     */
    public Addresses addresses() {
        return addresses;
    }

    /**
     * The routing tables.
     *
     * @return their requests, sharing this socket
     */
    public Routes routes() {
        return routes;
    }

    /**
     * The kernel's table of neighbours.
     *
     * @return its requests, sharing this socket
     */
    public Neighbors neighbors() {
        return neighbors;
    }

    /**
     * The redirection of frames between interfaces.
     *
     * @return its requests, sharing this socket
     */
    public TrafficControl trafficControl() {
        return trafficControl;
    }

    @Override
    public void close() {
        FileDescriptors.close(fd);
        fd = -1;
    }

    /** Sends a request and waits until the kernel has done it. */
    void execute(final String doing, final MessageBuilder request) {
        query(doing, request, (type, payload) -> {});
    }

    /** Like {@link #execute}, where one refusal means that there is nothing to do. */
    void executeUnless(final int harmlessErrno, final String doing, final MessageBuilder request) {
        try {
            execute(doing, request);
        } catch (final SystemCallException e) {
            if (e.errno() != harmlessErrno) {
                throw e;
            }
        }
    }

    /** Sends a request that was built with NLM_F_ACK or NLM_F_DUMP and hands on the answer, once it is complete and consistent. */
    void query(final String doing, final MessageBuilder request, final Answers answers) {
        final byte[] message = request.build();
        for (int attempt = 0; attempt < MAX_DUMP_ATTEMPTS; attempt++) {
            final List<Runnable> deliveries = new ArrayList<>();
            send(doing, message);
            if (receive(doing, (type, payload) -> deliveries.add(() -> answers.onMessage(type, payload)))) {
                deliveries.forEach(Runnable::run);
                return;
            }
        }
        throw new SystemCallException(doing, Errnos.EAGAIN, "the kernel's tables kept changing: try again");
    }

    private void send(final String doing, final byte[] message) {
        buffer.putBytes(0, message);
        buffer.putInt(SEQUENCE_OFFSET, ++sequence);
        long sent;
        do {
            sent = LIBC.send(fd, buffer.addressOffset(), message.length, 0);
        } while (sent < 0 && Errnos.last() == Errnos.EINTR);
        if (sent < 0) {
            throw new SystemCallException(doing, Errnos.last());
        }
    }

    /** Returns whether the answer is consistent: the kernel marks a dump during which its table changed. */
    private boolean receive(final String doing, final Answers answers) {
        boolean consistent = true;
        while (true) {
            final long received = LIBC.recv(fd, buffer.addressOffset(), BUFFER_LENGTH, 0);
            if (received < 0) {
                final int errno = Errnos.last();
                if (errno == Errnos.EINTR) {
                    continue;
                }
                throw new SystemCallException(doing, errno);
            }
            int offset = 0;
            while (offset + Rtnetlink.NLMSG_HEADER_LENGTH <= received) {
                final int length = buffer.getInt(offset);
                if (length < Rtnetlink.NLMSG_HEADER_LENGTH || offset + length > received) {
                    break;
                }
                if (buffer.getInt(offset + SEQUENCE_OFFSET) == sequence) {
                    final int type = Short.toUnsignedInt(buffer.getShort(offset + TYPE_OFFSET));
                    consistent &= (buffer.getShort(offset + FLAGS_OFFSET) & Rtnetlink.NLM_F_DUMP_INTR) == 0;
                    if (type == Rtnetlink.NLMSG_DONE || type == Rtnetlink.NLMSG_ERROR) {
                        checkResult(doing, type, offset, length);
                        return consistent;
                    }
                    final byte[] payload = new byte[length - Rtnetlink.NLMSG_HEADER_LENGTH];
                    buffer.getBytes(offset + Rtnetlink.NLMSG_HEADER_LENGTH, payload);
                    answers.onMessage(type, payload);
                }
                offset += (length + 3) & ~3;
            }
        }
    }

    private void checkResult(final String doing, final int type, final int offset, final int length) {
        final int result = length < Rtnetlink.NLMSG_HEADER_LENGTH + Integer.BYTES
                ? 0
                : buffer.getInt(offset + Rtnetlink.NLMSG_HEADER_LENGTH);
        if (result < 0) {
            final byte[] message = new byte[length];
            buffer.getBytes(offset, message);
            throw new SystemCallException(doing, -result, type == Rtnetlink.NLMSG_ERROR ? explanation(message) : "");
        }
    }

    /** The kernel's own words behind an error: error code, header and (unless capped) payload of the request, then attributes. */
    private static String explanation(final byte[] message) {
        final UnsafeBuffer view = new UnsafeBuffer(message);
        final int flags = view.getShort(FLAGS_OFFSET);
        if ((flags & Rtnetlink.NLM_F_ACK_TLVS) == 0) {
            return "";
        }
        final int request = Rtnetlink.NLMSG_HEADER_LENGTH + Integer.BYTES;
        final int quoted = (flags & Rtnetlink.NLM_F_CAPPED) == 0 ? view.getInt(request) : Rtnetlink.NLMSG_HEADER_LENGTH;
        final String text =
                Attributes.parse(message, request + ((quoted + 3) & ~3)).string(Rtnetlink.NLMSGERR_ATTR_MSG);
        return text.isEmpty() ? "" : "the kernel says: " + text;
    }
}
