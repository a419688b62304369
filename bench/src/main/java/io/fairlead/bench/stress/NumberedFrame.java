package io.fairlead.bench.stress;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Frames of which each byte and the length follow from their number. */
final class NumberedFrame {

    static final int MAX_LENGTH = 124;

    private static final int MIN_LENGTH = 60;

    private NumberedFrame() {}

    private static int length(final int number) {
        return MIN_LENGTH + (number & 15) * Integer.BYTES;
    }

    /** Returns its length. */
    static int write(final MutableDirectBuffer buffer, final int index, final int number) {
        final int length = length(number);
        for (int at = 0; at < length; at += Integer.BYTES) {
            buffer.putInt(index + at, number + at);
        }
        return length;
    }

    static boolean is(final DirectBuffer buffer, final int index, final int length, final int number) {
        boolean is = length == length(number);
        for (int at = 0; at < length; at += Integer.BYTES) {
            is &= buffer.getInt(index + at) == number + at;
        }
        return is;
    }
}
