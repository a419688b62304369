package io.fairlead.tools.top;

import io.fairlead.tools.status.NodeStatus;
import io.fairlead.tools.status.RedirectCheck;
import io.fairlead.tools.status.StatusRenderer;
import io.fairlead.tools.status.StatusReport;
import io.fairlead.tools.status.TextTable;
import io.fairlead.tools.status.TextTable.Column;
import io.fairlead.tools.status.VirtualRouterStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A view as lines of text. Pure. */
final class TopRenderer {

    private static final String RECEIVED = "uplink-received";
    private static final int LEAST_NODES = 3;
    private static final double SECOND_MS = 1000.0;

    private static final List<Column> NODE_COLUMNS = List.of(
            left("  NODE"),
            left("ROLE"),
            left("HEALTH"),
            left("SCANS"),
            right("ACTIVE"),
            right("NEW/S"),
            right("SHARE"),
            right("LOAD"),
            right("CPU"),
            right("MEM"),
            right("REPORT"));
    private static final List<Column> INTERFACE_COLUMNS =
            List.of(left("FRAMES/S"), right("FROM WIRE"), right("TO WIRE"), right("FROM HOST"), right("TO HOST"));

    private final View view;
    private final int width;
    private final int height;

    private TopRenderer(View view, int width, int height) {
        this.view = view;
        this.width = width;
        this.height = height;
    }

    /**
     * Renders a view.
     *
     * @param view any
     * @param width of the screen, in characters
     * @param height of the screen, in lines
     * @return as many lines as the screen has, none longer than its width
     */
    static List<String> render(View view, int width, int height) {
        return new TopRenderer(view, width, height).screen();
    }

    private List<String> screen() {
        int room = Math.max(0, height - 1);
        List<String> lines = new ArrayList<>(body(room));
        if (lines.size() > room) {
            int hidden = lines.size() - Math.max(0, room - 1);
            lines.subList(Math.max(0, room - 1), lines.size()).clear();
            if (room > 0) {
                lines.add("(" + hidden + " more lines: the screen is too small)");
            }
        }
        while (lines.size() < room) {
            lines.add("");
        }
        lines.add("q quit   p " + (view.isPaused() ? "go on" : "pause"));
        return lines.stream().map(this::cut).toList();
    }

    private String cut(String line) {
        String shown = StatusRenderer.printable(line);
        return shown.length() <= width ? shown : shown.substring(0, width);
    }

    private List<String> body(int room) {
        Sample last = view.last();
        if (last == null || view.isSilent()) {
            return silence();
        }
        List<String> above = new ArrayList<>();
        above.add(headline(last.status()));
        last.status().virtualRouters().forEach(router -> above.add(router(router)));
        above.add("");
        List<String> below = new ArrayList<>(List.of(""));
        below.addAll(traffic(last));
        below.add("");
        below.addAll(probes(last));
        List<String> problems = problems(last.status());
        if (!problems.isEmpty()) {
            below.add("");
            below.addAll(problems);
        }
        List<String> lines = new ArrayList<>(above);
        lines.addAll(nodes(last.status().nodes(), room - above.size() - below.size()));
        lines.addAll(below);
        return lines;
    }

    private List<String> silence() {
        String reason = view.failure().isEmpty() ? "" : ": " + view.failure();
        if (view.last() == null) {
            return List.of(
                    reason.isEmpty() ? view.node() + ": asking its daemon" : view.node() + ": NO ANSWER yet" + reason,
                    again());
        }
        return List.of(
                view.node() + ": NO ANSWER for " + StatusRenderer.duration(view.ageMs()) + reason,
                "What it told then may not be true any more, and is not shown.",
                again());
    }

    private String again() {
        if (view.isPaused()) {
            return "PAUSED: it is not asked for more until p is pressed.";
        }
        return "It is asked again "
                + (view.intervalSeconds() == 1 ? "each second." : "each " + view.intervalSeconds() + " s.");
    }

    private String headline(StatusReport status) {
        return status.node() + ": " + status.role().label() + ", up " + StatusRenderer.duration(status.uptimeMs())
                + ", at " + status.timestamp()
                + (view.isPaused() ? "  PAUSED, " + StatusRenderer.duration(view.ageMs()) + " old" : "");
    }

    private static String router(VirtualRouterStatus router) {
        return "virtual router " + router.id() + " on " + router.interfaceName() + ": " + router.state()
                + ", priority " + router.priority() + ", " + String.join(" ", router.virtualIps())
                + (router.virtualIpsHeld() ? " held here" : " not held here");
    }

