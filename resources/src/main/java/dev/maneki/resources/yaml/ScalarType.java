package dev.maneki.resources.yaml;

/**
 * What a scalar is read as. Text in quotes is always a string; plain text is resolved by the rules
 * that Kubernetes uses, which are those of YAML 1.1 without its times and sexagesimals: {@code yes}
 * and {@code off} are booleans, {@code 010} is a number. Another reading here would accept files
 * that a cluster refuses, or worse, read them otherwise.
 */
public enum ScalarType {
    STRING,
    INTEGER,
    FLOAT,
    BOOLEAN,
    NULL;

    /** The type of plain (unquoted) text. */
    public static ScalarType ofPlain(String text) {
        int length = text.length();
        if (length == 0) {
            return NULL;
        }
        char first = text.charAt(0);
        if (isDigit(first) || first == '-' || first == '+' || first == '.') {
            return numberOrString(text);
        }
        if (length > 5) {
            return STRING;
        }
        return switch (text) {
            case "~", "null", "Null", "NULL" -> NULL;
            case "true", "True", "TRUE", "false", "False", "FALSE" -> BOOLEAN;
            case "yes", "Yes", "YES", "no", "No", "NO" -> BOOLEAN;
            case "on", "On", "ON", "off", "Off", "OFF" -> BOOLEAN;
            case "y", "Y", "n", "N" -> BOOLEAN;
            default -> STRING;
        };
    }

    /** Whether text of type {@link #BOOLEAN} says yes. */
    public static boolean isTrue(String text) {
        return switch (text.charAt(0)) {
            case 't', 'T', 'y', 'Y' -> true;
            case 'o', 'O' -> text.length() == 2;
            default -> false;
        };
    }

    private static ScalarType numberOrString(String text) {
        int at = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
        String rest = text.substring(at);
        if (rest.equals(".inf") || rest.equals(".Inf") || rest.equals(".INF")) {
            return FLOAT;
        }
        if (at == 0 && (rest.equals(".nan") || rest.equals(".NaN") || rest.equals(".NAN"))) {
            return FLOAT;
        }
        if (rest.length() > 2 && rest.charAt(0) == '0' && radixDigits(rest)) {
            return INTEGER;
        }
        return decimal(rest);
    }

    /** {@code 0x1F}, {@code 0o17}, {@code 0b101}. */
    private static boolean radixDigits(String text) {
        int radix =
                switch (text.charAt(1)) {
                    case 'x', 'X' -> 16;
                    case 'o', 'O' -> 8;
                    case 'b', 'B' -> 2;
                    default -> 0;
                };
        if (radix == 0) {
            return false;
        }
        boolean digits = false;
        for (int i = 2; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '_') {
                continue;
            }
            if (c >= 0x80 || Character.digit(c, radix) < 0) {
                return false;
            }
            digits = true;
        }
        return digits;
    }

    /** {@code 12}, {@code 1_000}, {@code 1.5}, {@code .5}, {@code 1e3}. */
    private static ScalarType decimal(String text) {
        int i = 0;
        int whole = 0;
        while (i < text.length() && (isDigit(text.charAt(i)) || (i > 0 && text.charAt(i) == '_'))) {
            i++;
            whole++;
        }
        if (whole > 0 && i == text.length()) {
            return INTEGER;
        }
        int fraction = 0;
        if (i < text.length() && text.charAt(i) == '.') {
            i++;
            while (i < text.length() && isDigit(text.charAt(i))) {
                i++;
                fraction++;
            }
        }
        if (whole + fraction == 0) {
            return STRING;
        }
        if (i < text.length() && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
            i++;
            if (i < text.length() && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
                i++;
            }
            int digits = i;
            while (i < text.length() && isDigit(text.charAt(i))) {
                i++;
            }
            if (i == digits) {
                return STRING;
            }
        }
        return i == text.length() ? FLOAT : STRING;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
