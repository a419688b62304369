package io.fairlead.tools.status;

import io.fairlead.tools.status.Explanation.Candidate;
import io.fairlead.tools.status.Explanation.Connection;
import io.fairlead.tools.status.Explanation.NewConnection;
import io.fairlead.tools.status.Explanation.Sticky;
import io.fairlead.tools.status.TextTable.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The explanation as text for people. */
public final class ExplanationRenderer {

    private static final List<Column> COLUMNS = List.of(
            new Column("  NODE", false),
            new Column("ADDRESS", false),
            new Column("IPV6", false),
            new Column("WEIGHT", true),
            new Column("ACTIVE", true),
            new Column("CPU", true),
            new Column("MEM", true),
            new Column("SCORE", true),
            new Column("ADDED", true),
            new Column("STICKY", true),
            new Column("LEFT OUT BECAUSE", false));

    private final Explanation explanation;
    private final StringBuilder out = new StringBuilder();

    private ExplanationRenderer(Explanation explanation) {
        this.explanation = explanation;
    }

    /**
     * Renders an explanation.
     *
     * @param explanation any
     * @return lines
     */
    public static String render(Explanation explanation) {
        return new ExplanationRenderer(explanation).all();
    }

    private String all() {
        line(explanation.client() + " as " + explanation.node() + " sees it: " + director());
        line((explanation.steering() ? "A" : "Were " + explanation.node() + " director, a") + " new connection "
                + newConnection(explanation.newConnection()) + ".");
        line(sticky(explanation.sticky()));
        line("");
        nodes();
        connections();
        if (!explanation.notes().isEmpty()) {
            line("");
            line("notes:");
            explanation.notes().forEach(note -> line("  " + note));
        }
        return out.toString();
    }

    private String director() {
        String node = explanation.node();
        String director = explanation.director();
        if (explanation.steering()) {
            return node + " is director and decides.";
        }
        if (director.isEmpty()) {
            return "there is no director, nothing is steered.";
        }
        return director.equals(node)
                ? node + " is director, but does not steer at the moment; ask again."
                : director + " is director and decides; ask it for its own view.";
    }

    private String newConnection(NewConnection connection) {
        String port = "to " + connection.transport() + " port " + connection.port();
        String goes =
                port + " (" + connection.protocol() + ") " + (explanation.steering() ? "goes to " : "would go to ");
        return switch (connection.reason()) {
            case STICKY -> goes + connection.node() + ", with which the client stays";
            case RECENT ->
                goes + connection.node() + ", which was chosen a moment ago for another connection of the client";
            case POLICY ->
                goes + connection.node() + ", which the policy " + explanation.policy() + " prefers at the moment";
            case SPREAD ->
                goes + connection.node() + ": the client is a heavy source, whose connections are placed one by one";
            case PASSIVE -> goes + connection.node() + ", whose proxy has opened this passive port for the client";
            case NOBODY -> goes + "this node's own kernel, because no node takes new clients";
            case EXCEPTED ->
                port + " (" + connection.protocol()
                        + ") is not balanced, because the redirect excepts this client: it reaches the very node that is addressed";
            case NOT_REDIRECTED ->
                port
                        + " is not balanced, because no redirect has that port: it reaches the very node that is addressed";
        };
    }

    private String sticky(@Nullable Sticky sticky) {
        if (sticky == null) {
            return "The client stays with no node yet.";
        }
        boolean isEligible = explanation.nodes().stream()
                .anyMatch(node -> node.eligible() && node.name().equals(sticky.node()));
        return "The client stays with " + sticky.node() + (isEligible ? "" : ", which takes no new clients")
                + "; its last new connection was " + duration(sticky.ageSeconds())
                + " ago, and it is forgotten after " + duration(sticky.timeoutSeconds()) + ".";
    }

    private void nodes() {
        TextTable table = new TextTable(COLUMNS);
        for (Candidate node : explanation.nodes()) {
            boolean isChosen = node.name().equals(explanation.newConnection().node());
            table.row(List.of(
                    (isChosen ? "> " : "  ") + StatusRenderer.printable(node.name()),
                    StatusRenderer.printable(node.managementIp()),
                    node.managementIp6() == null ? "-" : StatusRenderer.printable(node.managementIp6()),
                    String.valueOf(node.weight()),
                    String.valueOf(node.activeConnections()),
                    node.cpuPercent() + "%",
                    node.memoryPercent() + "%",
                    String.valueOf(node.score()),
                    "+" + node.added(),
                    String.valueOf(node.stickyClients()),
                    StatusRenderer.printable(String.join("; ", node.leftOutBecause()))));
        }
        table.appendTo(out);
    }

    private void connections() {
        line("");
        if (explanation.connections().isEmpty()) {
            line(explanation.node() + " knows no connection of the client.");
            return;
        }
        line("connections:");
        explanation.connections().forEach(connection -> line("  " + connection(connection)));
        if (explanation.furtherConnections() > 0) {
            line("  and " + explanation.furtherConnections() + " more");
        }
    }

    private static String connection(Connection connection) {
        String text =
                connection.transport() + " " + connection.clientPort() + " to " + connection.destination() + " port "
                        + connection.destinationPort() + ": "
                        + switch (connection.state()) {
                            case "asking" -> "its node is being asked for";
                            case "unclaimed" -> "no node knows it";
                            default -> connection.node() + ", " + connection.state();
                        }
                        + ", last seen " + duration(connection.idleSeconds()) + " ago";
        if (!connection.translated()) {
            return text;
        }
        return text + ", translated to port " + connection.proxyPort()
                + (connection.translatedClientPort() == connection.clientPort()
                        ? ""
                        : " and client port " + connection.translatedClientPort());
    }

    private void line(String text) {
        out.append(StatusRenderer.printable(text)).append('\n');
    }

    private static String duration(long seconds) {
        return StatusRenderer.duration(seconds * 1000);
    }
}
