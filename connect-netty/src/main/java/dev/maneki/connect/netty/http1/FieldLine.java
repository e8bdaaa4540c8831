package dev.maneki.connect.netty.http1;

import dev.maneki.connect.netty.wire.KnownFields;

/**
 * A field's line, read (RFC 9112, section 5).
 *
 * @param name in lower case
 * @param value without the space around it
 */
record FieldLine(String name, String value) {
    /** Refuses space before the colon, folded lines and control characters. */
    static FieldLine of(HeadBuffer head, int line) {
        byte[] bytes = head.bytes();
        int start = head.lineStart(line);
        int end = head.lineEnd(line);
        int colon = start;
        while (colon < end && bytes[colon] != ':') {
            colon++;
        }
        String name = colon == end ? null : KnownFields.name(bytes, start, colon);
        if (name == null) {
            throw new BadMessageException(400, "a field's name is not a token and a colon");
        }
        int from = colon + 1;
        while (from < end && space(bytes[from])) {
            from++;
        }
        int to = end;
        while (to > from && space(bytes[to - 1])) {
            to--;
        }
        String value = KnownFields.value(bytes, from, to);
        if (value == null) {
            throw new BadMessageException(
                    400, "the value of " + name + " holds a control character");
        }
        return new FieldLine(name, value);
    }

    private static boolean space(int octet) {
        return octet == ' ' || octet == '\t';
    }
}
