package dev.maneki.resources.yaml;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a file into its documents before anything is parsed, so that a broken document costs only
 * itself, unchanged documents are known by their text, and many can be parsed at once.
 *
 * <p>This is sound: a line that begins with {@code ---} or {@code ...} and goes on with a space or
 * ends is a marker wherever it stands, in block and quoted scalars too (YAML 1.2.2, 9.1.2: {@code
 * c-forbidden}).
 */
public final class DocumentSplitter {
    private DocumentSplitter() {}

    /** The documents of a file, in order; those of comments and blanks alone are left out. */
    public static List<Source> split(String file, String text) {
        List<Source> documents = new ArrayList<>();
        int start = 0;
        int startLine = 1;
        boolean content = false;
        int line = 1;
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            int next = end < 0 ? text.length() : end + 1;
            if (isMarker(text, at, '-')) {
                // Comments and directives before the marker belong to the document after it.
                if (content) {
                    documents.add(new Source(file, startLine, text.substring(start, at)));
                    start = at;
                    startLine = line;
                }
                content = hasContent(text, at + 3, next);
            } else if (isMarker(text, at, '.')) {
                if (content) {
                    documents.add(new Source(file, startLine, text.substring(start, next)));
                }
                start = next;
                startLine = line + 1;
                content = false;
            } else if (!content) {
                content = text.charAt(at) != '%' && hasContent(text, at, next);
            }
            at = next;
            line++;
        }
        if (content) {
            documents.add(new Source(file, startLine, text.substring(start)));
        }
        return documents;
    }

    private static boolean isMarker(String text, int at, char c) {
        if (text.length() < at + 3
                || text.charAt(at) != c
                || text.charAt(at + 1) != c
                || text.charAt(at + 2) != c) {
            return false;
        }
        return text.length() == at + 3 || isBlank(text.charAt(at + 3));
    }

    private static boolean hasContent(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!isBlank(c)) {
                return c != '#';
            }
        }
        return false;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}
