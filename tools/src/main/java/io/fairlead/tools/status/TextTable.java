package io.fairlead.tools.status;

import java.util.ArrayList;
import java.util.List;

/** Columns as wide as their widest cell, numbers to the right. */
public final class TextTable {

    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * A column.
     *
     * @param heading its first cell
     * @param toTheRight whether its cells are
     */
    public record Column(String heading, boolean toTheRight) {}

    /**
     * Without rows yet.
     *
     * @param columns from left to right
     */
    public TextTable(List<Column> columns) {
        this.columns = columns;
        rows.add(columns.stream().map(Column::heading).toList());
    }

    /**
     * Adds a row.
     *
     * @param cells one for each column
     */
    public void row(List<String> cells) {
        rows.add(cells);
    }

    void appendTo(StringBuilder out) {
        lines().forEach(line -> out.append(line).append('\n'));
    }

    /**
     * The table.
     *
     * @return headings and rows, without blanks at their ends
     */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns.size(); i++) {
                String cell = row.get(i);
                String padding = " ".repeat(width(i) - cell.length());
                line.append(i == 0 ? "" : GAP).append(columns.get(i).toTheRight() ? padding + cell : cell + padding);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
