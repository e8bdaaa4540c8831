package dev.maneki.routing.message;

import java.util.Set;

/** The field names that the gateway itself reads or writes. */
public final class FieldNames {
    public static final FieldName ACCESS_CONTROL_REQUEST_HEADERS =
            FieldName.of("access-control-request-headers");
    public static final FieldName ACCESS_CONTROL_REQUEST_METHOD =
            FieldName.of("access-control-request-method");
    public static final FieldName ALT_SVC = FieldName.of("alt-svc");
    public static final FieldName AUTHORIZATION = FieldName.of("authorization");
    public static final FieldName CONNECTION = FieldName.of("connection");
    public static final FieldName CONTENT_LENGTH = FieldName.of("content-length");
    public static final FieldName CONTENT_TYPE = FieldName.of("content-type");
    public static final FieldName COOKIE = FieldName.of("cookie");
    public static final FieldName DATE = FieldName.of("date");
    public static final FieldName EXPECT = FieldName.of("expect");
    public static final FieldName FORWARDED = FieldName.of("forwarded");
    public static final FieldName GRPC_MESSAGE = FieldName.of("grpc-message");
    public static final FieldName GRPC_STATUS = FieldName.of("grpc-status");
    public static final FieldName GRPC_TIMEOUT = FieldName.of("grpc-timeout");
    public static final FieldName HOST = FieldName.of("host");
    public static final FieldName HTTP2_SETTINGS = FieldName.of("http2-settings");
    public static final FieldName KEEP_ALIVE = FieldName.of("keep-alive");
    public static final FieldName LOCATION = FieldName.of("location");
    public static final FieldName ORIGIN = FieldName.of("origin");
    public static final FieldName PROXY_AUTHENTICATE = FieldName.of("proxy-authenticate");
    public static final FieldName PROXY_AUTHORIZATION = FieldName.of("proxy-authorization");
    public static final FieldName PROXY_CONNECTION = FieldName.of("proxy-connection");
    public static final FieldName RETRY_AFTER = FieldName.of("retry-after");
    public static final FieldName SEC_WEBSOCKET_ACCEPT = FieldName.of("sec-websocket-accept");
    public static final FieldName SEC_WEBSOCKET_KEY = FieldName.of("sec-websocket-key");
    public static final FieldName SET_COOKIE = FieldName.of("set-cookie");
    public static final FieldName TE = FieldName.of("te");
    public static final FieldName TRACEPARENT = FieldName.of("traceparent");
    public static final FieldName TRACESTATE = FieldName.of("tracestate");
    public static final FieldName TRAILER = FieldName.of("trailer");
    public static final FieldName TRANSFER_ENCODING = FieldName.of("transfer-encoding");
    public static final FieldName UPGRADE = FieldName.of("upgrade");
    public static final FieldName USER_AGENT = FieldName.of("user-agent");
    public static final FieldName VARY = FieldName.of("vary");
    public static final FieldName X_FORWARDED_FOR = FieldName.of("x-forwarded-for");
    public static final FieldName X_FORWARDED_HOST = FieldName.of("x-forwarded-host");
    public static final FieldName X_FORWARDED_PORT = FieldName.of("x-forwarded-port");
    public static final FieldName X_FORWARDED_PROTO = FieldName.of("x-forwarded-proto");
    public static final FieldName X_REQUEST_ID = FieldName.of("x-request-id");

    /**
     * Fields that frame a message or belong to one connection: they are the protocols', and nothing
     * that a route or another server says may change them, lest two parties disagree about where a
     * message ends.
     */
    public static final Set<FieldName> OF_THE_CONNECTION =
            Set.of(
                    CONNECTION,
                    CONTENT_LENGTH,
                    KEEP_ALIVE,
                    PROXY_CONNECTION,
                    TE,
                    TRAILER,
                    TRANSFER_ENCODING,
                    UPGRADE);

    private FieldNames() {}
}
