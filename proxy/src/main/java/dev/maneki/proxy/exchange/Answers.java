package dev.maneki.proxy.exchange;

import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.RequestHead;

/** The words and heads of answers that no backend gives. */
final class Answers {
    private Answers() {}

    /** Writes a redirect's head. */
    static void redirect(
            ResponseHead head,
            RedirectAnswer redirect,
            RequestHead request,
            int prefixLength,
            int listenerPort) {
        String location = redirect.location(request, prefixLength, listenerPort);
        head.clear();
        head.status(redirect.status());
        head.fields().add(FieldNames.LOCATION, location);
        head.fields().add(FieldNames.CONTENT_LENGTH, "0");
        head.contentLength(0);
    }

    /** Writes the head of a CORS preflight's answer. */
    static void preflight(ResponseHead head, CorsPolicy cors, RequestHead request, String origin) {
        head.clear();
        head.status(204);
        cors.answerPreflight(request, origin, head.fields());
    }

    /**
     * What a failed attempt is called to the client: enough to know whom to ask, nothing of the
     * inside.
     */
    static String describe(Reason reason) {
        return switch (reason) {
            case CONNECT_REFUSED -> "the backend refuses connections";
            case CONNECT_TIMEOUT -> "connecting to the backend took too long";
            case BACKEND_TLS_FAILED -> "TLS to the backend failed";
            case BACKEND_RESET -> "the backend broke off";
            case BACKEND_INVALID_RESPONSE -> "the backend sent no valid response";
            case BACKEND_TIMEOUT, ROUTE_TIMEOUT, STREAM_IDLE_TIMEOUT -> "the backend took too long";
            case DEADLINE_EXCEEDED -> "the call's time is over";
            case BACKEND_OVERLOADED -> "too many requests at the backend";
            case AUTH_UNREACHABLE -> "the authorization server cannot be reached";
            case AUTH_INVALID_RESPONSE -> "the authorization server sent no valid answer";
            case AUTH_TIMEOUT -> "the authorization server took too long";
            case AUTH_BODY_TOO_LARGE -> "the request's body is longer than may be authorized";
            default -> "the backend cannot be reached";
        };
    }
}
