package io.fairlead.bench.curve;

import static io.fairlead.bench.Table.number;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.bench.BenchReport;
import io.fairlead.bench.Table;
import java.util.List;

/** The figures, for people or for programs. */
final class CurveReport implements BenchReport {
    private final List<Point> points;

    CurveReport(final List<Point> points) {
        this.points = points;
    }

    @Override
    public String table() {
        final Table table = new Table("benchmark", "flows", "ns", "+-", "B/op", "bytes of table per flow");
        for (final Point point : points) {
            table.row(
                    point.benchmark(),
                    Integer.toString(point.flows()),
                    number(point.ns(), 1),
                    number(point.errorNs(), 1),
                    number(point.bytesAllocated(), 3),
                    number(Curve.bytesPerFlow(point), 0));
        }
        return table.toString();
    }

    @Override
    public String json() {
        final ObjectNode root = new ObjectMapper().createObjectNode();
        final ArrayNode rows = root.putArray("points");
        for (final Point point : points) {
            final ObjectNode row = rows.addObject();
            row.put("benchmark", point.benchmark());
            row.put("flows", point.flows());
            row.put("nsPerFrame", point.ns());
            row.put("errorNs", point.errorNs());
            row.put("bytesAllocatedPerFrame", point.bytesAllocated());
            row.put("tableBytesPerFlow", Curve.bytesPerFlow(point));
        }
        return root.toPrettyString();
    }
}
