package io.fairlead.tools.status;

import java.util.ArrayList;
import java.util.List;

/** Columns as wide as their widest cell, numbers to the right. */
final class TextTable {

    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    record Column(String heading, boolean toTheRight) {}

    TextTable(List<Column> columns) {
        this.columns = columns;
        rows.add(columns.stream().map(Column::heading).toList());
    }

    void row(List<String> cells) {
        rows.add(cells);
    }

    void appendTo(StringBuilder out) {
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns.size(); i++) {
                String cell = row.get(i);
                String padding = " ".repeat(width(i) - cell.length());
                line.append(i == 0 ? "" : GAP).append(columns.get(i).toTheRight() ? padding + cell : cell + padding);
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
