package io.fairlead.bench.soak;

import io.fairlead.bench.BenchCommand;
import io.fairlead.bench.InlineLab;
import io.fairlead.bench.ProcessFigures;
import io.fairlead.tools.lab.Await;
import io.fairlead.tools.lab.LabProcess;
import io.fairlead.tools.lab.Namespace;
import io.fairlead.tools.status.StatusReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;

/** Sends more than a node can take, and looks at it before and after. */
final class SoakBenchmark {
    private static final String NAME = "fairlead-soak";
    private static final String CLIENT_MAC = "02:51:00:00:00:0b";
    private static final int FLOWS = 1_000;
    private static final int DATA_PATH_CPU = 0;
    private static final String GENERATOR_CPU = "1";
    private static final String DATA_PATH = "data-path";
    // the daemon is director by then
    private static final int START_SECONDS = 10;
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration MARGIN = Duration.ofMinutes(1);
    private static final long LONGEST_NS = 100_000_000_000L;
    private static final int DIGITS = 3;
    private static final double KIB_PER_MIB = 1024;

    private final int seconds;
    private final int warmUpSeconds;
    private final PrintWriter progress;

    SoakBenchmark(final int minutes, final int warmUpSeconds, final PrintWriter progress) {
        this.seconds = Math.toIntExact(Duration.ofMinutes(minutes).toSeconds());
        this.warmUpSeconds = warmUpSeconds;
        this.progress = progress;
    }

    /** What is counted all the time. */
    private record Counts(
            long timeNs,
            long taken,
            long refused,
            long passed,
            long dataPathNs,
            double rssMib,
            Map<String, Long> drops) {}

    /** Frames that the TAP has taken, and that have come out. */
    private record Passage(long taken, long passed) {

        long missing() {
            return taken - passed;
        }
    }

    Soak run() throws IOException {
        try (InlineLab lab = new InlineLab(NAME)) {
            final Path folder = Files.createDirectories(lab.directory().resolve("soak"));
            final Path safepoints = folder.resolve("safepoints.log");
            // whatever comes from an address without a way back is dropped before the kernel thinks about it
            lab.machine()
                    .namespace()
                    .run(LIMIT, "sysctl", "-qw", "net.ipv4.conf.all.rp_filter=1")
                    .orThrow();
            lab.serve("server", BenchCommand.program("latency"), "serve", Integer.toString(InlineLab.SERVER_PORT));
            lab.configureEngine("cpu: " + DATA_PATH_CPU);
            lab.node()
                    .javaOptions("-Xlog:safepoint:file=" + safepoints + ":uptime:filecount=0 -javaagent:" + jar() + "="
                            + String.join(
                                    ",",
                                    Integer.toString(DATA_PATH_CPU),
                                    Integer.toString(START_SECONDS + warmUpSeconds),
                                    Integer.toString(seconds),
                                    folder.toString(),
                                    BenchCommand.program("hiccup")));
            lab.node().start();
            lab.awaitMaster();
            final Passage first = passage(lab);
            final LabProcess generator = lab.client()
                    .start(
                            "generator",
                            "taskset",
                            "-c",
                            GENERATOR_CPU,
                            BenchCommand.program("generate"),
                            "eth0",
                            Long.toString(Duration.ofSeconds(START_SECONDS + warmUpSeconds + seconds)
                                    .toMillis()),
                            Integer.toString(FLOWS),
                            lab.node().virtualIpMac(),
                            CLIENT_MAC,
                            "0");
            final Path begin = folder.resolve(HiccupMeter.BEGIN);
            Await.until(
                    "the measured time to begin",
                    MARGIN.plusSeconds(START_SECONDS + warmUpSeconds),
                    () -> Files.exists(begin));
            final Counts before = counts(lab);
            progress.println("full rate for " + seconds + " s");
            progress.flush();
            final Path hiccups = folder.resolve(HiccupMeter.HICCUPS);
            Await.until("the measured time to end", MARGIN.plusSeconds(seconds), () -> Files.exists(hiccups));
            final Counts after = counts(lab);
            generator.close();
            final Passage last = passageAtRest(lab);
            lab.node().stop();
            final long beginMs = Long.parseLong(Files.readString(begin).strip());
            final Safepoints all = Safepoints.read(safepoints);
            final List<Long> own = numbers(hiccups);
            return soak(
                    before,
                    after,
                    last.missing() - first.missing(),
                    own.get(0),
                    all.from(beginMs),
                    all.before(beginMs),
                    histogram(own.subList(1, own.size())),
                    histogram(numbers(folder.resolve(HiccupMeter.CONTROL))));
        }
    }

