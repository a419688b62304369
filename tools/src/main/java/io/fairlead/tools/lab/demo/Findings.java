package io.fairlead.tools.lab.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What the demo saw, row by row, each with what was expected. */
final class Findings {
    private static final List<String> HEADINGS = List.of("", "what", "expected", "seen", "measured");

    private final List<List<String>> rows = new ArrayList<>();
    private boolean allAsExpected = true;

    void add(
            final boolean asExpected,
            final String what,
            final String expected,
            final String seen,
            final String measured) {
        rows.add(List.of(asExpected ? "ok" : "FAILED", what, expected, seen, measured));
        allAsExpected &= asExpected;
    }

    void add(final boolean asExpected, final String what, final String expected, final String seen) {
        add(asExpected, what, expected, seen, "");
    }

    boolean allAsExpected() {
        return allAsExpected;
    }

    String table() {
        final List<List<String>> lines = new ArrayList<>();
        lines.add(HEADINGS);
        lines.addAll(rows);
        final int[] widths = IntStream.range(0, HEADINGS.size())
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        final StringBuilder table = new StringBuilder();
        for (int line = 0; line < lines.size(); line++) {
            table.append(row(lines.get(line), widths)).append('\n');
            if (line == 0) {
                table.append(rule(widths)).append('\n');
            }
        }
        return table.toString();
    }

    private static String row(final List<String> cells, final int[] widths) {
        final StringBuilder row = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            row.append(cells.get(column))
                    .append(" ".repeat(widths[column] - cells.get(column).length() + 2));
        }
        return row.toString().stripTrailing();
    }

    private static String rule(final int[] widths) {
        final StringBuilder rule = new StringBuilder();
        for (final int width : widths) {
            rule.append("-".repeat(width)).append("  ");
        }
        return rule.toString().stripTrailing();
    }
}
