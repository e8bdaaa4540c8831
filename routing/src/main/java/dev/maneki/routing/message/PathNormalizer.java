package dev.maneki.routing.message;

/**
 * Brings a path to the one form in which it is matched and forwarded.
 *
 * <ul>
 *   <li>Escapes of unreserved characters are decoded, the hexadecimal digits of others turned to
 *       upper case (RFC 3986 section 6.2.2). {@code %25} stays, so nothing is decoded twice.
 *   <li>Printable characters that RFC 3986 does not allow bare in a path but browsers send bare,
 *       such as <code>| [ ] { }</code>, become escapes.
 *   <li>Empty segments are dropped ({@code //} becomes {@code /}), then dot segments are resolved,
 *       {@code %2e} being a dot. A path that leads above the root is refused rather than clamped:
 *       no client sends it in good faith.
 *   <li>{@code ;} and what follows it in a segment stay as they are and are part of what is
 *       matched; only dot segments with parameters are refused.
 *   <li>What servers are known to read in different ways is refused: see {@link TargetFault}.
 * </ul>
 *
 * <p>Normalising twice gives the same as once. Stateless, allocates nothing.
 */
public final class PathNormalizer {
    private static final byte PLAIN = 1;
    private static final byte TO_ESCAPE = 2;
    private static final byte UNRESERVED = 4;

    /** For each ASCII character, what may be done with it. */
    private static final byte[] CLASSES = new byte[128];

