package io.fairlead.netstack.port;

/** Why a port failed or refused a frame, as far as it matters to whoever has to do something about it. */
public enum PortFault {
    /** The device is set down; it takes frames again when it is set up. */
    DOWN,

    /** The device is not there any more: this port will never work again. */
    GONE,

    /** The kernel had no memory for the frame; the next one may find some. */
    NO_BUFFERS,

    /** Anything else. */
    OTHER;

    private static final int ENXIO = 6;
    private static final int EIO = 5;
    private static final int EBADF = 9;
    private static final int ENOMEM = 12;
    private static final int ENODEV = 19;
    private static final int EBADFD = 77;
    private static final int ENETDOWN = 100;
    private static final int ENOBUFS = 105;

    /**
     * What an error of {@link FramePort#lastError()} says of the port. Allocates nothing.
     *
     * @param errno of Linux
     * @return the kind
     */
    public static PortFault of(final int errno) {
        return switch (errno) {
            // write(2) to a TAP that is set down
            case EIO, ENETDOWN -> DOWN;
            // EBADFD: read(2) and write(2) of a TAP that was deleted
            case EBADFD, EBADF, ENODEV, ENXIO -> GONE;
            case ENOBUFS, ENOMEM -> NO_BUFFERS;
            default -> OTHER;
        };
    }
}
