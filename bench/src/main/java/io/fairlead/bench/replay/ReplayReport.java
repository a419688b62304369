package io.fairlead.bench.replay;

import static io.fairlead.bench.Table.number;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.bench.BenchReport;
import io.fairlead.bench.Median;
import io.fairlead.bench.Table;
import java.util.List;

/** The result, for people or for programs. */
final class ReplayReport implements BenchReport {

    private final List<Round> rounds;
    private final int payload;

    ReplayReport(final List<Round> rounds, final int payload) {
        this.rounds = List.copyOf(rounds);
        this.payload = payload;
    }

    @Override
    public String table() {
        final Table table =
                new Table("frames", "payload", "rounds", "frames/s", "(least)", "beyond the first tenth", "(least)");
        table.row(
                Long.toString(rounds.get(0).frames()),
                Integer.toString(payload),
                Integer.toString(rounds.size()),
                number(Median.of(rounds.stream().mapToDouble(Round::framesPerSecond)), 0),
                number(rounds.stream().mapToDouble(Round::framesPerSecond).min().orElse(0), 0),
                number(Median.of(rounds.stream().mapToDouble(Round::beyondPerSecond)), 0),
                number(rounds.stream().mapToDouble(Round::beyondPerSecond).min().orElse(0), 0));
        return table.toString();
    }

    @Override
    public String json() {
        final ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("frames", rounds.get(0).frames());
        root.put("payload", payload);
        final ArrayNode each = root.putArray("rounds");
        for (final Round round : rounds) {
            each.addObject()
                    .put("ns", round.ns())
                    .put("framesPerSecond", round.framesPerSecond())
                    .put("beyondFirstTenthPerSecond", round.beyondPerSecond());
        }
        return root.toPrettyString();
    }
}
