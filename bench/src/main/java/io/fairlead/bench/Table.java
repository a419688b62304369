package io.fairlead.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows of text in columns as wide as they need to be: the first one from the left, the others to the right. */
public final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    /**
     * A table.
     *
     * @param headings of the columns
     */
    public Table(final String... headings) {
        rows.add(List.of(headings));
    }

    /**
     * Adds a row.
     *
     * @param cells as many as there are headings
     */
    public void row(final String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(cells.length + " cells under " + rows.get(0));
        }
        rows.add(List.of(cells));
    }

    /**
     * A number with some digits behind the point.
     *
     * @param value to show
     * @param digits behind the point
     * @return the text; a dash for what is not a number
     */
    public static String number(final double value, final int digits) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    @Override
    public String toString() {
        final int columns = rows.get(0).size();
        final int[] widths = new int[columns];
        for (final List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        final StringBuilder out = new StringBuilder();
        for (final List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                final String padding =
                        " ".repeat(widths[column] - row.get(column).length());
                out.append(column == 0 ? "" : "  ")
                        .append(column == 0 ? row.get(column) + padding : padding + row.get(column));
            }
            out.append('\n');
        }
        return out.toString();
    }
}
