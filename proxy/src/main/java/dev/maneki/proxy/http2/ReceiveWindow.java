package dev.maneki.proxy.http2;

/**
 * What the peer may still send, on a stream or on the connection (RFC 9113 section 5.2). Credit is
 * given back half a window at a time, so that most messages need no WINDOW_UPDATE.
 */
final class ReceiveWindow {
    private final int size;
    private int left;
    private int owed;

    /** Open for {@code size} bytes. */
    ReceiveWindow(int size) {
        this.size = size;
        this.left = size;
    }

    /** What the peer may still send. */
    int left() {
        return left;
    }

    /** The peer has sent {@code count} bytes; false if it may not. */
    boolean take(int count) {
        left -= count;
        return left >= 0;
    }

    /**
     * {@code count} bytes are no longer with us; answers the increment to send for them and those
     * before, 0 if it is not yet time.
     */
    int give(int count) {
        owed += count;
        if (owed < size / 2) {
            return 0;
        }
        int increment = owed;
        left += increment;
        owed = 0;
        return increment;
    }
}
