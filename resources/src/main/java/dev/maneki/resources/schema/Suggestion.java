package dev.maneki.resources.schema;

import java.util.Collection;
import java.util.Locale;

/** The name that was probably meant. */
public final class Suggestion {
    private static final int LONGEST = 64;

    private Suggestion() {}

    /** The nearest of the names, by letters to change; empty where none is near. */
    public static String nearest(String written, Collection<String> names) {
        if (written.length() > LONGEST) {
            return "";
        }
        String lower = written.toLowerCase(Locale.ROOT);
        String nearest = "";
        int best = Math.max(1, written.length() / 3) + 1;
        for (String name : names) {
            int distance = distance(lower, name.toLowerCase(Locale.ROOT));
            // Ties go by the alphabet, so that a finding is the same each time.
            if (distance < best || (distance == best && name.compareTo(nearest) < 0)) {
                best = distance;
                nearest = name;
            }
        }
        return best <= Math.max(1, written.length() / 3) ? nearest : "";
    }

    /** Levenshtein's, with neighbours that changed places counted once. */
    private static int distance(String a, String b) {
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    rows[i][j] = i + j;
                    continue;
                }
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least =
                        Math.min(
                                Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1),
                                rows[i - 1][j - 1] + cost);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    least = Math.min(least, rows[i - 2][j - 2] + 1);
                }
                rows[i][j] = least;
            }
        }
        return rows[a.length()][b.length()];
    }
}
