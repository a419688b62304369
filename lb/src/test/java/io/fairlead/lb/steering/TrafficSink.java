package io.fairlead.lb.steering;

import java.nio.ByteOrder;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Compares the frames that leave with those that {@link TrafficSource} made: nothing behind the ports and checksums may have changed. Allocates only to complain. */
final class TrafficSink {

    /** Ethernet and the longest of the headers that have ports and a checksum, IPv6 with UDP; what comes behind is nobody's to touch. */
    private static final int UNTOUCHED_FROM = 14 + 40 + 8;

    private final UnsafeBuffer[] frames;
    private long verified;

    /** All frames that there are, by their number. */
    TrafficSink(final List<byte[]> frames) {
        this.frames = frames.stream().map(UnsafeBuffer::new).toArray(UnsafeBuffer[]::new);
    }

    long verified() {
        return verified;
    }

    void accept(final DirectBuffer buffer, final int index, final int length) {
        if (length < UNTOUCHED_FROM + TrafficSource.TRAILER
                || buffer.getInt(index + length - TrafficSource.TRAILER, ByteOrder.BIG_ENDIAN) != TrafficSource.MARK) {
            return;
        }
        final int number = buffer.getInt(index + length - Integer.BYTES, ByteOrder.BIG_ENDIAN);
        final UnsafeBuffer original = frames[number];
        if (original.capacity() != length || !isUntouched(original, buffer, index, length)) {
            throw new AssertionError("frame " + number + " left as something else, " + length + " bytes long");
        }
        verified++;
    }

    private static boolean isUntouched(
            final DirectBuffer original, final DirectBuffer buffer, final int index, final int length) {
        int i = UNTOUCHED_FROM;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            if (original.getLong(i) != buffer.getLong(index + i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (original.getByte(i) != buffer.getByte(index + i)) {
                return false;
            }
        }
        return true;
    }
}
