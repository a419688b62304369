package io.fairlead.bench.curve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What JMH writes with {@code -rf json}. */
final class JmhResults {
    private static final String UNIT = "ns/op";

    private JmhResults() {}

    /**
     * Reads it.
     *
     * @throws IOException if it is something else
     */
    static List<Point> parse(final String json) throws IOException {
        final List<Point> points = new ArrayList<>();
        for (final JsonNode result : new ObjectMapper().readTree(json)) {
            final JsonNode score = result.path("primaryMetric");
            final JsonNode flows = result.at("/params/flows");
            if (!flows.isTextual() || !UNIT.equals(score.path("scoreUnit").asText())) {
                throw new IOException(
                        "not a result in " + UNIT + " with a number of flows: " + result.path("benchmark"));
            }
            final String name = result.path("benchmark").asText();
            points.add(new Point(
                    name.substring(name.lastIndexOf('.') + 1),
                    Integer.parseInt(flows.asText()),
                    number(score.path("score")),
                    number(score.path("scoreError")),
                    number(allocated(result.path("secondaryMetrics")).path("score"))));
        }
        points.sort(Comparator.comparing(Point::benchmark).thenComparing(Point::flows));
        return List.copyOf(points);
    }

    /** Named so since JMH 1.37, and with a dot before. */
    private static JsonNode allocated(final JsonNode metrics) {
        final JsonNode now = metrics.path("gc.alloc.rate.norm");
        return now.isMissingNode() ? metrics.path("\u00b7gc.alloc.rate.norm") : now;
    }

    /** JMH writes what is not a number as text. */
    private static double number(final JsonNode node) {
        return node.isNumber() ? node.asDouble() : Double.NaN;
    }
}
