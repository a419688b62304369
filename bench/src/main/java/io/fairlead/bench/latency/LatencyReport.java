package io.fairlead.bench.latency;

import static io.fairlead.bench.Table.number;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.bench.BenchReport;
import io.fairlead.bench.Median;
import io.fairlead.bench.Table;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The results, for people or for programs. */
final class LatencyReport implements BenchReport {
    private static final List<Double> PERCENTILES = List.of(50.0, 99.0, 99.9);

    private final Results results;

    LatencyReport(final Results results) {
        this.results = results;
    }

    @Override
    public String table() {
        final StringBuilder out = new StringBuilder();
        for (final Question question : Question.values()) {
            final Table table =
                    new Table(question + ", us", "p50", "p99", "p99.9", "lost", "added", "(least to most)", "to C");
            for (final Contestant contestant : Contestant.values()) {
                if (results.has(question, contestant)) {
                    row(table, question, contestant);
                }
            }
            out.append(table).append('\n');
        }
        final Table idle = new Table("idle", "% of a core", "the most of it");
        for (final Contestant contestant : Contestant.values()) {
            final double percent = results.idlePercent(contestant);
            if (!Double.isNaN(percent)) {
                idle.row(contestant.toString(), number(percent, 2), busiest(contestant));
            }
        }
        return out.append(idle).toString();
    }

    private void row(final Table table, final Question question, final Contestant contestant) {
        final Histogram all = results.all(question, contestant);
        final List<Double> added = results.added(question, contestant);
        table.row(
                contestant.toString(),
                microseconds(all, PERCENTILES.get(0)),
                microseconds(all, PERCENTILES.get(1)),
                microseconds(all, PERCENTILES.get(2)),
                Integer.toString(results.lost(question, contestant)),
                number(Median.of(added.stream().mapToDouble(Double::doubleValue)), 1),
                number(Collections.min(added), 1) + "-" + number(Collections.max(added), 1),
                number(results.ratioOfAdded(question, contestant, Contestant.C_FORWARDER), 2));
    }

    private static String microseconds(final Histogram ns, final double percentile) {
        return number(ns.getValueAtPercentile(percentile) / 1e3, 1);
    }

    private String busiest(final Contestant contestant) {
        return results.idlePercentByThread(contestant).entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(thread -> thread.getKey() + " " + number(thread.getValue(), 2))
                .orElse("-");
    }

    @Override
    public String json() {
        final ObjectNode root = new ObjectMapper().createObjectNode();
        final ArrayNode rows = root.putArray("latencies");
        final ArrayNode idle = root.putArray("idle");
        for (final Contestant contestant : Contestant.values()) {
            for (final Question question : Question.values()) {
                if (results.has(question, contestant)) {
                    add(rows.addObject(), question, contestant);
                }
            }
            if (!Double.isNaN(results.idlePercent(contestant))) {
                final ObjectNode row = idle.addObject();
                row.put("between", contestant.name());
                row.put("percentOfCore", results.idlePercent(contestant));
                final ObjectNode threads = row.putObject("threads");
                results.idlePercentByThread(contestant).forEach(threads::put);
            }
        }
        return root.toPrettyString();
    }

    private void add(final ObjectNode row, final Question question, final Contestant contestant) {
        final Histogram all = results.all(question, contestant);
        row.put("question", question.name());
        row.put("between", contestant.name());
        row.put("samples", all.getTotalCount());
        row.put("lost", results.lost(question, contestant));
        PERCENTILES.forEach(percentile -> row.put(
                "p" + (percentile % 1 == 0 ? number(percentile, 0) : number(percentile, 1)) + "Us",
                all.getValueAtPercentile(percentile) / 1e3));
        final ArrayNode added = row.putArray("addedUs");
        results.added(question, contestant).forEach(added::add);
        row.put("addedToC", results.ratioOfAdded(question, contestant, Contestant.C_FORWARDER));
    }
}
