package dev.maneki.connect;

/** How many messages go each way. */
public enum MethodKind {
    /** One request, one response. */
    UNARY(false, false),
    /** Any number of requests, one response. */
    CLIENT_STREAM(true, false),
    /** One request, any number of responses. */
    SERVER_STREAM(false, true),
    /** Any number each way, at any time. */
    BIDI_STREAM(true, true);

    private final boolean requestsStream;
    private final boolean responsesStream;

    MethodKind(boolean requestsStream, boolean responsesStream) {
        this.requestsStream = requestsStream;
        this.responsesStream = responsesStream;
    }

    /** Whether there may be other than one request message. */
    public boolean requestsStream() {
        return requestsStream;
    }

    /** Whether there may be other than one response message. */
    public boolean responsesStream() {
        return responsesStream;
    }
}
