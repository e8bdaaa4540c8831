package dev.maneki.proxy.http2;

import dev.maneki.routing.message.FieldName;
import java.nio.charset.StandardCharsets;

/** The static table of HPACK (RFC 7541 appendix A), as bytes, with a way from name to index. */
final class HpackStaticTable {
    /** The number of entries, which are counted from 1. */
    static final int SIZE = 61;

    // Entries that the encoder is asked for by number.
    static final int AUTHORITY = 1;
    static final int METHOD_GET = 2;
    static final int METHOD_POST = 3;
    static final int PATH = 4;
    static final int SCHEME_HTTP = 6;
    static final int SCHEME_HTTPS = 7;
    static final int STATUS = 8;
    static final int AUTHORIZATION = 23;
    static final int CONTENT_LENGTH = 28;
    static final int DATE = 33;

    /** Name and value of each entry, in order. */
    private static final String[] ENTRIES = {
        ":authority", "",
        ":method", "GET",
        ":method", "POST",
        ":path", "/",
        ":path", "/index.html",
        ":scheme", "http",
        ":scheme", "https",
        ":status", "200",
        ":status", "204",
        ":status", "206",
        ":status", "304",
        ":status", "400",
        ":status", "404",
        ":status", "500",
        "accept-charset", "",
        "accept-encoding", "gzip, deflate",
        "accept-language", "",
        "accept-ranges", "",
        "accept", "",
        "access-control-allow-origin", "",
        "age", "",
        "allow", "",
        "authorization", "",
        "cache-control", "",
        "content-disposition", "",
        "content-encoding", "",
        "content-language", "",
        "content-length", "",
        "content-location", "",
        "content-range", "",
        "content-type", "",
        "cookie", "",
        "date", "",
        "etag", "",
        "expect", "",
        "expires", "",
        "from", "",
        "host", "",
        "if-match", "",
        "if-modified-since", "",
        "if-none-match", "",
        "if-range", "",
        "if-unmodified-since", "",
        "last-modified", "",
        "link", "",
        "location", "",
        "max-forwards", "",
        "proxy-authenticate", "",
        "proxy-authorization", "",
        "range", "",
        "referer", "",
        "refresh", "",
        "retry-after", "",
        "server", "",
        "set-cookie", "",
        "strict-transport-security", "",
        "transfer-encoding", "",
        "user-agent", "",
        "vary", "",
        "via", "",
        "www-authenticate", ""
    };

    private static final byte[][] NAMES = new byte[SIZE + 1][];
    private static final byte[][] VALUES = new byte[SIZE + 1][];
    private static final int[] HASHES = new int[SIZE + 1];

    /** Open addressing by the name's hash: the first entry of that name. */
    private static final byte[] BY_NAME = new byte[256];

    static {
        for (int i = 1; i <= SIZE; i++) {
            NAMES[i] = ENTRIES[2 * i - 2].getBytes(StandardCharsets.ISO_8859_1);
            VALUES[i] = ENTRIES[2 * i - 1].getBytes(StandardCharsets.ISO_8859_1);
            HASHES[i] = FieldName.hash(NAMES[i], 0, NAMES[i].length);
            int at = slot(HASHES[i]);
            while (BY_NAME[at] != 0 && HASHES[BY_NAME[at]] != HASHES[i]) {
                at = (at + 1) & 255;
            }
            if (BY_NAME[at] == 0) {
                BY_NAME[at] = (byte) i;
            }
        }
    }

    private HpackStaticTable() {}

    /** The name of entry {@code index}, in lower case; not to be changed. */
    static byte[] name(int index) {
        return NAMES[index];
    }

    /** The value of entry {@code index}; not to be changed. */
    static byte[] value(int index) {
        return VALUES[index];
    }

    /** The hash of the name of entry {@code index}. */
    static int nameHash(int index) {
        return HASHES[index];
    }

    /**
     * The first entry of the name in {@code source[from, to)}, in any case, whose {@link
     * FieldName#hash} is {@code hash}; 0 if there is none.
     */
    static int find(int hash, byte[] source, int from, int to) {
        for (int at = slot(hash); BY_NAME[at] != 0; at = (at + 1) & 255) {
            int index = BY_NAME[at];
            if (HASHES[index] == hash && sameName(NAMES[index], source, from, to)) {
                return index;
            }
        }
        return 0;
    }

    private static boolean sameName(byte[] lowerCase, byte[] source, int from, int to) {
        if (to - from != lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            byte other = source[from + i];
            if (other != lowerCase[i] && FieldSyntax.lower(other) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private static int slot(int hash) {
        return (hash * 0x9E3779B9) >>> 24;
    }
}
