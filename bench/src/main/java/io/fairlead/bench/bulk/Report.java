package io.fairlead.bench.bulk;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.bench.BenchReport;
import io.fairlead.bench.Rounds;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The results, for people or for programs. */
final class Report implements BenchReport {
    private static final String ROW = "%-8s %-30s %5s %10s %8s %8s%n";
    private static final String RATIO_ROW = "%-8s %-53s %18s %18s%n";
    private static final double GIGA = 1e9;

    private final Rounds<Integer, Contestant> results;

    Report(final Rounds<Integer, Contestant> results) {
        this.results = results;
    }

    @Override
    public String table() {
        final StringBuilder out = new StringBuilder();
        append(out, ROW, "streams", "through", "runs", "Gbit/s", "min", "max");
        for (final int streams : results.rows()) {
            for (final Contestant contestant : Contestant.values()) {
                final List<Double> samples = results.samples(streams, contestant);
                if (!samples.isEmpty()) {
                    append(
                            out,
                            ROW,
                            streams,
                            contestant,
                            samples.size(),
                            gigabits(results.median(streams, contestant)),
                            gigabits(Collections.min(samples)),
                            gigabits(Collections.max(samples)));
                }
            }
        }
        out.append('\n');
        append(out, RATIO_ROW, "streams", "", "ratio of medians", "median of ratios");
        for (final int streams : results.rows()) {
            appendRatio(out, streams, Contestant.FAIRLEAD_INLINE, Contestant.C_FORWARDER);
            appendRatio(out, streams, Contestant.FAIRLEAD_DIRECTOR, Contestant.HAPROXY);
        }
        return out.toString();
    }

    private void appendRatio(final StringBuilder out, final int streams, final Contestant one, final Contestant other) {
        append(
                out,
                RATIO_ROW,
                streams,
                one + " / " + other,
                twoDigits(results.ratioOfMedians(streams, one, other)),
                twoDigits(results.medianOfRatios(streams, one, other)));
    }

    private static String gigabits(final double bitsPerSecond) {
        return twoDigits(bitsPerSecond / GIGA);
    }

    private static String twoDigits(final double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static void append(final StringBuilder out, final String format, final Object... cells) {
        out.append(String.format(Locale.ROOT, format, cells));
    }

    @Override
    public String json() {
        final ObjectNode root = new ObjectMapper().createObjectNode();
        final ArrayNode rows = root.putArray("throughputs");
        final ArrayNode ratios = root.putArray("ratios");
        for (final int streams : results.rows()) {
            for (final Contestant contestant : Contestant.values()) {
                final ObjectNode row = rows.addObject();
                row.put("streams", streams);
                row.put("through", contestant.name());
                row.put("bitsPerSecondMedian", results.median(streams, contestant));
                final ArrayNode samples = row.putArray("bitsPerSecond");
                results.samples(streams, contestant).forEach(samples::add);
            }
            addRatio(ratios, streams, Contestant.FAIRLEAD_INLINE, Contestant.C_FORWARDER);
            addRatio(ratios, streams, Contestant.FAIRLEAD_DIRECTOR, Contestant.HAPROXY);
        }
        return root.toPrettyString();
    }

    private void addRatio(final ArrayNode rows, final int streams, final Contestant one, final Contestant other) {
        final ObjectNode row = rows.addObject();
        row.put("streams", streams);
        row.put("of", one.name());
        row.put("to", other.name());
        row.put("ratioOfMedians", results.ratioOfMedians(streams, one, other));
        row.put("medianOfRatios", results.medianOfRatios(streams, one, other));
    }
}
