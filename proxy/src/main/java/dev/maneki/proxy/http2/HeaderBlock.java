package dev.maneki.proxy.http2;

import java.util.Arrays;

/**
 * Puts HEADERS and its CONTINUATION frames together (RFC 9113 section 6.10), within bounds: both
 * their bytes and their number cost us something before anything can be decoded.
 */
final class HeaderBlock {
    private static final int MAX_FRAMES = 64;
    private static final int KEPT = 4_096;

    private final int maxBytes;
    private byte[] bytes = new byte[0];
    private int length;
    private int frames;
    private int streamId;
    private boolean endStream;
    private boolean selfDependent;

    /** Takes up to {@code maxBytes} of encoded header block. */
    HeaderBlock(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Whether CONTINUATION is awaited, and nothing else allowed. */
    boolean isOpen() {
        return streamId != 0;
    }

    /** The stream it belongs to. */
    int streamId() {
        return streamId;
    }

    /** Whether HEADERS had END_STREAM. */
    boolean endStream() {
        return endStream;
    }

    /** Whether HEADERS made the stream depend on itself (RFC 7540 section 5.3.1). */
    boolean selfDependent() {
        return selfDependent;
    }

    /** The encoded block. */
    byte[] array() {
        return bytes;
    }

    /** The length of the encoded block. */
    int length() {
        return length;
    }

    /** Begins with a HEADERS frame that has no END_HEADERS. */
    void begin(int id, boolean end, boolean dependsOnItself) {
        streamId = id;
        endStream = end;
        selfDependent = dependsOnItself;
        length = 0;
        frames = 0;
    }

    /** Appends a fragment; false if that is too much. */
    boolean append(byte[] source, int from, int to) {
        int count = to - from;
        if (++frames > MAX_FRAMES || count > maxBytes - length) {
            return false;
        }
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
        System.arraycopy(source, from, bytes, length, count);
        length += count;
        return true;
    }

    /** It has been decoded. */
    void end() {
        streamId = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[0];
        }
    }
}
