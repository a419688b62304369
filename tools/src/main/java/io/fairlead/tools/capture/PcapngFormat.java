package io.fairlead.tools.capture;

import static io.fairlead.tools.capture.PcapngLayout.BODY_OFFSET;
import static io.fairlead.tools.capture.PcapngLayout.LENGTH_FIELD_OFFSET;
import static io.fairlead.tools.capture.PcapngLayout.MIN_BLOCK_LENGTH;
import static io.fairlead.tools.capture.PcapngLayout.OPTION_HEADER_LENGTH;
import static io.fairlead.tools.capture.PcapngLayout.TRAILER_LENGTH;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** pcapng: sections, interfaces and packets are read, every other block is skipped. */
final class PcapngFormat implements FrameFormat {

    private static final int MAX_BLOCK_LENGTH = 16 * 1024 * 1024;
    private static final int SECTION_FIXED_LENGTH = 28;
    private static final int MAJOR_FIELD_OFFSET = BODY_OFFSET + 4;
    private static final int INTERFACE_OPTIONS_OFFSET = BODY_OFFSET + 8;
    private static final int SNAP_LENGTH_FIELD_OFFSET = BODY_OFFSET + 4;
    private static final int PACKET_FRAME_OFFSET = BODY_OFFSET + 20;
    private static final int TIME_HIGH_FIELD_OFFSET = BODY_OFFSET + 4;
    private static final int TIME_LOW_FIELD_OFFSET = BODY_OFFSET + 8;
    private static final int CAPTURED_FIELD_OFFSET = BODY_OFFSET + 12;
    private static final int ORIGINAL_FIELD_OFFSET = BODY_OFFSET + 16;
    private static final int SIMPLE_FRAME_OFFSET = BODY_OFFSET + 4;
    private static final long UNSIGNED = 0xFFFF_FFFFL;
    private static final int UNSIGNED_SHORT = 0xFFFF;

    private final FileMemory file;
    private final UnsafeBuffer block = new UnsafeBuffer(new byte[0]);
    private final List<Interface> interfaces = new ArrayList<>();
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private long offset;
    private long lastEpochNs;

    private record Interface(int linkType, int snapLength, String name, TimeResolution resolution) {}

    /** What the options of an interface say. */
    private static final class InterfaceOptions {
        private String name = "";
        private TimeResolution resolution = TimeResolution.MICROSECONDS;
    }

    @FunctionalInterface
    private interface OptionHandler {
        void on(int code, int index, int length) throws CaptureException;
    }

    PcapngFormat(final FileMemory file) {
        this.file = file;
    }

    @Override
    public boolean next(final CapturedFrame frame) throws CaptureException {
        while (offset < file.length()) {
            final int length = wrapBlock();
            final boolean isFrame = onBlock(frame, length);
            offset += length;
            if (isFrame) {
                lastEpochNs = frame.epochNs();
                return true;
            }
        }
        return false;
    }

    private boolean onBlock(final CapturedFrame frame, final int length) throws CaptureException {
        switch (block.getInt(0, order)) {
            case PcapngLayout.INTERFACE_DESCRIPTION -> onInterface(length);
            case PcapngLayout.ENHANCED_PACKET, PcapngLayout.PACKET -> {
                onPacket(frame, length);
                return true;
            }
            case PcapngLayout.SIMPLE_PACKET -> {
                onSimplePacket(frame, length);
                return true;
            }
            default -> {
                // a section header was looked at already, and others do not matter here
            }
        }
        return false;
    }

