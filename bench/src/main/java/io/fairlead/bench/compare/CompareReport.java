package io.fairlead.bench.compare;

import static io.fairlead.bench.Table.number;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.bench.BenchReport;
import io.fairlead.bench.Rounds;
import io.fairlead.bench.Table;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** The results, for people or for programs. */
final class CompareReport implements BenchReport {
    private static final double MOST_FOR_OTHERS = 0.1;

    private final Results results;
    private final Rounds<Measure, Contestant> figures;

    CompareReport(final Results results) {
        this.results = results;
        this.figures = results.figures();
    }

    @Override
    public String table() {
        final Table table = new Table(
                "median (least to most)",
                Contestant.FAIRLEAD.toString(),
                Contestant.HAPROXY.toString(),
                Contestant.KERNEL.toString(),
                Contestant.DIRECT.toString());
        final Table ratios =
                new Table("ratios, fairlead to", "haproxy", "(least to most)", "kernel", "direct", "ahead of haproxy");
        for (final Measure measure : results.measures()) {
            table.row(
                    measure.toString(),
                    cell(measure, Contestant.FAIRLEAD),
                    cell(measure, Contestant.HAPROXY),
                    cell(measure, Contestant.KERNEL),
                    cell(measure, Contestant.DIRECT));
            ratios.row(
                    measure.toString(),
                    ratio(measure, Contestant.HAPROXY),
                    spread(figures.ratios(measure, Contestant.FAIRLEAD, Contestant.HAPROXY), 2),
                    ratio(measure, Contestant.KERNEL),
                    ratio(measure, Contestant.DIRECT),
                    isAhead(measure) ? "yes" : "NO");
        }
        return table + "\n" + ratios + "\n" + verdict() + lost() + others();
    }

    private String cell(final Measure measure, final Contestant contestant) {
        final int digits = measure.unit().digits();
        return number(figures.median(measure, contestant), digits) + " ("
                + spread(figures.samples(measure, contestant), digits) + ")";
    }

    private String ratio(final Measure measure, final Contestant other) {
        return number(figures.medianOfRatios(measure, Contestant.FAIRLEAD, other), 2);
    }

    private static String spread(final List<Double> values, final int digits) {
        return values.isEmpty()
                ? "-"
                : number(Collections.min(values), digits) + "-" + number(Collections.max(values), digits);
    }

    private boolean isAhead(final Measure measure) {
        return results.ahead(measure, Contestant.HAPROXY) == Contestant.FAIRLEAD;
    }

    private String verdict() {
        final List<Measure> behind =
                results.measures().stream().filter(measure -> !isAhead(measure)).toList();
        return behind.isEmpty()
                ? "HAProxy is ahead in no row.\n"
                : behind.stream()
                        .map(measure -> "HAProxy is ahead: " + measure + ", " + ratio(measure, Contestant.HAPROXY))
                        .collect(Collectors.joining("\n", "", "\n"));
    }

    private String lost() {
        return Arrays.stream(Contestant.values())
                .filter(contestant -> results.lost(contestant) > 0)
                .map(contestant ->
                        "Connections that were not answered, " + contestant + ": " + results.lost(contestant) + "\n")
                .collect(Collectors.joining());
    }

    private String others() {
        final double cores = results.mostBusyCores();
        return "Before each round others took at most " + number(cores, 2) + " cores"
                + (cores > MOST_FOR_OTHERS ? ": TRUST NOTHING OF THIS.\n" : ".\n");
    }

    @Override
    public String json() {
        final ObjectNode root = new ObjectMapper().createObjectNode();
        final ArrayNode rows = root.putArray("measures");
        for (final Measure measure : results.measures()) {
            final ObjectNode row = rows.addObject();
            row.put("what", measure.what());
            row.put("offloads", measure.hasOffloads());
            row.put("unit", measure.unit().name());
            row.put("isMoreBetter", measure.unit().isMoreBetter());
            for (final Contestant contestant : Contestant.values()) {
                final ObjectNode figure = row.putObject(contestant.name());
                figure.put("median", figures.median(measure, contestant));
                final ArrayNode samples = figure.putArray("samples");
                figures.samples(measure, contestant).forEach(samples::add);
                if (contestant != Contestant.FAIRLEAD) {
                    figure.put("ratioOfFairlead", figures.medianOfRatios(measure, Contestant.FAIRLEAD, contestant));
                }
            }
            row.put("isAheadOfHaproxy", isAhead(measure));
        }
        root.put("mostCoresOfOthers", results.mostBusyCores());
        final ObjectNode lost = root.putObject("connectionsLost");
        for (final Contestant contestant : Contestant.values()) {
            lost.put(contestant.name(), results.lost(contestant));
        }
        return root.toPrettyString();
    }
}
