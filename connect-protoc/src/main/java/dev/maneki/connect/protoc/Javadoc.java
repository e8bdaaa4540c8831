package dev.maneki.connect.protoc;

import java.util.ArrayList;
import java.util.List;

/** From the text of a comment to lines of a documentation comment. */
final class Javadoc {
    private Javadoc() {}

    /** Lines without the star before them: at least one. Markup is escaped, paragraphs are kept. */
    static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        boolean paragraph = false;
        for (String line : text.strip().split("\n", -1)) {
            String stripped = line.strip();
            if (stripped.isEmpty()) {
                paragraph = !lines.isEmpty();
                continue;
            }
            if (paragraph) {
                lines.add("");
            }
            lines.add((paragraph ? "<p>" : "") + escape(stripped));
            paragraph = false;
        }
        return lines.isEmpty() ? List.of("") : lines;
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '@' -> escaped.append("&#64;");
                case '\\' -> escaped.append("&#92;"); // a Unicode escape would be read by javac
                case '{' -> escaped.append("&#123;");
                case '}' -> escaped.append("&#125;");
                case '/' -> escaped.append(i > 0 && text.charAt(i - 1) == '*' ? "&#47;" : "/");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
