package dev.maneki.proxy.http1;

/**
 * Checks the extensions of one chunk (RFC 9112 section 7.1.1), byte by byte: {@code ;name}, {@code
 * ;name=token} and {@code ;name="quoted string"}, white space between them.
 */
final class ChunkExtension {
    private enum Phase {
        /** Behind a size or a value: white space, {@code ;}, or the end if nothing but space. */
        BEFORE_SEMICOLON,
        BEFORE_NAME,
        NAME,
        AFTER_NAME,
        BEFORE_VALUE,
        VALUE,
        QUOTED,
        ESCAPED,
        AFTER_VALUE
    }

    private Phase phase = Phase.BEFORE_SEMICOLON;

    /** Prepares for a new chunk. */
    void begin() {
        phase = Phase.BEFORE_SEMICOLON;
    }

    /**
     * Whether the line may end here. Not behind white space that no extension follows: the grammar
     * has none there.
     */
    boolean mayEnd() {
        return phase == Phase.NAME || phase == Phase.VALUE || phase == Phase.AFTER_VALUE;
    }

    /** Takes a byte that is neither LF nor an ending CR; false if it must not be here. */
    boolean accept(byte value) {
        boolean space = value == Octets.SPACE || value == Octets.TAB;
        boolean token = Octets.isToken(value);
        Phase next =
                switch (phase) {
                    case BEFORE_SEMICOLON, AFTER_VALUE ->
                            value == ';'
                                    ? Phase.BEFORE_NAME
                                    : space ? Phase.BEFORE_SEMICOLON : null;
                    case BEFORE_NAME -> token ? Phase.NAME : space ? phase : null;
                    case NAME, AFTER_NAME -> afterName(value, space, token);
                    case BEFORE_VALUE ->
                            token
                                    ? Phase.VALUE
                                    : value == '"' ? Phase.QUOTED : space ? phase : null;
                    case VALUE ->
                            token
                                    ? phase
                                    : value == ';'
                                            ? Phase.BEFORE_NAME
                                            : space ? Phase.BEFORE_SEMICOLON : null;
                    case QUOTED ->
                            value == '"'
                                    ? Phase.AFTER_VALUE
                                    : value == '\\' ? Phase.ESCAPED : text(value) ? phase : null;
                    case ESCAPED -> text(value) ? Phase.QUOTED : null;
                };
        if (next == null) {
            return false;
        }
        phase = next;
        return true;
    }

    private @org.jspecify.annotations.Nullable Phase afterName(
            byte value, boolean space, boolean token) {
        if (token && phase == Phase.NAME) {
            return phase;
        }
        if (value == '=') {
            return Phase.BEFORE_VALUE;
        }
        if (value == ';') {
            return Phase.BEFORE_NAME;
        }
        return space ? Phase.AFTER_NAME : null;
    }

    /** Tab, space, or visible; not beyond ASCII, for there parsers differ. */
    private static boolean text(byte value) {
        return value == Octets.TAB || (value >= ' ' && value != 0x7f);
    }
}
