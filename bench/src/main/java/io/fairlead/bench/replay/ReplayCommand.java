package io.fairlead.bench.replay;

import io.fairlead.bench.BenchCommand;
import io.fairlead.bench.BenchReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/bin/replay}. */
@Command(
        name = "bench/bin/replay",
        header = "Measure how many frames a second `fairlead replay` takes.",
        description = {
            "",
            "Makes a capture of clients that all have a connection to the virtual IP open, one segment each"
                    + " microsecond, and replays it from the page cache, as director among three nodes, with"
                    + " tools/bin/fairlead: the same capture with a tenth of the frames first, so that the start of the"
                    + " JVM and what it compiles can be told apart.",
            "",
            "frames/s: of the whole process, from exec to its end. beyond the first tenth: what the further frames"
                    + " took, without start and warm-up.",
            "",
            "Needs no root, and room for the capture in memory. Writes to a temporary folder and removes it. Progress"
                    + " goes to standard error, the result to standard output."
        },
        footer = {"  bench/bin/replay", "  bench/bin/replay --frames 10000000 --payload 1400 --json"})
public final class ReplayCommand extends BenchCommand {

    private static final int TENTH = 10;

    @Option(names = "--frames", defaultValue = "10000000", description = "In the capture. Default: ${DEFAULT-VALUE}.")
    private long frames;

    @Option(names = "--clients", defaultValue = "1000", description = "Default: ${DEFAULT-VALUE}.")
    private int clients;

    @Option(names = "--payload", defaultValue = "64", description = "Bytes in each segment. Default: ${DEFAULT-VALUE}.")
    private int payload;

    @Option(names = "--rounds", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    private ReplayCommand() {}

    /**
     * The command.
     *
     * @param args see {@code --help}
     */
    public static void main(final String... args) {
        execute(new ReplayCommand(), args);
    }

    @Override
    protected BenchReport measure(final PrintWriter progress) throws IOException, InterruptedException {
        require(
                clients >= 1 && payload >= 0 && payload <= 1460 && rounds >= 1,
                "clients and rounds are at least 1, the payload is 0-1460");
        require(frames >= 20L * TENTH * clients, "frames are at least 200 for each client");
        final Path folder = Files.createTempDirectory("fairlead-bench-replay");
        try {
            final Path config = Files.writeString(folder.resolve("n1.yaml"), """
                node: {name: n1, interface: eth0, managementIp: 10.51.0.1}
                virtualRouters: [{id: 51, priority: 99, virtualIps: [10.51.0.100/24]}]
                redirects: [{protocol: http, originalPorts: [9090], proxyPort: 9090}]
                cluster: {nodes: [10.51.0.2, 10.51.0.3]}
                """);
            final Path all = folder.resolve("all.pcap");
            final Path tenth = folder.resolve("tenth.pcap");
            progress.printf("writing a capture of %,d frames%n", frames);
            progress.flush();
            Capture.write(all, frames, clients, payload);
            Capture.write(tenth, frames / TENTH, clients, payload);
            final List<Round> measured = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                final long tenthNs = replay(config, tenth);
                final long allNs = replay(config, all);
                measured.add(new Round(frames, frames / TENTH, allNs, tenthNs));
                progress.printf(
                        "round %d of %d: %,.0f frames/s, %,.0f beyond the first tenth%n",
                        round,
                        rounds,
                        measured.get(round - 1).framesPerSecond(),
                        measured.get(round - 1).beyondPerSecond());
                progress.flush();
            }
            return new ReplayReport(measured, payload);
        } finally {
            for (final String name : List.of("n1.yaml", "all.pcap", "tenth.pcap")) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.deleteIfExists(folder);
        }
    }

    private static long replay(final Path config, final Path capture) throws IOException, InterruptedException {
        final long startNs = System.nanoTime();
        final Process process = new ProcessBuilder(
                        System.getProperty("fairlead.launcher", "tools/bin/fairlead"),
                        "replay",
                        "--config",
                        config.toString(),
                        "--in",
                        capture.toString(),
                        "--mac",
                        "02:51:00:00:00:01",
                        "--peer",
                        "n2=10.51.0.2",
                        "--peer",
                        "n3=10.51.0.3",
                        "--json")
                .redirectErrorStream(true)
                .start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException("the replay failed: " + output);
        }
        return System.nanoTime() - startNs;
    }
}
