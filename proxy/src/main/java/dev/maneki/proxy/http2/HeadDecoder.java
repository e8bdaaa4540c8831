package dev.maneki.proxy.http2;

import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import org.jspecify.annotations.Nullable;

/**
 * Checks each field of a header section as it is decoded (RFC 9113 section 8) and keeps those that
 * go end to end. What is wrong is remembered, not thrown: the block must be decoded to its end.
 */
abstract class HeadDecoder implements FieldSink {
    private @Nullable String malformed;
    private boolean tooLarge;
    private boolean fieldSeen;
    private int nameBits;
    private int bytes;
    private int count;
    private int maxBytes;
    private int maxCount;
    private long contentLength;

    /** Back to nothing, with bounds for the section. */
    final void begin(int newMaxBytes, int newMaxCount) {
        malformed = null;
        tooLarge = false;
        fieldSeen = false;
        nameBits = 0;
        bytes = 0;
        count = 0;
        maxBytes = newMaxBytes;
        maxCount = newMaxCount;
        contentLength = -1;
    }

    /** What is wrong, or null. */
    final @Nullable String malformed() {
        return malformed;
    }

    /** Remembers the first thing that is wrong. */
    final void malformed(String what) {
        if (malformed == null) {
            malformed = what;
        }
    }

    /** Whether there was more than the bounds allow. */
    final boolean tooLarge() {
        return tooLarge;
    }

    /** Whether it was the number of fields, and not their bytes. */
    final boolean tooMany() {
        return count > maxCount;
    }

    /** Whether a field's name has an underscore. */
    final boolean underscores() {
        return (nameBits & FieldSyntax.UNDERSCORE) != 0;
    }

    /** Content-Length, -1 without one. */
    final long contentLength() {
        return contentLength;
    }

    /** A pseudo-header field. */
    abstract void pseudo(HeaderFields fields, int nameStart, int valueStart, int valueEnd);

    /**
     * A regular field that is well-formed and not connection-specific; whether it goes end to end.
     */
    abstract boolean regular(
            HeaderFields fields, int nameStart, int valueStart, int valueEnd, int hash);

    @Override
    public final void field(
            HeaderFields fields, int nameStart, int valueStart, int valueEnd, int hash) {
        // No overflow: a block of bounded size, each field within the arena's bounds.
        bytes = (int) Math.min(Integer.MAX_VALUE, (long) bytes + valueEnd - nameStart);
        if (++count > maxCount || bytes > maxBytes) {
            tooLarge = true;
        }
        if (tooLarge || malformed != null) {
            return;
        }
        byte[] array = fields.array();
        if (!FieldSyntax.isValue(array, valueStart, valueEnd)) {
            malformed = "a character that no field value may have";
            return;
        }
        if (valueStart > nameStart && array[nameStart] == ':') {
            if (fieldSeen) {
                malformed = "a pseudo-header field behind a regular one";
            } else {
                pseudo(fields, nameStart, valueStart, valueEnd);
            }
            return;
        }
        fieldSeen = true;
        int name = FieldSyntax.name(array, nameStart, valueStart);
        nameBits |= name;
        if (name == 0) {
            malformed = "a character that no field name may have";
        } else if (FieldSyntax.isConnectionSpecific(array, nameStart, valueStart, hash)) {
            malformed = "a connection-specific field";
        } else if (regular(fields, nameStart, valueStart, valueEnd, hash) && malformed == null) {
            fields.commit(valueEnd - nameStart);
            fields.addSpan(nameStart, valueStart, valueStart, valueEnd, hash);
        }
    }

    /** Whether the field is this one. */
    static boolean isContentLength(byte[] array, int from, int to, int hash) {
        return to - from == 14 && FieldSyntax.is(FieldNames.CONTENT_LENGTH, array, from, to, hash);
    }

    /** Takes Content-Length; more than one, or what is no number, is malformed. */
    final void readContentLength(byte[] array, int from, int to) {
        long value = FieldSyntax.number(array, from, to);
        if (value < 0 || contentLength >= 0) {
            malformed("invalid content-length");
        }
        contentLength = value;
    }
}