    /** The whole block at the present place, its length known to be right. */
    private int wrapBlock() throws CaptureException {
        final long left = file.length() - offset;
        if (left < MIN_BLOCK_LENGTH) {
            throw file.damaged(
                    offset,
                    "the file ends in the header of a block, of which there are " + left + " of " + MIN_BLOCK_LENGTH
                            + " bytes");
        }
        block.wrap(file.address(offset), MIN_BLOCK_LENGTH);
        if (block.getInt(0, order) == PcapngLayout.SECTION_HEADER) {
            onSection();
        } else if (offset == 0) {
            throw file.damaged(0, "this is no pcapng file: it does not begin with a section");
        }
        final long length = block.getInt(LENGTH_FIELD_OFFSET, order) & UNSIGNED;
        if (length < MIN_BLOCK_LENGTH || length > MAX_BLOCK_LENGTH || length % Integer.BYTES != 0) {
            throw file.damaged(offset, "a block cannot have " + length + " bytes: the file is damaged");
        }
        if (length > left) {
            throw file.damaged(
                    offset, "the file ends in a block, of which there are " + left + " of " + length + " bytes");
        }
        block.wrap(file.address(offset), (int) length);
        final long again = block.getInt((int) length - TRAILER_LENGTH, order) & UNSIGNED;
        if (again != length) {
            throw file.damaged(
                    offset,
                    "a block has " + length + " bytes at its beginning and " + again
                            + " at its end: the file is damaged");
        }
        if (block.getInt(0, order) == PcapngLayout.SECTION_HEADER) {
            checkSection((int) length);
        }
        return (int) length;
    }

    private void onSection() throws CaptureException {
        final int magic = block.getInt(BODY_OFFSET, ByteOrder.LITTLE_ENDIAN);
        if (magic != PcapngLayout.BYTE_ORDER_MAGIC && magic != Integer.reverseBytes(PcapngLayout.BYTE_ORDER_MAGIC)) {
            throw file.damaged(offset + BODY_OFFSET, "a section without a known byte order: the file is damaged");
        }
        order = magic == PcapngLayout.BYTE_ORDER_MAGIC ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        interfaces.clear();
    }

    private void checkSection(final int length) throws CaptureException {
        if (length < SECTION_FIXED_LENGTH) {
            throw tooShort("section header", length);
        }
        final int major = block.getShort(MAJOR_FIELD_OFFSET, order) & UNSIGNED_SHORT;
        if (major != 1) {
            throw file.damaged(
                    offset + MAJOR_FIELD_OFFSET,
                    "this is version " + major + " of pcapng, and only version 1 is known");
        }
    }

    private void onInterface(final int length) throws CaptureException {
        if (length < INTERFACE_OPTIONS_OFFSET + TRAILER_LENGTH) {
            throw tooShort("interface description", length);
        }
        final InterfaceOptions options = new InterfaceOptions();
        forEachOption(INTERFACE_OPTIONS_OFFSET, length, (code, index, optionLength) -> {
            if (code == PcapngLayout.INTERFACE_NAME) {
                final byte[] bytes = new byte[optionLength];
                block.getBytes(index, bytes);
                options.name = new String(bytes, StandardCharsets.UTF_8);
            } else if (code == PcapngLayout.INTERFACE_RESOLUTION && optionLength >= 1) {
                final int resolution = block.getByte(index);
                if (!TimeResolution.isKnown(resolution)) {
                    throw file.damaged(
                            offset + index, "no clock has the resolution " + (resolution & 0xFF) + " (if_tsresol)");
                }
                options.resolution = options.resolution.withCode(resolution);
            } else if (code == PcapngLayout.INTERFACE_OFFSET && optionLength >= Long.BYTES) {
                options.resolution = options.resolution.withOffset(block.getLong(index, order));
            }
        });
        interfaces.add(new Interface(
                block.getShort(BODY_OFFSET, order) & UNSIGNED_SHORT,
                block.getInt(SNAP_LENGTH_FIELD_OFFSET, order),
                options.name,
                options.resolution));
    }

    private void onPacket(final CapturedFrame frame, final int length) throws CaptureException {
        if (length < PACKET_FRAME_OFFSET + TRAILER_LENGTH) {
            throw tooShort("packet", length);
        }
        final boolean isEnhanced = block.getInt(0, order) == PcapngLayout.ENHANCED_PACKET;
        final long number = isEnhanced
                ? block.getInt(BODY_OFFSET, order) & UNSIGNED
                : block.getShort(BODY_OFFSET, order) & UNSIGNED_SHORT;
        final Interface from = ethernet(number);
        final int captured = block.getInt(CAPTURED_FIELD_OFFSET, order);
        final int room = length - PACKET_FRAME_OFFSET - TRAILER_LENGTH;
        if (captured < 0 || captured > room || captured > MOST_CAPTURED) {
            throw file.damaged(
                    offset + CAPTURED_FIELD_OFFSET,
                    "a frame of " + (captured & UNSIGNED) + " bytes in a block with room for "
                            + Math.min(room, MOST_CAPTURED) + ": the file is damaged");
        }
        final long units = (long) block.getInt(TIME_HIGH_FIELD_OFFSET, order) << 32
                | (block.getInt(TIME_LOW_FIELD_OFFSET, order) & UNSIGNED);
        frame.wrap(file.address(offset + PACKET_FRAME_OFFSET), captured);
        frame.is(
                original(ORIGINAL_FIELD_OFFSET),
                from.resolution.toNs(units),
                direction(PACKET_FRAME_OFFSET + PcapngLayout.padded(captured), length),
                from.name);
    }

