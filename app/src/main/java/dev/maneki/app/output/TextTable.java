package dev.maneki.app.output;

import java.util.ArrayList;
import java.util.List;

/** Columns aligned by blanks, with a heading. Not thread-safe. */
public final class TextTable {
    private static final String GAP = "   ";

    private final List<List<String>> rows = new ArrayList<>();

    /** A table with these headings and no rows. */
    public TextTable(String... headings) {
        rows.add(List.of(headings));
    }

    /** Adds a row; as many cells as there are headings. An empty cell is shown as {@code -}. */
    public void row(String... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells for " + rows.getFirst().size() + " headings");
        }
        List<String> row = new ArrayList<>();
        for (String cell : cells) {
            row.add(cell.isEmpty() ? "-" : cell);
        }
        rows.add(row);
    }

    /** Whether there is no row. */
    public boolean isEmpty() {
        return rows.size() == 1;
    }

    /** The table as lines. */
    @Override
    public String toString() {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                text.append(row.get(i));
                // The last column is not padded: no blanks at a line's end.
                if (i < columns - 1) {
                    text.repeat(' ', widths[i] - row.get(i).length()).append(GAP);
                }
            }
            text.append('\n');
        }
        return text.toString();
    }
}
