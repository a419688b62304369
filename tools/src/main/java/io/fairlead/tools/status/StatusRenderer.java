package io.fairlead.tools.status;

import io.fairlead.tools.status.TextTable.Column;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The report as text for people. */
public final class StatusRenderer {

    private static final List<Column> COLUMNS = List.of(
            left("  NODE"),
            left("ADDRESS"),
            left("IPV6"),
            left("MAC"),
            left("ROLE"),
            right("PRIO"),
            left("HEALTH"),
            left("SCANS"),
            right("WEIGHT"),
            right("ACTIVE"),
            right("NEW/S"),
            right("SHARE"),
            right("CPU"),
            right("MEM"),
            right("PROXY"),
            right("LOAD"),
            right("STICKY"),
            right("REPORT"),
            left("PROXIES"));

    private final StringBuilder out = new StringBuilder();

    private StatusRenderer() {}

    /**
     * Renders a report.
     *
     * @param report any
     * @return lines
     */
    public static String render(StatusReport report) {
        return new StatusRenderer().all(report);
    }

    private String all(StatusReport report) {
        line(report.node() + ": " + report.role().label() + ", up " + duration(report.uptimeMs()) + ", at "
                + report.timestamp());
        if (report.engine() != null) {
            line("data path: " + report.engine().describe());
        }
        for (VirtualRouterStatus router : report.virtualRouters()) {
            virtualRouter(router);
        }
        for (RedirectStatus redirect : report.redirects()) {
            line("redirect " + redirect.protocol() + ": " + redirect.transport() + " "
                    + redirect.originalPorts().stream().map(String::valueOf).collect(Collectors.joining(","))
                    + " to proxy port " + redirect.proxyPort());
        }
        line("");
        nodes(report.nodes());
        List<String> problems = report.nodes().stream()
                .flatMap(node -> node.problems().stream())
                .toList();
        list("problems", problems);
        list(
                "heavy sources",
                report.heavySources().stream().map(StatusRenderer::heavySource).toList());
        list("warnings", report.warnings());
        list(
                "drops",
                report.drops().entrySet().stream()
                        .map(drop -> drop.getKey() + " " + drop.getValue())
                        .toList());
        return out.toString();
    }

    private void virtualRouter(VirtualRouterStatus router) {
        line("virtual router " + router.id() + " on " + printable(router.interfaceName()) + ": " + router.state()
                + ", VRRPv" + router.version() + ", priority " + router.priority()
                + (router.priority() == router.configuredPriority()
                        ? ""
                        : " (configured: " + router.configuredPriority() + ")")
                + ", " + String.join(" ", router.virtualIps())
                + (router.virtualIpsHeld() ? " held here" : " not held here"));
        if (!router.cause().isEmpty()) {
            line("  since: " + printable(router.cause()));
        }
        router.notes().forEach(note -> line("  " + printable(note)));
    }

    private void nodes(List<NodeStatus> nodes) {
        TextTable table = new TextTable(COLUMNS);
        for (NodeStatus node : nodes) {
            table.row(List.of(
                    (node.self() ? "* " : "  ") + printable(node.name()),
                    printable(node.managementIp()),
                    node.managementIp6() == null ? "-" : printable(node.managementIp6()),
                    printable(node.mac()),
                    node.role().label(),
                    String.valueOf(node.priority()),
                    node.healthWord(),
                    node.scansWord(),
                    String.valueOf(node.weight()),
                    String.valueOf(node.activeConnections()),
                    String.format(Locale.ROOT, "%.1f", node.newConnectionsPerSecond()),
                    percent(node.sharePercent()),
                    node.cpuPercent() + "%",
                    node.memoryPercent() + "%",
                    percent(node.proxyPercent()),
                    String.valueOf(node.loadScore()),
                    String.valueOf(node.stickyClients()),
                    node.self() ? "self" : String.format(Locale.ROOT, "%.1fs", node.reportAgeMs() / 1000.0),
                    printable(proxies(node))));
        }
        table.appendTo(out);
    }

    private static String percent(@Nullable Integer value) {
        return value == null ? "-" : value + "%";
    }

    private static String proxies(NodeStatus node) {
        return node.proxies().isEmpty()
                ? "-"
                : node.proxies().stream().map(ProxyStatus::describe).collect(Collectors.joining(", "));
    }

    private static String heavySource(HeavySourceStatus source) {
        return source.client() + ": " + source.connections() + " connections, " + source.sharePercent()
                + "% of all, more than a node's fair share; "
                + (source.spread() ? "they are spread over the nodes" : "it stays with " + source.node());
    }

    private void list(String heading, List<String> entries) {
        if (!entries.isEmpty()) {
            line("");
            line(heading + ":");
            entries.forEach(entry -> line("  " + entry));
        }
    }

    private void line(String text) {
        out.append(printable(text)).append('\n');
    }

    /**
     * Much of it came over the network, and must not be able to command the terminal.
     *
     * @param text any
     * @return without control characters
     */
    public static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /**
     * A time in its two largest units.
     *
     * @param ms milliseconds
     * @return such as {@code 1d 2h}
     */
    public static String duration(long ms) {
        long seconds = ms / 1000;
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m " + seconds % 60 + "s";
        }
        if (seconds < 86_400) {
            return seconds / 3600 + "h " + seconds % 3600 / 60 + "m";
        }
        return seconds / 86_400 + "d " + seconds % 86_400 / 3600 + "h";
    }

    private static Column left(String heading) {
        return new Column(heading, false);
    }

    private static Column right(String heading) {
        return new Column(heading, true);
    }
}
