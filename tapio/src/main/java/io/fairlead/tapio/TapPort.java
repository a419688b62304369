package io.fairlead.tapio;

import static io.fairlead.tapio.sys.Libc.LIBC;

import io.fairlead.netstack.port.FramePort;
import io.fairlead.tapio.bpf.KernelProgram;
import io.fairlead.tapio.sys.Errnos;
import io.fairlead.tapio.sys.FileDescriptors;
import io.fairlead.tapio.sys.SystemCallException;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A TAP device as a port: each read(2) is one frame from the kernel, each write(2) one frame to it, straight from and to the buffers handed in, the
 * frame's {@link io.fairlead.netstack.wire.VirtioNetHeader} with it.
 *
 * <p>The device is made persistent, so that it, its addresses and its routes outlive {@link #close} and a kill of the process.
 * A device that is there already may have been opened without headers, or with another {@link Offload}: each opening decides anew.
 *
 * <p>{@link #receive} is for one thread at a time, {@link #send} for any; neither allocates, but for the first failure of each thread.
 * {@link #close} only after all threads have left the port.
 */
public final class TapPort implements FramePort {

    private static final String TUN_DEVICE = "/dev/net/tun";
    private static final int O_RDWR = 0x2;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final long TUNSETIFF = 0x400454caL;
    private static final long TUNSETPERSIST = 0x400454cbL;
    private static final long TUNSETOFFLOAD = 0x400454d0L;
    private static final long TUNSETVNETHDRSZ = 0x400454d8L;
    private static final long TUNSETVNETLE = 0x400454dcL;
    private static final long TUNSETSTEERINGEBPF = 0x800454e0L;
    private static final int IFREQ_LENGTH = 40;
    private static final int IFREQ_FLAGS_OFFSET = 16;
    private static final int MAX_NAME_LENGTH = 15;
    private static final short IFF_TAP = 0x0002;
    private static final short IFF_NO_PI = 0x1000;
    private static final short IFF_VNET_HDR = 0x4000;
    private static final short IFF_MULTI_QUEUE = 0x0100;

    private final String name;
    private final Offload offload;
    private final ThreadLocal<int[]> lastError = ThreadLocal.withInitial(() -> new int[1]);
    private volatile int fd;

    private TapPort(final String name, final Offload offload, final int fd) {
        this.name = name;
        this.offload = offload;
        this.fd = fd;
    }

    /**
     * Opens a TAP device of the calling thread's network namespace; makes it, down and without addresses, if there is none of that name.
     *
     * @param name of the device, at most 15 bytes
     * @param most that the kernel may leave undone; less if it does not know how
     * @return the port
     * @throws SystemCallException if that fails, with the remedy where it is known
     */
    public static TapPort open(final String name, final Offload most) {
        return open(name, most, false);
    }

    /** One further queue of a device that may have several. */
    static TapPort openQueue(final String name, final Offload most) {
        return open(name, most, true);
    }

    private static TapPort open(final String name, final Offload most, final boolean hasQueues) {
        final byte[] nameBytes = name.getBytes(StandardCharsets.US_ASCII);
        if (nameBytes.length == 0 || nameBytes.length > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException("a device name has 1 to 15 characters: '" + name + "'");
        }
        final int fd = LIBC.open(TUN_DEVICE, O_RDWR | O_NONBLOCK | O_CLOEXEC);
        if (fd < 0) {
            final int errno = Errnos.last();
            throw new SystemCallException("open " + TUN_DEVICE, errno, deviceRemedy(errno));
        }
        final UnsafeBuffer request = FileDescriptors.memory(IFREQ_LENGTH);
        request.putBytes(0, nameBytes);
        request.putShort(
                IFREQ_FLAGS_OFFSET, (short) (IFF_TAP | IFF_NO_PI | IFF_VNET_HDR | (hasQueues ? IFF_MULTI_QUEUE : 0)));
        if (LIBC.ioctl(fd, TUNSETIFF, request.addressOffset()) < 0) {
            final int errno = Errnos.last();
            FileDescriptors.close(fd);
            throw new SystemCallException("open TAP " + name, errno, attachRemedy(name, errno, hasQueues));
        }
        try {
            describeHeader(fd, name);
            final Offload offload = offload(fd, name, most);
            FileDescriptors.check(LIBC.ioctl(fd, TUNSETPERSIST, 1), "make TAP " + name + " persistent");
            return new TapPort(name, offload, fd);
        } catch (final SystemCallException e) {
            FileDescriptors.close(fd);
            throw e;
        }
    }

    private static void describeHeader(final int fd, final String name) {
        final UnsafeBuffer value = FileDescriptors.memory(Integer.BYTES);
        value.putInt(0, HEAD_ROOM);
        FileDescriptors.check(
                LIBC.ioctl(fd, TUNSETVNETHDRSZ, value.addressOffset()), "set the header's length of TAP " + name);
        value.putInt(0, 1);
        FileDescriptors.check(
                LIBC.ioctl(fd, TUNSETVNETLE, value.addressOffset()), "set the header's byte order of TAP " + name);
    }

    /** The most, of what may be left undone, that the kernel knows. Frames that waited while it was something else have headers that say so. */
    private static Offload offload(final int fd, final String name, final Offload most) {
        Offload offload = most;
        while (LIBC.ioctl(fd, TUNSETOFFLOAD, offload.features()) < 0) {
            if (offload == Offload.NONE) {
                throw new SystemCallException("set the offload of TAP " + name, Errnos.last());
            }
            offload = offload.less();
        }
        return offload;
    }

    @Override
    public int receive(final MutableDirectBuffer buffer, final int index, final int maxLength) {
        while (true) {
            final long length = LIBC.read(fd, buffer.addressOffset() + index - HEAD_ROOM, HEAD_ROOM + maxLength);
            if (length > HEAD_ROOM) {
                return (int) length - HEAD_ROOM;
            }
            if (length >= 0) {
                // no frame at all, which must not pass for none being there
                return failed(Errnos.EPROTO);
            }
            final int errno = Errnos.last();
            if (errno == Errnos.EAGAIN) {
                return WOULD_BLOCK;
            }
            if (errno != Errnos.EINTR) {
                return failed(errno);
            }
        }
    }

    @Override
    public int send(final DirectBuffer buffer, final int index, final int length) {
        while (true) {
            final long written = LIBC.write(fd, buffer.addressOffset() + index - HEAD_ROOM, HEAD_ROOM + length);
            if (written >= 0) {
                return (int) written - HEAD_ROOM;
            }
            final int errno = Errnos.last();
            if (errno == Errnos.EAGAIN) {
                return WOULD_BLOCK;
            }
            if (errno != Errnos.EINTR) {
                return failed(errno);
            }
        }
    }

    @Override
    public int lastError() {
        return lastError.get()[0];
    }

    /**
     * The descriptor to wait on for frames to receive.
     *
     * @return the file descriptor, -1 once closed
     */
    public int fd() {
        return fd;
    }

    /**
     * The device's name when it was opened.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * What the kernel may leave undone.
     *
     * @return the most that it knows of what was asked for
     */
    public Offload offload() {
        return offload;
    }

    /** Closes the port; the device stays, without carrier until it is opened again. */
    @Override
    public void close() {
        final int open = fd;
        fd = -1;
        FileDescriptors.close(open);
    }

    /** Closes the port and deletes the device. */
    public void destroy() {
        letGo();
        close();
    }

    /** The device ends with its last port. */
    void letGo() {
        FileDescriptors.check(LIBC.ioctl(fd, TUNSETPERSIST, 0), "delete TAP " + name);
    }

    /** Has a program say from now on which queue a frame goes to, for as long as the device is there. */
    void steerBy(final KernelProgram program) {
        final UnsafeBuffer value = FileDescriptors.memory(Integer.BYTES);
        value.putInt(0, program.fd());
        FileDescriptors.check(
                LIBC.ioctl(fd, TUNSETSTEERINGEBPF, value.addressOffset()), "steer the frames of TAP " + name);
    }

    private int failed(final int errno) {
        lastError.get()[0] = errno;
        return FAILED;
    }

    private static String deviceRemedy(final int errno) {
        return errno == Errnos.ENOENT || errno == Errnos.ENODEV || errno == Errnos.ENXIO
                ? "load the kernel's TUN/TAP driver (modprobe tun), or let the container have " + TUN_DEVICE
                : "";
    }

    private static String attachRemedy(final String name, final int errno, final boolean hasQueues) {
        if (errno == Errnos.EBUSY) {
            return busyRemedy(name);
        }
        return errno == Errnos.EINVAL
                ? name + " exists and is not a " + (hasQueues ? "multi" : "single")
                        + "-queue TAP device: remove or rename it"
                : "";
    }

    /**
     * What helps if somebody else reads from a TAP.
     *
     * @param name of the device
     * @return a sentence without its full stop
     */
    public static String busyRemedy(final String name) {
        return "another fairlead daemon already uses TAP " + name + ": stop it first";
    }
}
