package io.fairlead.tools.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The result of a replay for people, see docs/replay.md. */
public final class ReplayRenderer {

    private static final int MOST_MOVES = 1000;
    private static final double NS_PER_SECOND = 1e9;

    private ReplayRenderer() {}

    /**
     * One replay.
     *
     * @param result what it has shown
     * @return lines
     */
    public static String render(final ReplayResult result) {
        final StringBuilder text = new StringBuilder();
        head(text, result);
        if (!result.nodes().isEmpty()) {
            text.append("\nnode                                 clients  connections\n");
            for (final ReplayResult.Share share : result.nodes()) {
                line(text, "%-32s%12d%13d", name(share.node()), share.clients(), share.connections());
            }
        }
        text.append('\n');
        result.counters().forEach((label, value) -> {
            if (value != 0) {
                line(text, "%15d  %s", value, label);
            }
        });
        return text.toString();
    }

    private static void head(final StringBuilder text, final ReplayResult result) {
        line(
                text,
                "node      %s (%s, %s), %s",
                result.node(),
                result.managementIp(),
                result.mac(),
                result.isDirector() ? "director" : "not director");
        final ReplayResult.Frames frames = result.frames();
        line(text, "capture   %d frames in %.3f s", frames.read(), result.durationNs() / NS_PER_SECOND);
        line(text, "taken     %d from the wire, %d from the host", frames.fromWire(), frames.fromHost());
        final List<String> others = new ArrayList<>();
        note(others, frames.reports(), "load reports of other nodes told again");
        note(others, frames.own(), "left out: sent by the node itself");
        note(others, frames.outbound(), "left out: marked as sent");
        note(others, frames.advertisements(), "left out: advertisements of another director");
        note(others, frames.cut(), "filled up with zeros: the capture has only their beginnings");
        note(others, frames.written(), "written");
        others.forEach(other -> line(text, "          %s", other));
    }

    private static void note(final List<String> others, final long count, final String what) {
        if (count > 0) {
            others.add(count + " " + what);
        }
    }

    /**
     * Two of them.
     *
     * @param comparison of both
     * @return lines
     */
    public static String render(final Comparison comparison) {
        final StringBuilder text = new StringBuilder();
        head(text, comparison.first());
        text.append("\nnode                                 clients         then\n");
        final Map<String, long[]> clients = new TreeMap<>();
        comparison
                .first()
                .nodes()
                .forEach(share -> clients.computeIfAbsent(share.node(), name -> new long[2])[0] = share.clients());
        comparison
                .second()
                .nodes()
                .forEach(share -> clients.computeIfAbsent(share.node(), name -> new long[2])[1] = share.clients());
        clients.forEach((node, count) -> line(text, "%-32s%12d%13d", name(node), count[0], count[1]));
        line(text, "%n%d of %d clients would go elsewhere", comparison.moves().size(), comparison.clients());
        if (!comparison.moves().isEmpty()) {
            text.append("\nclient                                   from         to           why\n");
            comparison.moves().stream()
                    .limit(MOST_MOVES)
                    .forEach(move -> line(
                            text,
                            "%-40s %-12s %-12s %s",
                            move.client(),
                            name(move.before()),
                            name(move.after()),
                            move.reason()));
            if (comparison.moves().size() > MOST_MOVES) {
                line(text, "... and %d more: --json has all", comparison.moves().size() - MOST_MOVES);
            }
        }
        return text.toString();
    }

    private static String name(final String node) {
        return node.isEmpty() ? "none" : node;
    }

    private static void line(final StringBuilder text, final String format, final Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
