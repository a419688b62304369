package io.fairlead.tapio.uring;

/**
 * What linux/io_uring.h lays down, as far as reads and writes need it. All numbers are in native byte order.
 *
 * <pre>
 *   submission queue entry (64 bytes):
 *     opcode (1) | flags (1) | priority (2) | descriptor (4) | offset (8) | address (8) | length (4) | rw flags (4) | user data (8) | unused (24)
 *   completion queue entry (16 bytes):
 *     user data (8) | result (4) | flags (4)
 * </pre>
 */
final class UringLayout {

    static final int SYS_IO_URING_SETUP = 425;
    static final int SYS_IO_URING_ENTER = 426;

    static final long OFF_SQ_RING = 0;
    static final long OFF_SQES = 0x1000_0000L;
    static final int ENTER_GETEVENTS = 1;

    /** The rings of both queues are one mapping. Linux 5.4. */
    static final int FEATURE_SINGLE_MMAP = 1;

    static final int OP_READ = 22;
    static final int OP_WRITE = 23;

    /** What cannot be done at once fails with EAGAIN; O_NONBLOCK alone has the kernel wait for it to be possible. */
    static final int RWF_NOWAIT = 8;

    // struct io_uring_params
    static final int PARAMS_LENGTH = 120;
    static final int PARAMS_SQ_ENTRIES = 0;
    static final int PARAMS_CQ_ENTRIES = 4;
    static final int PARAMS_FEATURES = 20;
    static final int PARAMS_SQ_TAIL = 44;
    static final int PARAMS_SQ_ARRAY = 64;
    static final int PARAMS_CQ_HEAD = 80;
    static final int PARAMS_CQ_TAIL = 84;
    static final int PARAMS_CQ_CQES = 100;

    static final int SQE_LENGTH = 64;
    static final int SQE_OPCODE = 0;
    static final int SQE_FD = 4;
    static final int SQE_ADDRESS = 16;
    static final int SQE_LENGTH_FIELD = 24;
    static final int SQE_RW_FLAGS = 28;
    static final int SQE_USER_DATA = 32;

    static final int CQE_LENGTH = 16;
    static final int CQE_USER_DATA = 0;
    static final int CQE_RESULT = 8;

    private UringLayout() {}
}
