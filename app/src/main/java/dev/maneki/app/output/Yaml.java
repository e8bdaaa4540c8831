package dev.maneki.app.output;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes {@link Tree} as block-style YAML 1.2. */
public final class Yaml {
    /** Plain scalars that no reader, of YAML 1.1 or 1.2, takes for anything but this text. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./*-]*");

    private static final Pattern RESERVED =
            Pattern.compile("(?i)true|false|yes|no|on|off|null|y|n|\\.nan|\\.inf");

    private Yaml() {}

    /** One document, without its {@code ---}. */
    public static String write(Tree tree) {
        StringBuilder text = new StringBuilder();
        write(text, tree, 0);
        return text.toString();
    }

    /** Writes {@code tree} where a block may start: at the begin of a line, or after a dash. */
    private static void write(StringBuilder text, Tree tree, int indent) {
        switch (tree) {
            case Tree.Items(List<Tree> values) when !values.isEmpty() -> {
                boolean first = true;
                for (Tree value : values) {
                    // The first dash of a list within a list stands on its parent's line.
                    indent(text, first ? 0 : indent);
                    first = false;
                    text.append("- ");
                    write(text, value, indent + 2);
                }
            }
            case Tree.Fields(Map<String, Tree> values) when !values.isEmpty() -> {
                boolean first = true;
                for (Map.Entry<String, Tree> member : values.entrySet()) {
                    indent(text, first ? 0 : indent);
                    first = false;
                    text.append(scalar(member.getKey())).append(':');
                    member(text, member.getValue(), indent);
                }
            }
            default -> text.append(leaf(tree)).append('\n');
        }
    }

    private static void member(StringBuilder text, Tree value, int indent) {
        switch (value) {
            case Tree.Items(List<Tree> values) when !values.isEmpty() -> {
                text.append('\n');
                indent(text, indent);
                write(text, value, indent);
            }
            case Tree.Fields(Map<String, Tree> values) when !values.isEmpty() -> {
                text.append('\n');
                indent(text, indent + 2);
                write(text, value, indent + 2);
            }
            default -> text.append(' ').append(leaf(value)).append('\n');
        }
    }

    private static String leaf(Tree tree) {
        return switch (tree) {
            case Tree.Text(String value) -> scalar(value);
            case Tree.Nothing() -> "null";
            case Tree.Items _ -> "[]";
            case Tree.Fields _ -> "{}";
            case Tree.Number _, Tree.Flag _ -> tree.scalar();
        };
    }

    private static String scalar(String value) {
        if (PLAIN.matcher(value).matches() && !RESERVED.matcher(value).matches()) {
            return value;
        }
        // A JSON string is a YAML double-quoted scalar.
        return Json.write(new Tree.Text(value));
    }

    private static void indent(StringBuilder text, int count) {
        text.repeat(' ', count);
    }
}
