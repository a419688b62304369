package io.fairlead.tools.capture;

import static io.fairlead.tools.capture.PcapngLayout.BODY_OFFSET;
import static io.fairlead.tools.capture.PcapngLayout.LENGTH_FIELD_OFFSET;
import static io.fairlead.tools.capture.PcapngLayout.OPTION_HEADER_LENGTH;
import static io.fairlead.tools.capture.PcapngLayout.TRAILER_LENGTH;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes a pcapng file of one section, with times in nanoseconds. What is in it follows from the calls alone; what the channel gets are whole blocks. One thread, and no call after {@link #close}.
 */
public final class PcapngWriter implements AutoCloseable {

    /** Room for the longest frame and its comments, and few system calls. */
    private static final int CAPACITY = 1024 * 1024;

    private static final int LONGEST_COMMENT = 4096;

    /** Padding, options and the trailer. */
    private static final int MOST_BESIDE = 64;

    private static final int VERSION_MAJOR = 1;
    private static final byte NANOSECONDS = 9;
    private static final int PACKET_FRAME_OFFSET = BODY_OFFSET + 20;

    private final WritableByteChannel channel;
    private final ByteBuffer bytes =
            ByteBuffer.allocateDirect(CAPACITY + FrameFormat.MOST_CAPTURED).order(ByteOrder.LITTLE_ENDIAN);
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private long written;
    private int block;
    private int end;

    private PcapngWriter(final WritableByteChannel channel) {
        this.channel = channel;
    }

    /**
     * Begins a file, in place of an older one.
     *
     * @param path of the file
     * @param application that writes it
     * @param interfaces their names; frames are written by their place in this list
     * @return the file, begun
     * @throws IOException if it cannot be written
     */
    public static PcapngWriter create(final Path path, final String application, final List<String> interfaces)
            throws IOException {
        return begin(
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE),
                application,
                interfaces);
    }

    /**
     * Begins what is to be a file where somebody else keeps it.
     *
     * @param channel takes all that it is given, however long that takes; closed with the writer
     * @param application that writes it
     * @param interfaces their names; frames are written by their place in this list
     * @return the file, begun; nothing is in the channel yet
     * @throws IOException if it cannot be written
     */
    public static PcapngWriter begin(
            final WritableByteChannel channel, final String application, final List<String> interfaces)
            throws IOException {
        final PcapngWriter writer = new PcapngWriter(channel);
        writer.section(application);
        for (final String name : interfaces) {
            writer.description(name);
        }
        return writer;
    }

    private void section(final String application) throws IOException {
        begin(PcapngLayout.SECTION_HEADER);
        putInt(PcapngLayout.BYTE_ORDER_MAGIC);
        putShort(VERSION_MAJOR);
        putShort(0);
        // how long the section is, is not known
        putInt(-1);
        putInt(-1);
        option(PcapngLayout.SECTION_APPLICATION, application);
        finish();
    }

    private void description(final String name) throws IOException {
        begin(PcapngLayout.INTERFACE_DESCRIPTION);
        putShort(FrameFormat.ETHERNET);
        putShort(0);
        putInt(0);
        option(PcapngLayout.INTERFACE_NAME, name);
        optionHeader(PcapngLayout.INTERFACE_RESOLUTION, 1);
        buffer.putByte(end, NANOSECONDS);
        end += 1;
        pad();
        finish();
    }

    /**
     * Writes a frame.
     *
     * @param interfaceNumber its place in the list of interfaces
     * @param direction which way it went
     * @param epochNs nanoseconds since 1970
     * @param frame that holds it
     * @param index of its first byte
     * @param length how much of it there is, at most 256 KiB
     * @param originalLength how long it was
     * @param comments what is said of it, each a text of its own
     * @throws IOException if the file cannot be written
     */
    public void frame(
            final int interfaceNumber,
            final Direction direction,
            final long epochNs,
            final DirectBuffer frame,
            final int index,
            final int length,
            final int originalLength,
            final String... comments)
            throws IOException {
        begin(PcapngLayout.ENHANCED_PACKET);
        putInt(interfaceNumber);
        putTime(epochNs);
        putInt(length);
        putInt(originalLength);
        buffer.putBytes(block + PACKET_FRAME_OFFSET, frame, index, length);
        end += length;
        pad();
        for (final String comment : comments) {
            option(PcapngLayout.OPTION_COMMENT, comment);
        }
        optionHeader(PcapngLayout.PACKET_FLAGS, Integer.BYTES);
        putInt(direction.code());
        finish();
    }

    /**
     * Writes what was counted of an interface.
     *
     * @param interfaceNumber its place in the list of interfaces
     * @param epochNs nanoseconds since 1970
     * @param received frames that were seen
     * @param dropped frames that were seen and are missing here
     * @param comment what else there is to say
     * @throws IOException if the file cannot be written
     */
    public void statistics(
            final int interfaceNumber,
            final long epochNs,
            final long received,
            final long dropped,
            final String comment)
            throws IOException {
        begin(PcapngLayout.INTERFACE_STATISTICS);
        putInt(interfaceNumber);
        putTime(epochNs);
        option(PcapngLayout.OPTION_COMMENT, comment);
        optionHeader(PcapngLayout.STATISTICS_RECEIVED, Long.BYTES);
        putLong(received);
        optionHeader(PcapngLayout.STATISTICS_DROPPED, Long.BYTES);
        putLong(dropped);
        finish();
    }

    /**
     * How long the file is by now.
     *
     * @return bytes
     */
    public long length() {
        return written + end;
    }

    /**
     * How long the file can become by one more frame.
     *
     * @param captured how much of the frame there is
     * @return bytes, with one comment as long as comments can be
     */
    public static int longestBlock(final int captured) {
        return PACKET_FRAME_OFFSET + captured + LONGEST_COMMENT + MOST_BESIDE;
    }

    /**
     * Puts everything in the file.
     *
     * @throws IOException if it cannot be written
     */
    public void flush() throws IOException {
        bytes.limit(end).position(0);
        while (bytes.hasRemaining()) {
            written += channel.write(bytes);
        }
        bytes.clear();
        end = 0;
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            flush();
        } finally {
            // a daemon that hardly ever collects garbage would keep it
            BufferUtil.free(bytes);
        }
    }

    private void begin(final int type) throws IOException {
        if (end > CAPACITY / 2) {
            flush();
        }
        block = end;
        putInt(type);
        putInt(0);
    }

    private void finish() {
        putShort(PcapngLayout.OPTION_END);
        putShort(0);
        final int length = end + TRAILER_LENGTH - block;
        putInt(length);
        buffer.putInt(block + LENGTH_FIELD_OFFSET, length, ByteOrder.LITTLE_ENDIAN);
    }

    private void option(final int code, final String text) {
        final byte[] value = text.getBytes(StandardCharsets.UTF_8);
        final int length = Math.min(value.length, LONGEST_COMMENT);
        optionHeader(code, length);
        buffer.putBytes(end, value, 0, length);
        end += length;
        pad();
    }

    private void optionHeader(final int code, final int length) {
        buffer.putShort(end, (short) code, ByteOrder.LITTLE_ENDIAN);
        buffer.putShort(end + Short.BYTES, (short) length, ByteOrder.LITTLE_ENDIAN);
        end += OPTION_HEADER_LENGTH;
    }

    private void pad() {
        while ((end - block) % Integer.BYTES != 0) {
            buffer.putByte(end, (byte) 0);
            end++;
        }
    }

    private void putTime(final long epochNs) {
        putInt((int) (epochNs >>> 32));
        putInt((int) epochNs);
    }

    private void putShort(final int value) {
        buffer.putShort(end, (short) value, ByteOrder.LITTLE_ENDIAN);
        end += Short.BYTES;
    }

    private void putInt(final int value) {
        buffer.putInt(end, value, ByteOrder.LITTLE_ENDIAN);
        end += Integer.BYTES;
    }

    private void putLong(final long value) {
        buffer.putLong(end, value, ByteOrder.LITTLE_ENDIAN);
        end += Long.BYTES;
    }
}
