package io.fairlead.tools.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Records the frames of one station, as the switch sees them, into a file. */
public final class Capture implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(5);

    private final LabProcess process;
    private final Path file;

    private Capture(final LabProcess process, final Path file) {
        this.process = process;
        this.file = file;
    }

    static Capture start(final Segment segment, final Path directory, final String port) {
        final Path file = directory.resolve(port + ".pcap");
        final LabProcess process = segment.startOnSwitch(
                "capture on " + port,
                directory.resolve(port + ".log"),
                List.of(
                        "tcpdump",
                        "--interface=" + port,
                        // room for a burst: the buffer is made of slots for the longest frame
                        "--snapshot-length=2048",
                        "--buffer-size=16384",
                        "--immediate-mode",
                        "--packet-buffered",
                        "--relinquish-privileges=root",
                        "-w",
                        file.toString()));
        Await.until("a capture on " + port, START_LIMIT, () -> process.logText().contains("listening on"));
        return new Capture(process, file);
    }

    /** What was recorded so far. */
    public Path file() {
        return file;
    }

    @Override
    public void close() {
        process.close();
    }
}
