package io.fairlead.tools.capture;

/**
 * Numbers of the pcapng format (draft-ietf-opsawg-pcapng). All blocks are alike, in the byte order of their section:
 *
 * <pre>
 *   type(4) total length(4) body, padded to 4 bytes   total length(4)
 * </pre>
 *
 * <p>Options, behind the fixed part of a body, are {@code code(2) length(2) value}, padded to 4 bytes each.
 */
final class PcapngLayout {

    static final int SECTION_HEADER = 0x0A0D_0D0A;
    static final int INTERFACE_DESCRIPTION = 1;
    static final int PACKET = 2;
    static final int SIMPLE_PACKET = 3;
    static final int INTERFACE_STATISTICS = 5;
    static final int ENHANCED_PACKET = 6;

    static final int BYTE_ORDER_MAGIC = 0x1A2B_3C4D;

    static final int LENGTH_FIELD_OFFSET = 4;
    static final int BODY_OFFSET = 8;
    static final int TRAILER_LENGTH = 4;
    static final int MIN_BLOCK_LENGTH = BODY_OFFSET + TRAILER_LENGTH;

    static final int OPTION_END = 0;
    static final int OPTION_COMMENT = 1;
    static final int OPTION_HEADER_LENGTH = 4;

    static final int SECTION_APPLICATION = 4;
    static final int INTERFACE_NAME = 2;
    static final int INTERFACE_RESOLUTION = 9;
    static final int INTERFACE_OFFSET = 14;
    static final int PACKET_FLAGS = 2;
    static final int STATISTICS_RECEIVED = 4;
    static final int STATISTICS_DROPPED = 5;

    private PcapngLayout() {}

    static int padded(final int length) {
        return length + 3 & ~3;
    }
}
