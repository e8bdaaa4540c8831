package dev.maneki.connect;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that failed: the one exception that leaves this library, on both sides, for all protocols.
 *
 * <p>A handler throws it to answer with a code, a message for the caller, details and metadata.
 * Anything else that a handler throws reaches the caller as {@link Code#INTERNAL} with no more
 * said, as the text may not be meant for strangers. A client catches it; {@link #fromPeer()} tells
 * what the server said from what went wrong on the way. Immutable but for its stack trace.
 */
public final class ConnectException extends RuntimeException {
    private final Code code;
    private final String text;
    private final List<ErrorDetail> details;
    private final Metadata metadata;
    private final boolean fromPeer;
    private final boolean notModified;

    /** An error with a message for the caller. */
    public ConnectException(Code code, String message) {
        this(code, message, null, List.of(), Metadata.EMPTY, false, false);
    }

    /** An error with a cause, which stays in this process. */
    public ConnectException(Code code, String message, @Nullable Throwable cause) {
        this(code, message, cause, List.of(), Metadata.EMPTY, false, false);
    }

    private ConnectException(
            Code code,
            String message,
            @Nullable Throwable cause,
            List<ErrorDetail> details,
            Metadata metadata,
            boolean fromPeer,
            boolean notModified) {
        // One that came over the wire was not thrown here: its stack trace would say nothing.
        super(message, cause, true, !fromPeer);
        this.code = code;
        this.text = message;
        this.details = details;
        this.metadata = metadata;
        this.fromPeer = fromPeer;
        this.notModified = notModified;
    }

    /** What a method answers that is not implemented. */
    public static ConnectException unimplemented(MethodSpec<?, ?> method) {
        return new ConnectException(
                Code.UNIMPLEMENTED, method.service() + "/" + method.name() + " is not implemented");
    }

    /** What the peer said, as read from the wire. For protocols and bridges. */
    public static ConnectException fromPeer(
            Code code, String message, List<ErrorDetail> details, Metadata metadata) {
        return new ConnectException(
                code, message, null, List.copyOf(details), metadata, true, false);
    }

    /**
     * What a handler throws that was called by Connect's GET with an {@code If-None-Match} that
     * still matches: the answer is then 304 (RFC 9110, section 15.4.5), without a message, and the
     * caller may go on with the one it has. To a caller who did not use GET it is {@link
     * Code#UNKNOWN}; a client throws it for such an answer.
     */
    public static ConnectException notModified() {
        return new ConnectException(
                Code.UNKNOWN, "not modified", null, List.of(), Metadata.EMPTY, false, true);
    }

    /** The same error with one more detail. */
    public ConnectException withDetail(ErrorDetail detail) {
        List<ErrorDetail> more = new ArrayList<>(details);
        more.add(detail);
        return copy(List.copyOf(more), metadata);
    }

    /**
     * The same error with this metadata: sent beside it, as response headers or trailers as the
     * protocol has them; on a client, all that the server sent beside it.
     */
    public ConnectException withMetadata(Metadata metadata) {
        return copy(details, metadata.frozen());
    }

    private ConnectException copy(List<ErrorDetail> details, Metadata metadata) {
        ConnectException copy =
                new ConnectException(
                        code, text, getCause(), details, metadata, fromPeer, notModified);
        copy.setStackTrace(getStackTrace());
        return copy;
    }

    /** The code. */
    public Code code() {
        return code;
    }

    /** The message alone, as it goes over the wire; empty if there is none. */
    public String text() {
        return text;
    }

    /** {@code code: message}, for people and logs. */
    @Override
    public String getMessage() {
        return text.isEmpty() ? code.wireName() : code.wireName() + ": " + text;
    }

    /** The details, in order; immutable. */
    public List<ErrorDetail> details() {
        return details;
    }

    /** The metadata beside it; immutable. */
    public Metadata metadata() {
        return metadata;
    }

    /** Whether it is {@link #notModified()}. */
    public boolean isNotModified() {
        return notModified;
    }

    /**
     * Whether the peer sent it. False if it was made here: by a handler, or by a client that could
     * not connect, was cancelled, ran out of time, or read what is no response.
     */
    public boolean fromPeer() {
        return fromPeer;
    }
}
