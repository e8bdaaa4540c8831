package dev.maneki.proxy.http1;

/** The eight bytes of an HTTP version (RFC 9112 section 2.3), as one number. */
final class Versions {
    static final long HTTP_1_1 = 0x485454502f312e31L;
    static final long HTTP_1_0 = 0x485454502f312e30L;

    private Versions() {}

    /** Whether it is {@code HTTP/}, a digit, a dot and a digit. */
    static boolean isVersion(long bytes) {
        return (bytes & 0xffffffffff00ff00L) == 0x485454502f002e00L
                && isDigit(bytes >>> 16)
                && isDigit(bytes);
    }

    private static boolean isDigit(long value) {
        long octet = value & 0xff;
        return octet >= '0' && octet <= '9';
    }
}
