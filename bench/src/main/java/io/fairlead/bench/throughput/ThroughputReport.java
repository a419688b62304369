package io.fairlead.bench.throughput;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.bench.BenchReport;
import io.fairlead.bench.Median;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The medians, and the ratios of turns that followed each other, for people or for programs. */
final class ThroughputReport implements BenchReport {

    private static final String ROW = "%-24s %12s %20s %14s %14s %12s %12s %10s%n";

    private final Map<String, List<Sample>> samples;

    ThroughputReport(final Map<String, List<Sample>> samples) {
        this.samples = samples;
    }

    @Override
    public String table() {
        final StringBuilder out = new StringBuilder();
        out.append(String.format(
                Locale.ROOT,
                ROW,
                "",
                "frames/s",
                "(least to most)",
                "CPU ns/frame",
                "to C r/w",
                "to C uring",
                "TAP full %",
                "lost"));
        samples.forEach((name, turns) -> out.append(String.format(
                Locale.ROOT,
                ROW,
                name,
                whole(median(turns, Sample::framesPerSecond)),
                whole(turns.stream().mapToDouble(Sample::framesPerSecond).min().orElseThrow()) + "-"
                        + whole(turns.stream()
                                .mapToDouble(Sample::framesPerSecond)
                                .max()
                                .orElseThrow()),
                whole(median(turns, Sample::cpuNsPerFrame)),
                two(ratio(name, ThroughputBenchmark.C_READ_WRITE)),
                two(ratio(name, ThroughputBenchmark.C_IO_URING)),
                whole(100 * median(turns, Sample::refused)),
                turns.stream().mapToLong(Sample::lost).sum())));
        out.append(String.format(
                Locale.ROOT,
                "%nallocated by Fairlead's data path: %.6f bytes a frame%n",
                median(ours(), Sample::allocatedPerFrame)));
        return out.toString();
    }

    @Override
    public String json() {
        final ObjectNode root = new ObjectMapper().createObjectNode();
        final ObjectNode rows = root.putObject("contenders");
        samples.forEach((name, turns) -> {
            final ObjectNode row = rows.putObject(name);
            row.put("framesPerSecond", median(turns, Sample::framesPerSecond));
            row.put("cpuNsPerFrame", median(turns, Sample::cpuNsPerFrame));
            row.put("refusedShare", median(turns, Sample::refused));
            row.put("framesLost", turns.stream().mapToLong(Sample::lost).sum());
        });
        root.put("ratioToCReadWrite", ratio(ThroughputBenchmark.IO_URING, ThroughputBenchmark.C_READ_WRITE));
        root.put("ratioToCIoUring", ratio(ThroughputBenchmark.IO_URING, ThroughputBenchmark.C_IO_URING));
        root.put("bytesAllocatedPerFrame", median(ours(), Sample::allocatedPerFrame));
        root.put("framesLost", ours().stream().mapToLong(Sample::lost).sum());
        return root.toPrettyString();
    }

    private List<Sample> ours() {
        return samples.getOrDefault(ThroughputBenchmark.IO_URING, List.of());
    }

    /** The median over the rounds of the ratio within a round: what the machine does beside it changes slower than that. */
    private double ratio(final String of, final String to) {
        final List<Sample> above = samples.getOrDefault(of, List.of());
        final List<Sample> below = samples.getOrDefault(to, List.of());
        return Median.of(IntStream.range(0, Math.min(above.size(), below.size()))
                .mapToDouble(round ->
                        above.get(round).framesPerSecond() / below.get(round).framesPerSecond()));
    }

    private static double median(final List<Sample> turns, final ToDoubleFunction<Sample> figure) {
        return Median.of(turns.stream().mapToDouble(figure));
    }

    private static String whole(final double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    private static String two(final double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
