package dev.maneki.proxy.http2;

/**
 * The last streams that we have reset. What the peer sent before it learnt of that is ignored (RFC
 * 9113 section 5.1); on any other closed stream it is an error.
 */
final class RecentResets {
    private static final int KEPT = 128;

    private final int[] ids = new int[KEPT];
    private int next;

    /** Remembers a stream. */
    void add(int streamId) {
        ids[next] = streamId;
        next = (next + 1) % KEPT;
    }

    /** Whether the stream is among the last ones reset. */
    boolean contains(int streamId) {
        for (int id : ids) {
            if (id == streamId) {
                return true;
            }
        }
        return false;
    }
}
