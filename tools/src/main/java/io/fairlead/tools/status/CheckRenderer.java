package io.fairlead.tools.status;

import io.fairlead.tools.status.TextTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The result of {@code fairlead check} as text for people. */
public final class CheckRenderer {

    private static final String NOTHING = "-";

    private final CheckReport report;
    private final boolean isVerbose;
    private final StringBuilder out = new StringBuilder();

    private CheckRenderer(CheckReport report, boolean isVerbose) {
        this.report = report;
        this.isVerbose = isVerbose;
    }

    /**
     * Renders a report.
     *
     * @param report any
     * @param isVerbose whether to show also how the probes are made, and how they went
     * @return lines
     */
    public static String render(CheckReport report, boolean isVerbose) {
        return new CheckRenderer(report, isVerbose).all();
    }

    private String all() {
        line(report.node() + ": " + state() + ", at " + report.timestamp());
        if (isVerbose) {
            line("a probe every " + report.intervalMs() + " ms, failed after " + report.timeoutMs() + " ms; "
                    + report.fall() + " in a row that fail make a proxy FAILED, " + report.rise()
                    + " that succeed make it ok");
        }
        if (!report.redirects().isEmpty()) {
            line("");
            table();
        }
        List<RedirectCheck> remedied = report.redirects().stream()
                .filter(redirect -> !redirect.remedy().isEmpty())
                .toList();
        if (!remedied.isEmpty()) {
            line("");
            line("what to do:");
            remedied.forEach(redirect ->
                    line("  " + redirect.protocol() + ":" + redirect.proxyPort() + ": " + redirect.remedy()));
        }
        return out.toString();
    }

    private String state() {
        if (report.healthy()) {
            return report.redirects().stream().allMatch(redirect -> redirect.state() == CheckState.NOT_PROBED)
                    ? "nothing is probed"
                    : "ok";
        }
        List<RedirectCheck> failed = report.redirects().stream()
                .filter(redirect -> !redirect.state().isGood())
                .toList();
        return report.perRedirect() && failed.size() < report.redirects().size()
                ? "partly, gets no new connections to port "
                        + failed.stream()
                                .flatMap(redirect -> redirect.originalPorts().stream())
                                .map(String::valueOf)
                                .collect(Collectors.joining(", "))
                : "FAILED, gets no new clients";
    }

    private void table() {
        List<Column> columns = new ArrayList<>(List.of(left("REDIRECT"), right("PORT"), left("PROBE"), left("STATE")));
        columns.add(right("SINCE"));
        if (isVerbose) {
            columns.addAll(
                    List.of(left("ADDRESS"), left("CLIENTS USE"), right("AGAINST"), right("TOOK"), right("LAST OK")));
        }
        columns.add(left("LAST RESULT"));
        TextTable table = new TextTable(columns);
        for (RedirectCheck redirect : report.redirects()) {
            table.row(row(redirect));
        }
        table.appendTo(out);
    }

    private List<String> row(RedirectCheck redirect) {
        boolean isProbed = redirect.state() != CheckState.NOT_PROBED;
        List<String> cells = new ArrayList<>(List.of(
                StatusRenderer.printable(redirect.protocol()),
                String.valueOf(redirect.proxyPort()),
                redirect.probe() == null ? NOTHING : StatusRenderer.printable(redirect.probe()),
                redirect.state().label(),
                isProbed ? StatusRenderer.duration(redirect.stateMs()) : NOTHING));
        if (isVerbose) {
            cells.addAll(List.of(
                    redirect.address() == null ? NOTHING : StatusRenderer.printable(redirect.address()),
                    StatusRenderer.printable(redirect.transport()) + " "
                            + redirect.originalPorts().stream()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(",")),
                    isProbed ? redirect.contradictions() + " of " + redirect.threshold() : NOTHING,
                    redirect.probeMs() == null ? NOTHING : String.format(Locale.ROOT, "%.1f ms", redirect.probeMs()),
                    ago(redirect.succeededMs())));
        }
        cells.add(StatusRenderer.printable(redirect.lastResult()));
        return cells;
    }

    private static String ago(@Nullable Long ms) {
        return ms == null ? NOTHING : StatusRenderer.duration(ms) + " ago";
    }

    private void line(String text) {
        out.append(StatusRenderer.printable(text)).append('\n');
    }

    private static Column left(String heading) {
        return new Column(heading, false);
    }

    private static Column right(String heading) {
        return new Column(heading, true);
    }
}
