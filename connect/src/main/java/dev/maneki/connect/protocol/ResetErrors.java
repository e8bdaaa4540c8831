package dev.maneki.connect.protocol;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.http.StreamReset;

/**
 * What a broken stream means to a call, in all protocols. Source: gRPC, {@code PROTOCOL-HTTP2.md},
 * "Errors"; that a broken connection is "unavailable", as the call may succeed elsewhere, is what
 * gRPC's implementations agree on.
 */
public final class ResetErrors {
    private ResetErrors() {}

    /** The code. */
    public static Code code(StreamReset.Cause cause) {
        return switch (cause) {
            case CANCELED -> Code.CANCELED;
            case REFUSED, UNREACHABLE, BROKEN -> Code.UNAVAILABLE;
            case OVERLOADED -> Code.RESOURCE_EXHAUSTED;
            case INSECURE -> Code.PERMISSION_DENIED;
            case PROTOCOL -> Code.INTERNAL;
        };
    }

    /** The error. */
    public static ConnectException of(StreamReset reset) {
        return new ConnectException(code(reset.cause()), reset.detail());
    }
}
