package dev.maneki.connect.netty.http1;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Gathers the bytes of a head, or a trailer section, up to its empty line, and knows its lines.
 *
 * <p>Lines end in CR LF; a bare LF, which RFC 9112 (section 2.2) lets a reader accept, is refused,
 * since not all readers do.
 */
final class HeadBuffer {
    private static final int STEP = 1024;
    private static final int MAX_LEADING_LINES = 4;

    private final int limit;
    private final boolean skipsEmptyLines;
    private byte[] bytes = new byte[512];
    private int length;
    private int scanned;
    private int lineStart;
    private int[] lineEnds = new int[32];
    private int lines;
    private int leadingLines;

    /**
     * @param limit bytes of a head, its line ends included
     * @param skipsEmptyLines whether empty lines before the head are skipped, as before a request
     *     (RFC 9112, section 2.2)
     */
    HeadBuffer(int limit, boolean skipsEmptyLines) {
        this.limit = limit;
        this.skipsEmptyLines = skipsEmptyLines;
    }

    /**
     * Takes bytes, at most up to the head's end.
     *
     * @return whether the head is whole
     */
    boolean take(ByteBuf in) {
        while (in.isReadable()) {
            int room = limit - length;
            if (room == 0) {
                throw new BadMessageException(431, "the head has more than " + limit + " bytes");
            }
            int taken = Math.min(Math.min(in.readableBytes(), STEP), room);
            if (length + taken > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + taken));
            }
            in.getBytes(in.readerIndex(), bytes, length, taken);
            int before = length;
            length += taken;
            if (scan()) {
                in.skipBytes(scanned - before);
                length = scanned;
                return true;
            }
            in.skipBytes(taken);
            if (lines == 0 && lineStart > 0) {
                dropLeading();
            }
        }
        return false;
    }

    private boolean scan() {
        byte[] bytes = this.bytes;
        for (int i = scanned; i < length; i++) {
            if (bytes[i] != '\n') {
                continue;
            }
            if (i == lineStart || bytes[i - 1] != '\r') {
                throw new BadMessageException(400, "a line of the head ends without CR");
            }
            int end = i - 1;
            if (end == lineStart) {
                if (lines > 0 || !skipsEmptyLines) {
                    scanned = i + 1;
                    return true;
                }
                if (++leadingLines > MAX_LEADING_LINES) {
                    throw new BadMessageException(400, "empty lines instead of a request");
                }
            } else {
                addLine(lineStart, end);
            }
            lineStart = i + 1;
        }
        scanned = length;
        return false;
    }

    private void addLine(int start, int end) {
        if (2 * lines == lineEnds.length) {
            lineEnds = Arrays.copyOf(lineEnds, lineEnds.length * 2);
        }
        lineEnds[2 * lines] = start;
        lineEnds[2 * lines + 1] = end;
        lines++;
    }

    private void dropLeading() {
        System.arraycopy(bytes, lineStart, bytes, 0, length - lineStart);
        length -= lineStart;
        scanned = length;
        lineStart = 0;
    }

    /** Whether a head has begun. */
    boolean started() {
        return length > 0;
    }

    byte[] bytes() {
        return bytes;
    }

    /** The number of bytes. */
    int length() {
        return length;
    }

    int lines() {
        return lines;
    }

    int lineStart(int line) {
        return lineEnds[2 * line];
    }

    /** Where a line's CR is. */
    int lineEnd(int line) {
        return lineEnds[2 * line + 1];
    }

    /** Whether two have the same bytes. */
    boolean sameAs(HeadBuffer other) {
        return Arrays.equals(bytes, 0, length, other.bytes, 0, other.length);
    }

    /** Whether a line has the same bytes in both. */
    boolean sameLine(int line, HeadBuffer other) {
        return line < other.lines
                && Arrays.equals(
                        bytes,
                        lineStart(line),
                        lineEnd(line),
                        other.bytes,
                        other.lineStart(line),
                        other.lineEnd(line));
    }

    /** Makes room for the next head. */
    void clear() {
        length = 0;
        scanned = 0;
        lineStart = 0;
        lines = 0;
        leadingLines = 0;
    }
}
