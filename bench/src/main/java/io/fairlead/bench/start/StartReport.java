package io.fairlead.bench.start;

import static io.fairlead.bench.Table.number;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.bench.BenchReport;
import io.fairlead.bench.Median;
import io.fairlead.bench.Table;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The results, for people or for programs. */
final class StartReport implements BenchReport {
    private final Map<String, List<Start>> starts;

    StartReport(final Map<String, List<Start>> starts) {
        this.starts = starts;
    }

    @Override
    public String table() {
        final Table table = new Table(
                "",
                "runs",
                "first frame, ms",
                "(least to most)",
                "silent, ms",
                "(most)",
                "RSS, MiB",
                "(most)",
                "PSS, MiB");
        starts.forEach((kind, runs) -> table.row(
                kind,
                Integer.toString(runs.size()),
                number(median(runs, Start::firstAnswerMs), 0),
                number(-most(runs, run -> -run.firstAnswerMs()), 0) + "-" + number(most(runs, Start::firstAnswerMs), 0),
                number(median(runs, Start::silentMs), 0),
                number(most(runs, Start::silentMs), 0),
                number(median(runs, Start::rssMib), 0),
                number(most(runs, Start::rssMib), 0),
                number(median(runs, Start::pssMib), 0)));
        return table.toString();
    }

    private static double median(final List<Start> runs, final ToDoubleFunction<Start> figure) {
        return Median.of(runs.stream().mapToDouble(figure));
    }

    private static double most(final List<Start> runs, final ToDoubleFunction<Start> figure) {
        return runs.stream().mapToDouble(figure).max().orElse(Double.NaN);
    }

    @Override
    public String json() {
        final ObjectNode root = new ObjectMapper().createObjectNode();
        final ArrayNode rows = root.putArray("starts");
        starts.forEach((kind, runs) -> {
            final ObjectNode row = rows.addObject();
            row.put("kind", kind);
            put(row, "firstFrameMs", runs, Start::firstAnswerMs);
            put(row, "silentMs", runs, Start::silentMs);
            put(row, "rssMib", runs, Start::rssMib);
            put(row, "pssMib", runs, Start::pssMib);
        });
        return root.toPrettyString();
    }

    private static void put(
            final ObjectNode row, final String name, final List<Start> runs, final ToDoubleFunction<Start> figure) {
        row.put(name + "Median", median(runs, figure));
        row.put(name + "Max", most(runs, figure));
        final ArrayNode each = row.putArray(name);
        runs.stream().mapToDouble(figure).forEach(each::add);
    }
}
