package dev.maneki.connect.servlet;

import dev.maneki.connect.http.StreamReset;

/** What a container's failures mean. */
final class Failures {
    private Failures() {}

    /**
     * Containers say it in words of their own, and the API has none. Whatever it was, the client is
     * not there any more, and that is what a handler has to know.
     */
    static StreamReset reset(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return new StreamReset(
                StreamReset.Cause.CANCELED,
                message == null ? root.getClass().getSimpleName() : message);
    }
}