    private static final byte[] HEX = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
    };

    static {
        for (char c = 'a'; c <= 'z'; c++) {
            CLASSES[c] = PLAIN | UNRESERVED;
            CLASSES[c - 0x20] = PLAIN | UNRESERVED;
        }
        for (char c = '0'; c <= '9'; c++) {
            CLASSES[c] = PLAIN | UNRESERVED;
        }
        for (char c : "-._~".toCharArray()) {
            CLASSES[c] = PLAIN | UNRESERVED;
        }
        for (char c : "!$&'()*+,;=:@".toCharArray()) {
            CLASSES[c] = PLAIN;
        }
        for (char c : "\"<>[]^`{|}".toCharArray()) {
            CLASSES[c] = TO_ESCAPE;
        }
    }

    private PathNormalizer() {}

    /**
     * Normalises {@code source[from, to)}, which starts with {@code /}, and appends it to {@code
     * into}, which must be empty and not backed by {@code source}.
     *
     * @return {@link TargetFault#NONE}, or what is wrong; {@code into} is then unspecified
     */
    public static TargetFault normalize(byte[] source, int from, int to, ByteSequence into) {
        if (isNormal(source, from, to)) {
            into.append(source, from, to);
            return TargetFault.NONE;
        }
        into.append((byte) '/');
        int at = from + 1;
        while (at <= to) {
            int segmentStart = into.length();
            while (at < to && source[at] != '/') {
                TargetFault fault = character(source, at, to, into);
                if (fault != TargetFault.NONE) {
                    return fault;
                }
                at += source[at] == '%' ? escapeLength(source, at) : 1;
            }
            TargetFault fault = endSegment(into, segmentStart, at < to);
            if (fault != TargetFault.NONE) {
                return fault;
            }
            at++;
        }
        return TargetFault.NONE;
    }

    /** Whether nothing is to be done, which is nearly always. */
    private static boolean isNormal(byte[] source, int from, int to) {
        byte previous = 'x';
        for (int i = from; i < to; i++) {
            byte value = source[i];
            if (value < 0
                    || (value != '/' && (CLASSES[value] & PLAIN) == 0)
                    || (previous == '/' && (value == '/' || value == '.'))) {
                return false;
            }
            previous = value;
        }
        return true;
    }

    /** Appends the character or the escape at {@code at}. */
    private static TargetFault character(byte[] source, int at, int to, ByteSequence into) {
        byte value = source[at];
        if (value == '%') {
            return escape(source, at, to, into);
        }
        if (value == '#') {
            return TargetFault.FRAGMENT;
        }
        if (value == '\\') {
            return TargetFault.BACKSLASH;
        }
        if (value < 0 || CLASSES[value] == 0) {
            return TargetFault.BAD_CHARACTER;
        }
        if (CLASSES[value] == TO_ESCAPE) {
            appendEscape(into, value);
        } else {
            into.append(value);
        }
        return TargetFault.NONE;
    }

    private static TargetFault escape(byte[] source, int at, int to, ByteSequence into) {
        int value = escaped(source, at, to);
        if (value < 0) {
            return TargetFault.BAD_ESCAPE;
        }
        if (value == '/' || value == '\\') {
            return TargetFault.ESCAPED_SLASH;
        }
        if (value < ' ' || value == 0x7f) {
            return TargetFault.ESCAPED_CONTROL;
        }
        if (value < 0x80) {
            if ((CLASSES[value] & UNRESERVED) != 0) {
                into.append((byte) value);
            } else {
                appendEscape(into, value);
            }
            return TargetFault.NONE;
        }
        return utf8(source, at, to, value, into);
    }

    /**
     * Appends one character of several escaped bytes; Unicode 15 table 3-7 says which there are.
     */
    private static TargetFault utf8(byte[] source, int at, int to, int lead, ByteSequence into) {
        int length = utf8Length(lead);
        if (length == 0) {
            return TargetFault.BAD_UTF8;
        }
        appendEscape(into, lead);
        for (int i = 1; i < length; i++) {
            int next = escaped(source, at + 3 * i, to);
            int least = i > 1 ? 0x80 : lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
            int most = i > 1 ? 0xbf : lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
            if (next < least || next > most) {
                return TargetFault.BAD_UTF8;
            }
            appendEscape(into, next);
        }
        return TargetFault.NONE;
    }

    private static int utf8Length(int lead) {
        if (lead >= 0xc2 && lead <= 0xdf) {
            return 2;
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            return 3;
        }
        return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
    }

    /** How many bytes of source the valid escape at {@code at} takes up. */
    private static int escapeLength(byte[] source, int at) {
        int value = Authority.hex(source[at + 1]) << 4 | Authority.hex(source[at + 2]);
        return value < 0x80 ? 3 : 3 * utf8Length(value);
    }

    /** The value of the escape at {@code at}, or -1 if there is none. */
    private static int escaped(byte[] source, int at, int to) {
        if (to - at < 3 || source[at] != '%') {
            return -1;
        }
        int high = Authority.hex(source[at + 1]);
        int low = Authority.hex(source[at + 2]);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static void appendEscape(ByteSequence into, int value) {
        into.append((byte) '%');
        into.append(HEX[value >> 4 & 15]);
        into.append(HEX[value & 15]);
    }

    /** Takes back an empty or a dot segment, and closes any other with its slash if it had one. */
    private static TargetFault endSegment(ByteSequence path, int start, boolean slash) {
        int length = path.length() - start;
        if (length == 0) {
            return TargetFault.NONE;
        }
        int dots = 0;
        while (dots < length && path.at(start + dots) == '.') {
            dots++;
        }
        if ((dots == 1 || dots == 2) && dots < length && path.at(start + dots) == ';') {
            return TargetFault.DOT_SEGMENT_PARAMETER;
        }
        if (dots == length && dots == 1) {
            path.truncate(start);
            return TargetFault.NONE;
        }
        if (dots == length && dots == 2) {
            if (start == 1) {
                return TargetFault.ABOVE_ROOT;
            }
            int parent = start - 1;
            while (path.at(parent - 1) != '/') {
                parent--;
            }
            path.truncate(parent);
            return TargetFault.NONE;
        }
        if (slash) {
            path.append((byte) '/');
        }
        return TargetFault.NONE;
    }
}
