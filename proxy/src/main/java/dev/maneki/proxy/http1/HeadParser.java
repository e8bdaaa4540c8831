package dev.maneki.proxy.http1;

import dev.maneki.routing.message.HeaderFields;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads a section of lines, as it comes in, into the arena of its fields: bytes are copied once and
 * stay where they are, names and values are spans of them.
 *
 * <p>A line is parsed as far as it has come; if it was not whole, it is parsed once more when its
 * LF has arrived, and until then only the new bytes are looked at. So the work is linear however
 * the bytes are cut.
 */
abstract class HeadParser {
    /** The section is not whole; all input has been taken. */
    static final int MORE = 0;

    /** The section is whole; what follows it is still in the input. */
    static final int DONE = 1;

    /** It is not valid: see {@link #refusal()}. */
    static final int REFUSED = 2;

    /** What parsing a line answers besides the offset behind it. */
    static final int INCOMPLETE = -1;

    static final int INVALID = -2;

    /**
     * Copied at once: a head usually fits, and of a body that follows it little is copied in vain.
     */
    private static final int STEP = 2048;

    private static final int[] POWERS_OF_31 = new int[64];

    static {
        POWERS_OF_31[0] = 1;
        for (int i = 1; i < POWERS_OF_31.length; i++) {
            POWERS_OF_31[i] = 31 * POWERS_OF_31[i - 1];
        }
    }

    private final byte[] nameCharacters;
    private final Refusal tooLarge;
    private final Refusal tooMany;
    private HeaderFields fields;
    private int maxBytes;
    private int maxCount;
    private int count;
    private int base;
    private int filled;
    private int position;
    private int scanned;
    private boolean suspended;
    private boolean firstFieldLine;
    private @Nullable Refusal refusal;

    HeadParser(HeaderFields fields, boolean underscores, Refusal tooLarge, Refusal tooMany) {
        this.fields = fields;
        this.nameCharacters = underscores ? Octets.TOKEN : Octets.TOKEN_WITHOUT_UNDERSCORE;
        this.tooLarge = tooLarge;
        this.tooMany = tooMany;
    }

    /** Prepares for a new section, to be read into {@code into}. */
    final void begin(HeaderFields into, int byteLimit, int countLimit) {
        fields = into;
        maxBytes = byteLimit;
        maxCount = countLimit;
        count = 0;
        base = into.byteCount();
        filled = 0;
        position = base;
        suspended = false;
        firstFieldLine = true;
        refusal = null;
    }

    /** Whether some bytes of the section have come. */
    final boolean started() {
        return filled > 0;
    }

    /** What is wrong, after {@link #REFUSED}. */
    final Refusal refusal() {
        return refusal == null ? Refusal.BAD_REQUEST_LINE : refusal;
    }

    /** Where the fields and the start line stand. */
    final HeaderFields fields() {
        return fields;
    }

    /** Takes what belongs to the section out of {@code in}; answers one of the three verdicts. */
    final int read(ByteBuf in) {
        while (in.isReadable()) {
            int available = Math.min(in.readableBytes(), Math.min(STEP, maxBytes - filled));
            if (available == 0) {
                return refuse(tooLarge);
            }
            int at = fields.reserve(filled + available) + filled;
            byte[] array = fields.array();
            in.getBytes(in.readerIndex(), array, at, available);
            int verdict = parse(array, at + available);
            if (verdict == DONE) {
                in.skipBytes(position - at);
                fields.commit(position - base);
                return DONE;
            }
            in.skipBytes(available);
            filled += available;
            if (verdict == REFUSED) {
                return REFUSED;
            }
        }
        return MORE;
    }

    private int parse(byte[] array, int limit) {
        while (position < limit) {
            if (suspended) {
                int lineFeed = Octets.lineFeed(array, scanned, limit);
                scanned = limit;
                if (lineFeed < 0 && limit - position <= longestLine()) {
                    return MORE;
                }
                suspended = false;
            }
            int next = line(array, position, limit);
            if (next == INCOMPLETE) {
                suspended = true;
                scanned = limit;
                return MORE;
            }
            if (next == INVALID) {
                return REFUSED;
            }
            boolean end = ended(array, position, next);
            position = next;
            if (end) {
                return DONE;
            }
        }
        return MORE;
    }

