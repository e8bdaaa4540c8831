package dev.maneki.connect.json;

/** UTF-8, a code point at a time (RFC 3629). */
final class Utf8 {
    private Utf8() {}

    /**
     * Writes a code point.
     *
     * @return where the next goes
     */
    static int put(int codePoint, byte[] bytes, int at) {
        int next = at;
        if (codePoint < 0x80) {
            bytes[next++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            bytes[next++] = (byte) (0xc0 | codePoint >> 6);
            bytes[next++] = (byte) (0x80 | codePoint & 0x3f);
        } else if (codePoint < 0x10000) {
            bytes[next++] = (byte) (0xe0 | codePoint >> 12);
            bytes[next++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
            bytes[next++] = (byte) (0x80 | codePoint & 0x3f);
        } else {
            bytes[next++] = (byte) (0xf0 | codePoint >> 18);
            bytes[next++] = (byte) (0x80 | codePoint >> 12 & 0x3f);
            bytes[next++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
            bytes[next++] = (byte) (0x80 | codePoint & 0x3f);
        }
        return next;
    }
}