    /** Those that there is no room for are at least counted. */
    private static List<String> nodes(List<NodeStatus> nodes, int room) {
        int shown = nodes.size() + 1 <= room ? nodes.size() : Math.min(nodes.size(), Math.max(LEAST_NODES, room - 2));
        TextTable table = new TextTable(NODE_COLUMNS);
        nodes.stream().limit(shown).forEach(node -> table.row(node(node)));
        List<String> lines = new ArrayList<>(table.lines());
        if (shown < nodes.size()) {
            lines.add("  and " + (nodes.size() - shown) + " more nodes");
        }
        return lines;
    }

    private static List<String> node(NodeStatus node) {
        return List.of(
                (node.self() ? "* " : "  ") + node.name(),
                node.role().label(),
                node.healthWord(),
                node.scansWord(),
                String.valueOf(node.activeConnections()),
                Rates.text(node.newConnectionsPerSecond()),
                node.sharePercent() == null ? "-" : node.sharePercent() + "%",
                String.valueOf(node.loadScore()),
                node.cpuPercent() + "%",
                node.memoryPercent() + "%",
                node.self() ? "self" : seconds(node.reportAgeMs()));
    }

    private List<String> traffic(Sample last) {
        Rates rates = Rates.between(view.previous(), last);
        TextTable table = new TextTable(INTERFACE_COLUMNS);
        for (String prefix : prefixes(last.counters())) {
            table.row(List.of(
                    interfaceOf(prefix, last),
                    rate(rates, prefix + RECEIVED),
                    rate(rates, prefix + "uplink-sent"),
                    rate(rates, prefix + "host-received"),
                    rate(rates, prefix + "host-sent")));
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("steering/s: new " + rate(rates, "new-flows") + ", steered " + rate(rates, "steered") + ", delivered "
                + rate(rates, "delivered") + ", translated " + rate(rates, "translated") + ", passed "
                + rate(rates, "passed-to-host"));
        lines.add("drops/s: " + drops(rates));
        return lines;
    }

    private static String drops(@Nullable Rates rates) {
        if (rates == null) {
            return "-";
        }
        Map<String, Double> drops = rates.drops();
        return drops.isEmpty()
                ? "none"
                : drops.entrySet().stream()
                        .map(drop -> drop.getKey() + " " + Rates.text(drop.getValue()))
                        .collect(Collectors.joining(", "));
    }

    /** Of the counters of each interface; those of the nodes' interface have none. */
    private static List<String> prefixes(Map<String, Long> counters) {
        return counters.keySet().stream()
                .filter(label -> label.endsWith(RECEIVED))
                .map(label -> label.substring(0, label.length() - RECEIVED.length()))
                .toList();
    }

    private static String interfaceOf(String prefix, Sample last) {
        if (!prefix.isEmpty()) {
            return prefix.substring(0, prefix.length() - 1);
        }
        return last.status().virtualRouters().stream()
                .map(VirtualRouterStatus::interfaceName)
                .filter(name -> !last.counters().containsKey(name + "-" + RECEIVED))
                .findFirst()
                .orElse("nodes' interface");
    }

    private static List<String> probes(Sample last) {
        return last.check().redirects().stream().map(TopRenderer::probe).toList();
    }

    private static String probe(RedirectCheck redirect) {
        return "probe " + redirect.protocol() + ":" + redirect.proxyPort() + " "
                + redirect.state().label()
                + (redirect.probeMs() == null ? "" : String.format(Locale.ROOT, ", took %.1f ms", redirect.probeMs()))
                + (redirect.probedMs() == null ? "" : ", " + seconds(redirect.probedMs()) + " ago")
                + (redirect.state().isGood() ? "" : ": " + redirect.lastResult());
    }

    private static List<String> problems(StatusReport status) {
        return Stream.concat(
                        status.nodes().stream().flatMap(node -> node.problems().stream()), status.warnings().stream())
                .map(problem -> "! " + problem)
                .toList();
    }

    private static String rate(@Nullable Rates rates, String label) {
        return Rates.text(rates == null ? null : rates.of(label));
    }

    private static String seconds(long ms) {
        return String.format(Locale.ROOT, "%.1fs", ms / SECOND_MS);
    }

    private static Column left(String heading) {
        return new Column(heading, false);
    }

    private static Column right(String heading) {
        return new Column(heading, true);
    }
}