    /**
     * Parses the line that starts at {@code from}: answers where the next one starts, or one of the
     * two negatives.
     */
    int line(byte[] array, int from, int limit) {
        return fieldLine(array, from, limit);
    }

    /** The length above which the line that is read now is refused before it is whole. */
    int longestLine() {
        return Integer.MAX_VALUE;
    }

    /** Whether the line was the empty one that ends the section. */
    boolean ended(byte[] array, int from, int next) {
        return next == from + 2;
    }

    /** A field line (RFC 9112 section 5), or the empty line behind the last one. */
    final int fieldLine(byte[] array, int from, int limit) {
        byte[] characters = nameCharacters;
        int at = from;
        int hash = 0;
        while (at < limit) {
            int folded = characters[array[at] & 0xff];
            if (folded == 0) {
                break;
            }
            hash = 31 * hash + folded;
            at++;
        }
        if (at == limit) {
            return INCOMPLETE;
        }
        if (array[at] != ':' || at == from) {
            return notAField(array, from, at, limit);
        }
        int nameEnd = at++;
        while (at < limit && (array[at] == Octets.SPACE || array[at] == Octets.TAB)) {
            at++;
        }
        int valueStart = at;
        at = Octets.valueEnd(array, at, limit);
        int next = lineEnd(array, at, limit);
        if (next < 0) {
            return next;
        }
        int valueEnd = at;
        while (valueEnd > valueStart
                && (array[valueEnd - 1] == Octets.SPACE || array[valueEnd - 1] == Octets.TAB)) {
            valueEnd--;
        }
        if (++count > maxCount) {
            return invalid(tooMany);
        }
        firstFieldLine = false;
        int length = nameEnd - from;
        fields.addSpan(from, nameEnd, valueStart, valueEnd, hash + length * powerOf31(length));
        return next;
    }

    /** CRLF at {@code at}: answers the offset behind it. */
    final int lineEnd(byte[] array, int at, int limit) {
        if (at >= limit) {
            return INCOMPLETE;
        }
        if (array[at] != Octets.CR) {
            return invalid(array[at] == Octets.LF ? Refusal.BARE_LF : Refusal.CONTROL_CHARACTER);
        }
        if (at + 1 == limit) {
            return INCOMPLETE;
        }
        return array[at + 1] == Octets.LF ? at + 2 : invalid(Refusal.BARE_CR);
    }

    private int notAField(byte[] array, int from, int at, int limit) {
        byte found = array[at];
        boolean empty = at == from;
        if (found == Octets.CR && empty) {
            return lineEnd(array, at, limit);
        }
        return invalid(
                switch (found) {
                    case Octets.LF -> Refusal.BARE_LF;
                    case Octets.CR -> Refusal.NO_COLON;
                    case Octets.SPACE, Octets.TAB ->
                            !empty
                                    ? Refusal.SPACE_BEFORE_COLON
                                    : firstFieldLine
                                            ? Refusal.WHITE_SPACE_BEFORE_FIELDS
                                            : Refusal.OBSOLETE_FOLD;
                    case ':' -> Refusal.EMPTY_NAME;
                    case '_' -> Refusal.UNDERSCORE_IN_NAME;
                    default -> Refusal.BAD_NAME;
                });
    }

    /** Notes what is wrong with a line. */
    final int invalid(Refusal why) {
        refusal = why;
        return INVALID;
    }

    private int refuse(Refusal why) {
        refusal = why;
        return REFUSED;
    }

    /**
     * {@link dev.maneki.routing.message.FieldName#hash} begins with the length, which is not known
     * before the name has been scanned: its share is added afterwards.
     */
    private static int powerOf31(int exponent) {
        int power = 1;
        int rest = exponent;
        while (rest >= POWERS_OF_31.length) {
            power *= POWERS_OF_31[POWERS_OF_31.length - 1];
            rest -= POWERS_OF_31.length - 1;
        }
        return power * POWERS_OF_31[rest];
    }
}
