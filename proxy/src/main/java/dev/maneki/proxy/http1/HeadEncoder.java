package dev.maneki.proxy.http1;

import dev.maneki.proxy.stream.HttpDate;
import dev.maneki.routing.message.ByteSequence;
import dev.maneki.routing.message.HeaderFields;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes heads: gathered in an array that the event loop's connections share, then copied into the
 * outgoing buffer at once.
 *
 * <p>Fields that stand in their arena as they came off the wire are copied in runs, many lines at a
 * time. Everything else is written field by field, and checked: whatever decoded or changed a head,
 * no line break gets out of a value here.
 */
final class HeadEncoder {
    private static final FastThreadLocal<HeadEncoder> PER_LOOP =
            new FastThreadLocal<>() {
                @Override
                protected HeadEncoder initialValue() {
                    return new HeadEncoder();
                }
            };

    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] DATE = ascii("Date: ");
    private static final byte[] HTTP_1_1 = ascii("HTTP/1.1 ");

    private byte[] bytes = new byte[4096];
    private int length;
    private boolean dateSeen;

    private HeadEncoder() {}

    /** The encoder of the event loop that runs the caller. */
    static HeadEncoder ofThisLoop() {
        return PER_LOOP.get();
    }

    /** The text as bytes. */
    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Starts anew. */
    void begin() {
        length = 0;
        dateSeen = false;
    }

    /** The number of bytes gathered. */
    int length() {
        return length;
    }

    /** Copies what was gathered into {@code out}. */
    void writeTo(ByteBuf out) {
        out.writeBytes(bytes, 0, length);
    }

    /** {@code HTTP/1.1 200 OK CRLF}. */
    void statusLine(int status) {
        byte[] known = StatusLines.known(status);
        if (known.length > 0) {
            append(known);
            return;
        }
        append(HTTP_1_1);
        number(status);
        append((byte) ' ');
        append(CRLF);
    }

    /** Bytes as they are. */
    void append(byte[] source) {
        append(source, 0, source.length);
    }

    /** Text as ISO-8859-1. */
    @SuppressWarnings("deprecation") // The one way from a string to bytes without an allocation.
    void append(String text) {
        int count = text.length();
        ensure(count);
        text.getBytes(0, count, bytes, length);
        length += count;
    }

    /** The content of a sequence. */
    void append(ByteSequence sequence) {
        append(sequence.array(), 0, sequence.length());
    }

    /** One byte. */
    void append(byte value) {
        ensure(1);
        bytes[length++] = value;
    }

    /** A number in decimal digits. */
    void number(long value) {
        ensure(20);
        length = Numbers.decimal(value, bytes, length);
    }

    /** The end of a line. */
    void endLine() {
        append(CRLF);
    }

    /** The {@code Date} line, if none was among the fields. */
    void dateIfAbsent() {
        if (!dateSeen) {
            append(DATE);
            append(HttpDate.now());
            append(CRLF);
        }
    }

    /** The live fields, one a line, but for the kinds in {@code omitted}, a set of bits. */
    void fields(HeaderFields fields, int omitted) {
        byte[] array = fields.array();
        int runStart = -1;
        int runEnd = -1;
        for (int i = 0; i < fields.size(); i++) {
            int kind = fields.live(i) ? KnownFields.kind(fields, i) : -1;
            boolean written = kind >= 0 && (1 << kind & omitted) == 0;
            if (written) {
                dateSeen |= kind == KnownFields.DATE;
                int start = fields.nameStart(i);
                if (asOnTheWire(fields, array, i)) {
                    if (start != runEnd) {
                        run(array, runStart, runEnd);
                        runStart = start;
                    }
                    runEnd = fields.valueEnd(i) + 2;
                    continue;
                }
            }
            run(array, runStart, runEnd);
            runStart = -1;
            runEnd = -1;
            if (written) {
                field(fields, array, i);
            }
        }
        run(array, runStart, runEnd);
    }

    /** Whether the line stands whole in the arena: {@code name: value CRLF}. */
    private static boolean asOnTheWire(HeaderFields fields, byte[] array, int i) {
        int nameEnd = fields.nameEnd(i);
        int valueEnd = fields.valueEnd(i);
        return fields.valueStart(i) == nameEnd + 2
                && array[nameEnd] == ':'
                && array[nameEnd + 1] == ' '
                && valueEnd + 2 <= array.length
                && array[valueEnd] == '\r'
                && array[valueEnd + 1] == '\n'
                && valueEnd + 2 <= fields.byteCount();
    }

    private void run(byte[] array, int from, int to) {
        if (from < to) {
            append(array, from, to);
        }
    }

    private void field(HeaderFields fields, byte[] array, int i) {
        int nameStart = fields.nameStart(i);
        int nameEnd = fields.nameEnd(i);
        for (int at = nameStart; at < nameEnd; at++) {
            if (!Octets.isToken(array[at])) {
                return;
            }
        }
        if (nameStart == nameEnd) {
            return;
        }
        append(array, nameStart, nameEnd);
        append((byte) ':');
        append((byte) ' ');
        int from = length;
        append(array, fields.valueStart(i), fields.valueEnd(i));
        for (int at = Octets.valueEnd(bytes, from, length); at < length; ) {
            // RFC 9110 section 5.5 lets a recipient put a space in the place of these.
            bytes[at] = ' ';
            at = Octets.valueEnd(bytes, at, length);
        }
        append(CRLF);
    }

    private void append(byte[] source, int from, int to) {
        int count = to - from;
        ensure(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
