package dev.maneki.connect.protocol;

import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * How a response ended.
 *
 * @param error null for success. Its own metadata is part of {@code trailers} already where it came
 *     from a peer; where it was made here, it is sent beside them.
 */
public record ResponseEnd(@Nullable ConnectException error, Metadata trailers) {
    /** Success, with nothing more to say. */
    public static final ResponseEnd OK = new ResponseEnd(null, Metadata.EMPTY);

    /** An error. */
    public static ResponseEnd of(ConnectException error) {
        return new ResponseEnd(error, Metadata.EMPTY);
    }
}
