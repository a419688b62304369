package io.fairlead.tools.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The result of a replay as JSON, see docs/replay.md. */
public final class ReplayJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ReplayJson() {}

    /**
     * One replay.
     *
     * @param result what it has shown
     * @return lines
     */
    public static String of(final ReplayResult result) {
        return text(node(result));
    }

    /**
     * Two of them.
     *
     * @param comparison of both
     * @return lines
     */
    public static String of(final Comparison comparison) {
        final ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.set("replay", node(comparison.first()));
        root.set("compared", node(comparison.second()));
        root.put("clients", comparison.clients());
        final ArrayNode moves = root.putArray("moves");
        for (final Comparison.Move move : comparison.moves()) {
            moves.addObject()
                    .put("client", move.client().toString())
                    .put("frame", move.frame())
                    .put("from", move.before())
                    .put("to", move.after())
                    .put("reason", move.reason());
        }
        return text(root);
    }

    private static ObjectNode node(final ReplayResult result) {
        final ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("node", result.node());
        root.put("managementIp", result.managementIp());
        root.put("mac", result.mac());
        root.put("director", result.isDirector());
        root.put("durationNs", result.durationNs());
        final ReplayResult.Frames frames = result.frames();
        root.putObject("frames")
                .put("read", frames.read())
                .put("fromWire", frames.fromWire())
                .put("fromHost", frames.fromHost())
                .put("reports", frames.reports())
                .put("own", frames.own())
                .put("outbound", frames.outbound())
                .put("advertisements", frames.advertisements())
                .put("cut", frames.cut())
                .put("written", frames.written());
        final ArrayNode nodes = root.putArray("nodes");
        for (final ReplayResult.Share share : result.nodes()) {
            nodes.addObject()
                    .put("node", share.node())
                    .put("clients", share.clients())
                    .put("connections", share.connections());
        }
        final ObjectNode counters = root.putObject("counters");
        result.counters().forEach(counters::put);
        return root;
    }

    private static String text(final ObjectNode root) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (final JsonProcessingException e) {
            throw new IllegalStateException("what was just built cannot be written", e);
        }
    }
}
