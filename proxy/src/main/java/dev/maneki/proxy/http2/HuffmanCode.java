package dev.maneki.proxy.http2;

/**
 * The Huffman code of HPACK (RFC 7541 appendix B).
 *
 * <p>The code is canonical: among codes of one length, and from one length to the next, they count
 * upwards. So the lengths alone define it, and a code too long for the table is found by comparing
 * it with the first code of each length. We only decode: encoding costs both sides time for bytes
 * that the network of a data centre does not miss.
 */
final class HuffmanCode {
    /**
     * No string becomes longer than this many eighths of its coded length: the shortest code has 5
     * bits.
     */
    private static final int SHORTEST = 5;

    private static final int LONGEST = 30;
    private static final int END_OF_STRING = 256;

    /** The length in bits of each symbol's code. */
    private static final byte[] LENGTHS = {
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, //
        28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28, //
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, //
        5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10, //
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, //
        7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6, //
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, //
        6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28, //
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, //
        24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24, //
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, //
        21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23, //
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, //
        19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27, //
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, //
        26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26, //
        30
    };

    /** Codes up to this many bits are found by one look; all of ordinary text is among them. */
    private static final int TABLE_BITS = 10;

    /** By the next ten bits: symbol and, above it, its length; 0 where the code is longer. */
    private static final short[] TABLE = new short[1 << TABLE_BITS];

    /** By length: the first code, how many there are, and where they start in {@link #SYMBOLS}. */
    private static final int[] FIRST = new int[LONGEST + 1];

    private static final int[] COUNT = new int[LONGEST + 1];
    private static final int[] OFFSET = new int[LONGEST + 1];
    private static final short[] SYMBOLS = new short[LENGTHS.length];

    static {
        int code = 0;
        int at = 0;
        for (int length = SHORTEST; length <= LONGEST; length++) {
            code <<= 1;
            FIRST[length] = code;
            OFFSET[length] = at;
            for (int symbol = 0; symbol < LENGTHS.length; symbol++) {
                if (LENGTHS[symbol] == length) {
                    SYMBOLS[at++] = (short) symbol;
                    fillTable(code++, length, symbol);
                }
            }
            COUNT[length] = at - OFFSET[length];
        }
    }

    private HuffmanCode() {}

    private static void fillTable(int code, int length, int symbol) {
        if (length <= TABLE_BITS) {
            int shift = TABLE_BITS - length;
            for (int rest = 0; rest < 1 << shift; rest++) {
                TABLE[code << shift | rest] = (short) (length << 8 | symbol);
            }
        }
    }

    /** The most bytes that {@code encoded} bytes can become. */
    static int decodedBound(int encoded) {
        return (int) (encoded * 8L / SHORTEST);
    }

    /**
     * Decodes {@code source[from, to)} to {@code target} from {@code at} on, which must have room
     * for {@link #decodedBound}; answers the end of what was written, or -1 if it is not a valid
     * string (RFC 7541 section 5.2).
     */
    static int decode(byte[] source, int from, int to, byte[] target, int at) {
        long bits = 0;
        int count = 0;
        int next = from;
        int out = at;
        while (true) {
            while (count <= 48 && next < to) {
                bits = bits << 8 | (source[next++] & 0xff);
                count += 8;
            }
            if (count < TABLE_BITS) {
                return decodeTail(bits, count, target, out);
            }
            int entry = TABLE[(int) (bits >>> (count - TABLE_BITS)) & ((1 << TABLE_BITS) - 1)];
            if (entry != 0) {
                target[out++] = (byte) entry;
                count -= entry >> 8;
                continue;
            }
            int length = longLength(bits, count);
            if (length == 0) {
                return isPadding(bits, count) ? out : -1;
            }
            int symbol = longSymbol(bits, count, length);
            if (symbol == END_OF_STRING) {
                return -1;
            }
            target[out++] = (byte) symbol;
            count -= length;
        }
    }

    /** The last few bits: codes that fit in them, then fewer than eight ones. */
    private static int decodeTail(long bits, int available, byte[] target, int at) {
        int count = available;
        int out = at;
        while (count > 0) {
            int shift = TABLE_BITS - count;
            int index = ((int) (bits << shift) | ((1 << shift) - 1)) & ((1 << TABLE_BITS) - 1);
            int entry = TABLE[index];
            int length = entry >> 8;
            if (entry == 0 || length > count) {
                return isPadding(bits, count) ? out : -1;
            }
            target[out++] = (byte) entry;
            count -= length;
        }
        return out;
    }

    private static boolean isPadding(long bits, int count) {
        int mask = (1 << count) - 1;
        return count < 8 && (bits & mask) == mask;
    }

    /** The length of the long code that comes next, or 0 if the bits end before it does. */
    private static int longLength(long bits, int count) {
        for (int length = TABLE_BITS + 1; length <= LONGEST && length <= count; length++) {
            int code = (int) (bits >>> (count - length)) & ((1 << length) - 1);
            if (code - FIRST[length] < COUNT[length]) {
                return length;
            }
        }
        return 0;
    }

    private static int longSymbol(long bits, int count, int length) {
        int code = (int) (bits >>> (count - length)) & ((1 << length) - 1);
        return SYMBOLS[OFFSET[length] + code - FIRST[length]];
    }
}
