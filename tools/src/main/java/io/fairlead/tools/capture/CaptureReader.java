package io.fairlead.tools.capture;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The frames of a capture file, pcap or pcapng, one after the other. The file is mapped, and no frame is copied. Whatever is in the file: it is read, or a
 * {@link CaptureException} says from which byte on it cannot be.
 */
public final class CaptureReader implements AutoCloseable {

    private final FileMemory file;
    private final FrameFormat format;
    private final CapturedFrame frame = new CapturedFrame();
    private long number;

    private CaptureReader(final FileMemory file, final FrameFormat format) {
        this.file = file;
        this.format = format;
    }

    /**
     * Opens a file.
     *
     * @param path of a regular file
     * @return before its first frame
     * @throws IOException if it is none that can be read
     */
    public static CaptureReader open(final Path path) throws IOException {
        final FileMemory file = FileMemory.open(path);
        try {
            return new CaptureReader(file, format(file));
        } catch (final CaptureException e) {
            file.close();
            throw e;
        }
    }

    private static FrameFormat format(final FileMemory file) throws CaptureException {
        if (file.length() < Integer.BYTES) {
            throw file.damaged(0, "this is no capture file: it has " + file.length() + " bytes");
        }
        final UnsafeBuffer start = new UnsafeBuffer(file.address(0), Integer.BYTES);
        for (final ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            final int magic = start.getInt(0, order);
            if (magic == PcapFormat.MICROSECONDS || magic == PcapFormat.NANOSECONDS) {
                return new PcapFormat(file, order, magic);
            }
        }
        if (start.getInt(0) == PcapngLayout.SECTION_HEADER) {
            return new PcapngFormat(file);
        }
        throw file.damaged(
                0,
                String.format(
                        "this is neither pcap nor pcapng: it begins with %08x", start.getInt(0, ByteOrder.BIG_ENDIAN)));
    }

    /**
     * Goes on to the next frame.
     *
     * @return false at the end
     * @throws CaptureException if the file is damaged here, or ends within a frame
     */
    public boolean next() throws CaptureException {
        if (format.next(frame)) {
            number++;
            return true;
        }
        return false;
    }

    /**
     * The frame that {@link #next} went to.
     *
     * @return always the same object
     */
    public CapturedFrame frame() {
        return frame;
    }

    /**
     * How many frames were read, this one included: the number that Wireshark gives it.
     *
     * @return from 1 on
     */
    public long number() {
        return number;
    }

    @Override
    public void close() {
        file.close();
    }
}
