package dev.maneki.proxy.bridge;

import dev.maneki.connect.Code;
import dev.maneki.proxy.Reason;

/** What it means to a call that the gateway broke it off. */
final class Faults {
    private Faults() {}

    static Code code(Reason reason) {
        return switch (reason.status()) {
            case 408, 504 -> Code.DEADLINE_EXCEEDED;
            case 413, 429 -> Code.RESOURCE_EXHAUSTED;
            case 499 -> Code.CANCELED;
            case 400 -> Code.INTERNAL;
            case 403 -> Code.PERMISSION_DENIED;
            case 502, 503 -> Code.UNAVAILABLE;
            default -> Code.UNKNOWN;
        };
    }

    /** Enough to know whom to ask. */
    static String text(Reason reason) {
        return switch (reason) {
            case BACKEND_RESET -> "the backend broke off";
            case BACKEND_INVALID_RESPONSE -> "the backend sent no valid response";
            case BACKEND_TIMEOUT, ROUTE_TIMEOUT, STREAM_IDLE_TIMEOUT -> "the backend took too long";
            case DEADLINE_EXCEEDED -> "the call's time is over";
            default -> "the call was broken off: " + reason.label();
        };
    }
}
