package io.fairlead.tools.capture;

import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The format of libpcap, version 2.4, in the byte order of whoever wrote it:
 *
 * <pre>
 *   file header:   magic(4) major(2) minor(2) zone(4) accuracy(4) snap length(4) link type(4)
 *   each frame:    seconds(4) fraction(4) captured length(4) original length(4) frame
 * </pre>
 */
final class PcapFormat implements FrameFormat {

    static final int MICROSECONDS = 0xA1B2_C3D4;
    static final int NANOSECONDS = 0xA1B2_3C4D;

    private static final int FILE_HEADER_LENGTH = 24;
    private static final int LINK_TYPE_FIELD_OFFSET = 20;
    private static final int RECORD_HEADER_LENGTH = 16;
    private static final int FRACTION_FIELD_OFFSET = 4;
    private static final int CAPTURED_FIELD_OFFSET = 8;
    private static final int ORIGINAL_FIELD_OFFSET = 12;

    /** The upper half of the link type may say that a checksum follows each frame. */
    private static final int LINK_TYPE_MASK = 0xFFFF;

    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final long NS_PER_US = 1_000L;
    private static final long UNSIGNED = 0xFFFF_FFFFL;

    private final FileMemory file;
    private final ByteOrder order;
    private final long nsPerFraction;
    private final UnsafeBuffer header = new UnsafeBuffer(new byte[0]);
    private long offset = FILE_HEADER_LENGTH;

    /** The magic number was read already, in its own order. */
    PcapFormat(final FileMemory file, final ByteOrder order, final int magic) throws CaptureException {
        this.file = file;
        this.order = order;
        this.nsPerFraction = magic == NANOSECONDS ? 1 : NS_PER_US;
        if (file.length() < FILE_HEADER_LENGTH) {
            throw file.damaged(
                    file.length(),
                    "the file ends in its header, of which there are " + file.length() + " of " + FILE_HEADER_LENGTH
                            + " bytes");
        }
        header.wrap(file.address(0), FILE_HEADER_LENGTH);
        final int linkType = header.getInt(LINK_TYPE_FIELD_OFFSET, order) & LINK_TYPE_MASK;
        if (linkType != ETHERNET) {
            throw file.damaged(LINK_TYPE_FIELD_OFFSET, FrameFormat.wrongLinkType(linkType));
        }
    }

    @Override
    public boolean next(final CapturedFrame frame) throws CaptureException {
        final long left = file.length() - offset;
        if (left == 0) {
            return false;
        }
        if (left < RECORD_HEADER_LENGTH) {
            throw file.damaged(
                    offset,
                    "the file ends in the header of a frame, of which there are " + left + " of " + RECORD_HEADER_LENGTH
                            + " bytes");
        }
        header.wrap(file.address(offset), RECORD_HEADER_LENGTH);
        final int captured = header.getInt(CAPTURED_FIELD_OFFSET, order);
        if (captured < 0 || captured > MOST_CAPTURED) {
            throw file.damaged(
                    offset,
                    "a frame of " + (captured & UNSIGNED) + " bytes, and none is longer than " + MOST_CAPTURED
                            + ": the file is damaged");
        }
        if (captured > left - RECORD_HEADER_LENGTH) {
            throw file.damaged(
                    offset,
                    "the file ends in a frame, of which there are " + (left - RECORD_HEADER_LENGTH) + " of " + captured
                            + " bytes");
        }
        frame.wrap(file.address(offset + RECORD_HEADER_LENGTH), captured);
        frame.is(
                (int) Math.min(header.getInt(ORIGINAL_FIELD_OFFSET, order) & UNSIGNED, MOST_CAPTURED),
                (header.getInt(0, order) & UNSIGNED) * NS_PER_SECOND
                        + (header.getInt(FRACTION_FIELD_OFFSET, order) & UNSIGNED) * nsPerFraction,
                Direction.UNKNOWN,
                "");
        offset += RECORD_HEADER_LENGTH + captured;
        return true;
    }
}
