package io.fairlead.tools.capture.live;

import io.fairlead.netstack.wire.IpPrefix;
import io.fairlead.tools.capture.VerdictClass;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is to be captured, and how much of it at most.
 *
 * @param interfaceName of the node; empty for the first one
 * @param client see {@link FrameFilter}
 * @param port see {@link FrameFilter}
 * @param verdicts see {@link FrameFilter}
 * @param snapLength how much of each frame, in bytes
 * @param frames how many; empty if that does not matter
 * @param seconds how long
 * @param mebibytes how large the file may become
 */
public record CaptureOrder(
        Optional<String> interfaceName,
        Optional<IpPrefix> client,
        OptionalInt port,
        Set<VerdictClass> verdicts,
        int snapLength,
        OptionalLong frames,
        int seconds,
        int mebibytes) {

    /** Headers of every kind, and the beginning of what is in them. */
    public static final int USUAL_SNAP_LENGTH = 256;

    /** An Ethernet header. */
    public static final int LEAST_SNAP_LENGTH = 14;

    /** More than the longest frame that offload makes. */
    public static final int MOST_SNAP_LENGTH = 262_144;

    /** Long enough to try something out. */
    public static final int USUAL_SECONDS = 60;

    /** A day. */
    public static final int MOST_SECONDS = 86_400;

    /** What Wireshark opens at once. */
    public static final int USUAL_MEBIBYTES = 64;

    /** A disk's worth. */
    public static final int MOST_MEBIBYTES = 65_536;

    /** Checks the bounds. */
    public CaptureOrder {
        verdicts = verdicts.isEmpty() ? Set.of() : EnumSet.copyOf(verdicts);
        check(snapLength, LEAST_SNAP_LENGTH, MOST_SNAP_LENGTH, "snapLength");
        check(seconds, 1, MOST_SECONDS, "seconds");
        check(mebibytes, 1, MOST_MEBIBYTES, "mebibytes");
        check(port.orElse(1), 1, 65_535, "port");
        check(frames.orElse(1), 1, Long.MAX_VALUE, "frames");
    }

    private static void check(final long value, final long least, final long most, final String what) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("'" + what + "' must be " + least + "-" + most);
        }
    }

    /**
     * Which frames.
     *
     * @return a new one each time, for it has one user
     */
    public FrameFilter filter() {
        return new FrameFilter(client, port, verdicts);
    }

    long mostBytes() {
        return (long) mebibytes << 20;
    }
}
