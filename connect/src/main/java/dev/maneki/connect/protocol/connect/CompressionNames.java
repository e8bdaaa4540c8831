package dev.maneki.connect.protocol.connect;

import static dev.maneki.connect.protocol.RequestMeta.IDENTITY;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lists of compressions, as {@code Accept-Encoding} and {@code Connect-Accept-Encoding} have them.
 */
final class CompressionNames {
    /** More are of no use to anyone. */
    private static final int MAX_NAMES = 16;

    private static final List<String> GZIP = List.of("gzip");

    private CompressionNames() {}

    /**
     * The names in a list, in its order, without {@code identity}. The protocol has no quality
     * values, but browsers and tools may send them: the order stands, and what is refused by zero
     * is left out.
     */
    static List<String> parse(@Nullable String value) {
        if (value == null || value.isEmpty() || value.equals(IDENTITY)) {
            return List.of();
        }
        if (value.equals("gzip")) {
            return GZIP;
        }
        List<String> names = new ArrayList<>(4);
        int at = 0;
        while (at < value.length() && names.size() < MAX_NAMES) {
            int comma = value.indexOf(',', at);
            int end = comma < 0 ? value.length() : comma;
            add(names, value.substring(at, end));
            at = end + 1;
        }
        return names;
    }

    private static void add(List<String> names, String element) {
        int semicolon = element.indexOf(';');
        String name = (semicolon < 0 ? element : element.substring(0, semicolon)).strip();
        boolean refused = semicolon >= 0 && isZero(element.substring(semicolon + 1).strip());
        if (!refused && !name.isEmpty() && !name.equals("*") && !name.equalsIgnoreCase(IDENTITY)) {
            names.add(name.toLowerCase(Locale.ROOT));
        }
    }

    /** Whether it is {@code q=0}, with up to three decimals (RFC 9110, section 12.4.2). */
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

    /** That name before all others. */
    static List<String> withFirst(String first, List<String> others) {
        if (!others.isEmpty() && others.get(0).equals(first)) {
            return others;
        }
        List<String> names = new ArrayList<>(others.size() + 1);
        names.add(first);
        for (int i = 0; i < others.size(); i++) {
            if (!others.get(i).equals(first)) {
                names.add(others.get(i));
            }
        }
        return names;
    }

    /** The list as a field's value; null if it is empty. */
    static @Nullable String format(List<String> names) {
        return switch (names.size()) {
            case 0 -> null;
            case 1 -> names.get(0);
            default -> String.join(", ", names);
        };
    }
}
