package io.fairlead.bench.soak;

import static io.fairlead.bench.Table.number;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.bench.BenchReport;
import io.fairlead.bench.Table;
import java.util.List;
import org.HdrHistogram.Histogram;

/** The results, for people or for programs. */
final class SoakReport implements BenchReport {
    private static final List<Double> PERCENTILES = List.of(50.0, 99.0, 99.9, 99.99, 100.0);
    private static final double SAFEPOINT_PERCENTILE = 99.9;
    private static final double MOST = 100;

    private final Soak soak;

    SoakReport(final Soak soak) {
        this.soak = soak;
    }

    @Override
    public String table() {
        final Table figures = new Table("full rate", "");
        figures.row("seconds", number(soak.seconds(), 1));
        figures.row("frames/s", number(soak.frames() / soak.seconds(), 0));
        figures.row("found the TAP full, %", number(100 * soak.refused(), 1));
        figures.row("lost", Long.toString(soak.lost()));
        soak.drops().forEach((name, count) -> figures.row("  " + name, Long.toString(count)));
        figures.row("data path, % of its core", number(100 * soak.dataPathShare(), 1));
        figures.row("allocated by it, bytes", Long.toString(soak.allocatedBytes()));
        figures.row("RSS at begin and end, MiB", number(soak.rssMibBefore(), 1) + " " + number(soak.rssMibAfter(), 1));
        figures.row("safepoints", Integer.toString(soak.safepoints().all().size()));
        figures.row("longest, ms", ms(soak.safepoints().histogram(), MOST));
        figures.row("p99.9, ms", ms(soak.safepoints().histogram(), SAFEPOINT_PERCENTILE));
        figures.row(
                "longest before, at the start, ms", ms(soak.startSafepoints().histogram(), MOST));
        final Table hiccups = new Table("hiccups, ms", "in the JVM", "in C", "ratio");
        PERCENTILES.forEach(percentile -> hiccups.row(
                name(percentile),
                ms(soak.hiccups(), percentile),
                ms(soak.controlHiccups(), percentile),
                number(ratio(percentile), 2)));
        return figures + "\n" + hiccups;
    }

    private double ratio(final double percentile) {
        return soak.hiccups().getValueAtPercentile(percentile)
                / (double) soak.controlHiccups().getValueAtPercentile(percentile);
    }

    private static String name(final double percentile) {
        return percentile == MOST ? "max" : "p" + Double.toString(percentile).replaceFirst("\\.0$", "");
    }

    private static String ms(final Histogram ns, final double percentile) {
        return number(ns.getValueAtPercentile(percentile) / 1e6, 3);
    }

    @Override
    public String json() {
        final ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("seconds", soak.seconds());
        root.put("framesPerSecond", soak.frames() / soak.seconds());
        root.put("refusedShare", soak.refused());
        root.put("framesLost", soak.lost());
        final ObjectNode drops = root.putObject("drops");
        soak.drops().forEach(drops::put);
        root.put("dataPathShare", soak.dataPathShare());
        root.put("bytesAllocatedByDataPath", soak.allocatedBytes());
        root.put("rssMibBefore", soak.rssMibBefore());
        root.put("rssMibAfter", soak.rssMibAfter());
        final ObjectNode safepoints = root.putObject("safepoints");
        safepoints.put("count", soak.safepoints().all().size());
        safepoints.put("maxNs", soak.safepoints().histogram().getMaxValue());
        safepoints.put("p99.9Ns", soak.safepoints().histogram().getValueAtPercentile(SAFEPOINT_PERCENTILE));
        safepoints.put("startMaxNs", soak.startSafepoints().histogram().getMaxValue());
        put(root.putObject("hiccupsNs"), soak.hiccups());
        put(root.putObject("controlHiccupsNs"), soak.controlHiccups());
        return root.toPrettyString();
    }

    private static void put(final ObjectNode row, final Histogram ns) {
        PERCENTILES.forEach(percentile -> row.put(name(percentile), ns.getValueAtPercentile(percentile)));
    }
}
