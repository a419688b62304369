package io.fairlead.tapio.bpf;

import static io.fairlead.tapio.sys.Libc.LIBC;

import io.fairlead.tapio.sys.Errnos;
import io.fairlead.tapio.sys.FileDescriptors;
import io.fairlead.tapio.sys.SystemCallException;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A program that the kernel has verified and taken, by bpf(2). What it is attached to keeps it; closing gives back the descriptor alone.
 *
 * <p>For set-up: allocates. One thread at a time.
 */
public final class KernelProgram implements AutoCloseable {

    private static final int SYS_BPF = System.getProperty("os.arch").equals("aarch64") ? 280 : 321;
    private static final int PROG_LOAD = 5;
    private static final int PROG_TEST_RUN = 10;

    /** The type that TUNSETSTEERINGEBPF takes. */
    static final int SOCKET_FILTER = 1;
    /** Sees a frame from the same place on, and can be tried on any frame. */
    static final int TRAFFIC_CLASSIFIER = 3;

    private static final byte[] LICENCE = "Apache-2.0\0".getBytes(StandardCharsets.US_ASCII);
    private static final int LOG_LENGTH = 16 * 1024;

    // union bpf_attr
    private static final int ATTRIBUTES_LENGTH = 72;
    private static final int LOAD_TYPE = 0;
    private static final int LOAD_COUNT = 4;
    private static final int LOAD_INSTRUCTIONS = 8;
    private static final int LOAD_LICENCE = 16;
    private static final int LOAD_LOG_LEVEL = 24;
    private static final int LOAD_LOG_SIZE = 28;
    private static final int LOAD_LOG = 32;
    private static final int RUN_PROGRAM = 0;
    private static final int RUN_RESULT = 4;
    private static final int RUN_LENGTH = 8;
    private static final int RUN_FRAME = 16;

    private final int fd;

    private KernelProgram(final int fd) {
        this.fd = fd;
    }

    /**
     * The program that gives each frame of a TAP to the queue of its client.
     *
     * @param side which end of a frame is the client
     * @param queues how many there are
     * @return the program, not attached to anything yet
     * @throws SystemCallException if the kernel refuses it
     */
    public static KernelProgram byClient(final Side side, final int queues) {
        return load(SOCKET_FILTER, ClientProgram.of(side, queues));
    }

    static KernelProgram load(final int type, final long[] instructions) {
        final int fd = load(type, instructions, 0);
        if (fd >= 0) {
            return new KernelProgram(fd);
        }
        final int errno = Errnos.last();
        throw new SystemCallException(
                "load an eBPF program",
                errno,
                errno == Errnos.EPERM || errno == Errnos.EACCES
                        ? "run as root with CAP_BPF, and let the seccomp profile of a container have bpf(2)"
                        : "");
    }

    private static int load(final int type, final long[] instructions, final long log) {
        final UnsafeBuffer code = FileDescriptors.memory(instructions.length * Long.BYTES);
        for (int i = 0; i < instructions.length; i++) {
            code.putLong(i * Long.BYTES, instructions[i]);
        }
        final UnsafeBuffer licence = FileDescriptors.memory(LICENCE.length);
        licence.putBytes(0, LICENCE);
        final UnsafeBuffer attributes = FileDescriptors.memory(ATTRIBUTES_LENGTH);
        attributes.putInt(LOAD_TYPE, type);
        attributes.putInt(LOAD_COUNT, instructions.length);
        attributes.putLong(LOAD_INSTRUCTIONS, code.addressOffset());
        attributes.putLong(LOAD_LICENCE, licence.addressOffset());
        if (log != 0) {
            attributes.putInt(LOAD_LOG_LEVEL, 1);
            attributes.putInt(LOAD_LOG_SIZE, LOG_LENGTH);
            attributes.putLong(LOAD_LOG, log);
        }
        return (int) LIBC.syscall(SYS_BPF, PROG_LOAD, attributes.addressOffset(), ATTRIBUTES_LENGTH, 0);
    }

    /** What the kernel's verifier says of a program, for those who change it. */
    static String verifierLog(final int type, final long[] instructions) {
        final UnsafeBuffer log = FileDescriptors.memory(LOG_LENGTH);
        FileDescriptors.close(load(type, instructions, log.addressOffset()));
        int length = 0;
        while (length < LOG_LENGTH && log.getByte(length) != 0) {
            length++;
        }
        final byte[] text = new byte[length];
        log.getBytes(0, text);
        return new String(text, StandardCharsets.US_ASCII);
    }

    /** Has the kernel run a {@link #TRAFFIC_CLASSIFIER} on a frame; returns what the program returns. */
    int run(final byte[] frame) {
        final UnsafeBuffer data = FileDescriptors.memory(frame.length);
        data.putBytes(0, frame);
        final UnsafeBuffer attributes = FileDescriptors.memory(ATTRIBUTES_LENGTH);
        attributes.putInt(RUN_PROGRAM, fd);
        attributes.putInt(RUN_LENGTH, frame.length);
        attributes.putLong(RUN_FRAME, data.addressOffset());
        FileDescriptors.check(
                (int) LIBC.syscall(SYS_BPF, PROG_TEST_RUN, attributes.addressOffset(), ATTRIBUTES_LENGTH, 0),
                "try an eBPF program");
        return attributes.getInt(RUN_RESULT);
    }

    /**
     * The descriptor to attach it by.
     *
     * @return the file descriptor
     */
    public int fd() {
        return fd;
    }

    @Override
    public void close() {
        FileDescriptors.close(fd);
    }
}