    private static Soak soak(
            final Counts before,
            final Counts after,
            final long lost,
            final long allocatedBytes,
            final Safepoints safepoints,
            final Safepoints startSafepoints,
            final Histogram hiccups,
            final Histogram control) {
        final double ns = after.timeNs - before.timeNs;
        final long taken = after.taken - before.taken;
        final long refused = after.refused - before.refused;
        final Map<String, Long> drops = new TreeMap<>();
        after.drops.forEach((name, count) -> drops.merge(name, count - before.drops.getOrDefault(name, 0L), Long::sum));
        drops.values().removeIf(count -> count == 0);
        return new Soak(
                ns / 1e9,
                after.passed - before.passed,
                refused / (double) (refused + taken),
                lost,
                drops,
                (after.dataPathNs - before.dataPathNs) / ns,
                allocatedBytes,
                safepoints,
                startSafepoints,
                hiccups,
                control,
                before.rssMib,
                after.rssMib);
    }

    private static Counts counts(final InlineLab lab) throws IOException {
        final ProcessFigures daemon = new ProcessFigures(lab.node().pid());
        final List<Long> statistics = statistics(
                lab.machine().namespace(), "flu-eth0/%s/tx_packets", "flu-eth0/%s/tx_dropped", "eth0/%s/rx_packets");
        return new Counts(
                System.nanoTime(),
                statistics.get(0),
                statistics.get(1),
                statistics.get(2),
                daemon.cpuNs().getOrDefault(DATA_PATH, 0L),
                daemon.kibibytes("Rss") / KIB_PER_MIB,
                lab.node().report().map(StatusReport::drops).orElseThrow());
    }

    private static Passage passage(final InlineLab lab) {
        final List<Long> statistics =
                statistics(lab.machine().namespace(), "flu-eth0/%s/tx_packets", "eth0/%s/rx_packets");
        return new Passage(statistics.get(0), statistics.get(1));
    }

    /** While frames go by, one of the two counts is read thousands of them after the other. */
    private static Passage passageAtRest(final InlineLab lab) {
        final AtomicReference<Passage> last = new AtomicReference<>(passage(lab));
        Await.until("no frame to be under way", LIMIT, () -> {
            final Passage now = passage(lab);
            return last.getAndSet(now).equals(now);
        });
        return Objects.requireNonNull(last.get());
    }

    /** By one program: starting it takes the time of thousands of frames, and what is read by the next one would not belong together. */
    private static List<Long> statistics(final Namespace machine, final String... files) {
        final List<String> command = new ArrayList<>(List.of("cat"));
        for (final String file : files) {
            command.add("/sys/class/net/" + file.formatted("statistics"));
        }
        return machine.run(LIMIT, command.toArray(String[]::new))
                .orThrow()
                .output()
                .lines()
                .map(Long::valueOf)
                .toList();
    }

    private static List<Long> numbers(final Path file) throws IOException {
        return Files.readAllLines(file).stream().map(Long::valueOf).toList();
    }

    private static Histogram histogram(final List<Long> ns) {
        final Histogram histogram = new Histogram(LONGEST_NS, DIGITS);
        ns.forEach(histogram::recordValue);
        return histogram;
    }

    /** The one that this class came from. */
    private static Path jar() {
        try {
            return Path.of(HiccupMeter.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (final URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
