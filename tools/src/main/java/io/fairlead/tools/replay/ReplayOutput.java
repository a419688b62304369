package io.fairlead.tools.replay;

import io.fairlead.tools.capture.Direction;
import io.fairlead.tools.capture.PcapngWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.agrona.DirectBuffer;

/** The file of what came out: on each side what was sent, and what went nowhere as it came in. */
final class ReplayOutput implements AutoCloseable {

    static final int UPLINK = 0;
    static final int HOST = 1;

    private static final List<String> INTERFACES = List.of("uplink", "host");

    private final PcapngWriter writer;
    private final VirtualTime time;
    private long frames;

    ReplayOutput(final Path file, final VirtualTime time) throws IOException {
        this.writer = PcapngWriter.create(file, "fairlead replay", INTERFACES);
        this.time = time;
    }

    /** Writes a frame, of which perhaps only the first bytes are known. */
    void write(
            final int side,
            final Direction direction,
            final DirectBuffer buffer,
            final int index,
            final int known,
            final int length,
            final String... comments) {
        try {
            writer.frame(side, direction, time.epochNs(), buffer, index, known, length, comments);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        frames++;
    }

    /** How many frames there are in the file. */
    long frames() {
        return frames;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
