package dev.maneki.connect.protocol;

import dev.maneki.connect.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lists of compressions as fields carry them: names between commas, best first.
 *
 * <p>One client sends the same list with every call, so the last one read, and the last one
 * written, are remembered. Thread-safe.
 */
public final class EncodingNames {
    /** How many names of a stranger's list are read. */
    static final int MAX_NAMES = 32;

    private static volatile Pair lastParsed = new Pair("", List.of());
    private static volatile Pair lastFormatted = new Pair("", List.of());

    private EncodingNames() {}

    private record Pair(String text, List<String> names) {}

    /** The names in a field, which may be there more than once; none if there is none. */
    public static List<String> parse(Metadata fields, String name) {
        String joined = null;
        for (int i = 0; i < fields.size(); i++) {
            if (fields.nameAt(i).equals(name)) {
                joined = joined == null ? fields.valueAt(i) : joined + ',' + fields.valueAt(i);
            }
        }
        return parse(joined);
    }

    /** The names of a field's value, without {@code identity}; none if there is no field. */
    public static List<String> parse(@Nullable String field) {
        if (field == null || field.isEmpty()) {
            return List.of();
        }
        Pair last = lastParsed;
        if (last.text.equals(field)) {
            return last.names;
        }
        List<String> names = new ArrayList<>();
        int start = 0;
        while (start <= field.length() && names.size() < MAX_NAMES) {
            int comma = field.indexOf(',', start);
            int end = comma < 0 ? field.length() : comma;
            add(names, field.substring(start, end));
            start = end + 1;
        }
        List<String> parsed = List.copyOf(names);
        lastParsed = new Pair(field, parsed);
        return parsed;
    }

    /**
     * The protocols have no quality values, but browsers and tools may send them: the order stands,
     * and what is refused by zero is left out.
     */
    private static void add(List<String> names, String element) {
        int semicolon = element.indexOf(';');
        String name = (semicolon < 0 ? element : element.substring(0, semicolon)).strip();
        boolean refused = semicolon >= 0 && isZero(element.substring(semicolon + 1).strip());
        if (!refused
                && !name.isEmpty()
                && !name.equals("*")
                && !name.equalsIgnoreCase(RequestMeta.IDENTITY)) {
            names.add(name.toLowerCase(Locale.ROOT));
        }
    }

    /** Whether it is {@code q=0}, with decimals or without (RFC 9110, section 12.4.2). */
    private static boolean isZero(String weight) {
        if (!weight.startsWith("q=0") && !weight.startsWith("Q=0")) {
            return false;
        }
        for (int i = 3; i < weight.length(); i++) {
            char c = weight.charAt(i);
            if (c != '0' && c != '.') {
                return false;
            }
        }
        return true;
    }

    /**
     * The field's value for these names; empty for none.
     *
     * @param names immutable
     */
    public static String format(List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        Pair last = lastFormatted;
        if (last.names == names) { // the same list, not an equal one: settings keep theirs
            return last.text;
        }
        String text = String.join(",", names);
        lastFormatted = new Pair(text, names);
        return text;
    }
}