    private Direction direction(final int optionsIndex, final int length) throws CaptureException {
        int index = optionsIndex;
        final int end = length - TRAILER_LENGTH;
        // not by forEachOption: no object for each frame
        while (index + OPTION_HEADER_LENGTH <= end) {
            final int code = block.getShort(index, order) & UNSIGNED_SHORT;
            final int optionLength = block.getShort(index + Short.BYTES, order) & UNSIGNED_SHORT;
            index += OPTION_HEADER_LENGTH;
            checkOption(code, index, optionLength, end);
            if (code == PcapngLayout.PACKET_FLAGS && optionLength >= Integer.BYTES) {
                return Direction.ofFlags(block.getInt(index, order));
            }
            if (code == PcapngLayout.OPTION_END) {
                break;
            }
            index += PcapngLayout.padded(optionLength);
        }
        return Direction.UNKNOWN;
    }

    private void onSimplePacket(final CapturedFrame frame, final int length) throws CaptureException {
        if (length < SIMPLE_FRAME_OFFSET + TRAILER_LENGTH) {
            throw tooShort("packet", length);
        }
        final Interface from = ethernet(0);
        final int original = original(BODY_OFFSET);
        final int room = Math.min(length - SIMPLE_FRAME_OFFSET - TRAILER_LENGTH, MOST_CAPTURED);
        final int snapLength = from.snapLength <= 0 ? room : from.snapLength;
        frame.wrap(file.address(offset + SIMPLE_FRAME_OFFSET), Math.min(Math.min(original, snapLength), room));
        // it has no time of its own
        frame.is(original, lastEpochNs, Direction.UNKNOWN, from.name);
    }

    private int original(final int index) {
        return (int) Math.min(block.getInt(index, order) & UNSIGNED, MOST_CAPTURED);
    }

    private Interface ethernet(final long number) throws CaptureException {
        if (number >= interfaces.size()) {
            throw file.damaged(
                    offset + BODY_OFFSET,
                    "a frame of interface " + number + ", and the section has described " + interfaces.size());
        }
        final Interface from = interfaces.get((int) number);
        if (from.linkType != ETHERNET) {
            throw file.damaged(offset, FrameFormat.wrongLinkType(from.linkType));
        }
        return from;
    }

    private void forEachOption(final int from, final int length, final OptionHandler handler) throws CaptureException {
        int index = from;
        final int end = length - TRAILER_LENGTH;
        while (index + OPTION_HEADER_LENGTH <= end) {
            final int code = block.getShort(index, order) & UNSIGNED_SHORT;
            final int optionLength = block.getShort(index + Short.BYTES, order) & UNSIGNED_SHORT;
            index += OPTION_HEADER_LENGTH;
            checkOption(code, index, optionLength, end);
            if (code == PcapngLayout.OPTION_END) {
                return;
            }
            handler.on(code, index, optionLength);
            index += PcapngLayout.padded(optionLength);
        }
    }

    private void checkOption(final int code, final int index, final int length, final int end) throws CaptureException {
        if (length > end - index) {
            throw file.damaged(
                    offset + index - OPTION_HEADER_LENGTH,
                    "option " + code + " has " + length + " bytes, and " + (end - index)
                            + " are left in its block: the file is damaged");
        }
    }

    private CaptureException tooShort(final String what, final int length) {
        return file.damaged(offset, "a " + what + " of " + length + " bytes is too short: the file is damaged");
    }
}
