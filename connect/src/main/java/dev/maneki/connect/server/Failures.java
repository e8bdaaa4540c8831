package dev.maneki.connect.server;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;

/** What handlers throw, as the errors that answer for it. */
final class Failures {
    private Failures() {}

    /**
     * The coded error itself, or one that says nothing: the text of other exceptions is not meant
     * for strangers.
     */
    static ConnectException of(Throwable thrown) {
        return thrown instanceof ConnectException coded
                ? coded
                : new ConnectException(Code.INTERNAL, "", thrown);
    }

    /** What was thrown, if {@link #of} hid it; else null. */
    static @org.jspecify.annotations.Nullable Throwable hiddenIn(ConnectException error) {
        return error.code() == Code.INTERNAL && error.text().isEmpty() && !error.fromPeer()
                ? error.getCause()
                : null;
    }
}
