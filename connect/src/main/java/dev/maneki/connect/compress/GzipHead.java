package dev.maneki.connect.compress;

import java.util.zip.DataFormatException;

/** The head of a gzip member (RFC 1952, section 2.3), of which only the length matters. */
final class GzipHead {
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;
    private static final int FIXED = 10;

    private GzipHead() {}

    /** Where the compressed data begins. */
    static int skip(byte[] array, int offset, int end) throws DataFormatException {
        if (end - offset < FIXED
                || array[offset] != 0x1f
                || array[offset + 1] != (byte) 0x8b
                || array[offset + 2] != 8) {
            throw new DataFormatException("it does not begin as gzip does");
        }
        int flags = array[offset + 3];
        if ((flags & RESERVED) != 0) {
            throw new DataFormatException("its head has reserved flags");
        }
        int at = offset + FIXED;
        if ((flags & EXTRA) != 0) {
            checkRoom(at, 2, end);
            at += 2 + (array[at] & 0xff | (array[at + 1] & 0xff) << 8);
        }
        if ((flags & NAME) != 0) {
            at = skipText(array, at, end);
        }
        if ((flags & COMMENT) != 0) {
            at = skipText(array, at, end);
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            at += 2;
        }
        checkRoom(at, 0, end);
        return at;
    }

    private static int skipText(byte[] array, int at, int end) throws DataFormatException {
        checkRoom(at, 1, end);
        int next = at;
        while (array[next] != 0) {
            next++;
            checkRoom(next, 1, end);
        }
        return next + 1;
    }

    private static void checkRoom(int at, int bytes, int end) throws DataFormatException {
        if (end - at < bytes) {
            throw new DataFormatException("its head ends early");
        }
    }
}
