package io.fairlead.bench.failover;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.bench.BenchReport;
import java.util.List;
import java.util.Locale;

/** The results, for people or for programs. */
final class Report implements BenchReport {
    private static final String ROW = "%-10s %-30s %-11s %5s %10s %10s %10s %12s%n";
    private static final String COLD_ROW = "%-10s %-30s %-11s %5s %21s %22s%n";

    private final Results results;

    Report(final Results results) {
        this.results = results;
    }

    @Override
    public String table() {
        final StringBuilder out = new StringBuilder();
        append(out, ROW, "VRRP", "event", "product", "runs", "median ms", "max ms", "lost", "broken");
        results.samples().forEach((key, samples) -> {
            final Summary summary = Summary.of(samples);
            append(
                    out,
                    ROW,
                    key.timing(),
                    key.event(),
                    key.product(),
                    summary.runs(),
                    oneDigit(summary.medianMs()),
                    oneDigit(summary.maxMs()),
                    summary.pingsLost(),
                    key.product() == Product.FAIRLEAD ? summary.connectionsBroken() : "-");
        });
        out.append('\n');
        append(out, COLD_ROW, "VRRP", "", "product", "runs", "moments of a false one", "clients left astray");
        results.coldStarts()
                .forEach((key, starts) -> append(
                        out,
                        COLD_ROW,
                        key.timing(),
                        "cold start",
                        key.product(),
                        starts.size(),
                        falseMasters(starts),
                        wrongNeighbours(starts)));
        results.failures().forEach(failure -> append(out, "FAILED  %s%n", failure));
        return out.toString();
    }

    private static void append(final StringBuilder out, final String format, final Object... cells) {
        out.append(String.format(Locale.ROOT, format, cells));
    }

    private static String oneDigit(final double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    @Override
    public boolean isComplete() {
        return results.failures().isEmpty();
    }

    @Override
    public String json() {
        final ObjectNode root = new ObjectMapper().createObjectNode();
        final ArrayNode cases = root.putArray("cases");
        results.samples().forEach((key, samples) -> {
            final Summary summary = Summary.of(samples);
            final ObjectNode row = row(cases, key.timing(), key.product());
            row.put("event", key.event().name().toLowerCase(Locale.ROOT));
            row.put("runs", summary.runs());
            row.put("gapMedianMs", summary.medianMs());
            row.put("gapMaxMs", summary.maxMs());
            row.put("pingsLostMedian", summary.pingsLost());
            if (key.product() == Product.FAIRLEAD) {
                row.put("connectionsBroken", summary.connectionsBroken());
            }
        });
        final ArrayNode coldStarts = root.putArray("coldStarts");
        results.coldStarts().forEach((key, starts) -> {
            final ObjectNode row = row(coldStarts, key.timing(), key.product());
            row.put("runs", starts.size());
            row.put("falseMasters", falseMasters(starts));
            row.put("wrongNeighbours", wrongNeighbours(starts));
        });
        final ArrayNode failures = root.putArray("failures");
        results.failures().forEach(failures::add);
        return root.toPrettyString();
    }

    private static ObjectNode row(final ArrayNode rows, final Timing timing, final Product product) {
        final ObjectNode row = rows.addObject();
        row.put("version", timing.version());
        row.put("intervalMs", timing.interval().toMillis());
        row.put("product", product.toString());
        return row;
    }

    private static int falseMasters(final List<ColdStart.Result> starts) {
        return starts.stream().mapToInt(ColdStart.Result::falseMasters).sum();
    }

    private static long wrongNeighbours(final List<ColdStart.Result> starts) {
        return starts.stream().filter(ColdStart.Result::wrongNeighbour).count();
    }
}
