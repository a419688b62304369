package io.fairlead.tools.capture;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A frame where it lies in a capture file. Reused for each; valid until the next one is read. */
public final class CapturedFrame {

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[0]);
    private int originalLength;
    private long epochNs;
    private Direction direction = Direction.UNKNOWN;
    private String interfaceName = "";

    CapturedFrame() {}

    void wrap(final long address, final int length) {
        buffer.wrap(address, length);
    }

    void is(
            final int wholeLength,
            final long capturedEpochNs,
            final Direction capturedDirection,
            final String capturedInterface) {
        originalLength = Math.max(wholeLength, buffer.capacity());
        epochNs = capturedEpochNs;
        direction = capturedDirection;
        interfaceName = capturedInterface;
    }

    /**
     * What was captured of it.
     *
     * @return memory of the file, for reading alone
     */
    public DirectBuffer buffer() {
        return buffer;
    }

    /**
     * How much was captured.
     *
     * @return bytes
     */
    public int length() {
        return buffer.capacity();
    }

    /**
     * How long it was.
     *
     * @return bytes, at least {@link #length}
     */
    public int originalLength() {
        return originalLength;
    }

    /**
     * When.
     *
     * @return nanoseconds since 1970
     */
    public long epochNs() {
        return epochNs;
    }

    /**
     * Which way it went.
     *
     * @return unknown in a pcap file
     */
    public Direction direction() {
        return direction;
    }

    /**
     * Where it was captured.
     *
     * @return name of an interface, empty if it has none
     */
    public String interfaceName() {
        return interfaceName;
    }
}
