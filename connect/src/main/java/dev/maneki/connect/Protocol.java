package dev.maneki.connect;

/** The protocols that a call can be made in. */
public enum Protocol {
    /** Connect: plain HTTP for unary calls, envelopes for streams. */
    CONNECT("connect"),
    /** gRPC over HTTP/2 (and HTTP/3). */
    GRPC("grpc"),
    /** gRPC-Web, binary or text: trailers in the body. */
    GRPC_WEB("grpc-web");

    private final String wireName;

    Protocol(String wireName) {
        this.wireName = wireName;
    }

    /** Its name in lower case, as {@code grpc-web}: for records and metrics. */
    public String wireName() {
        return wireName;
    }
}
