package dev.maneki.proxy.access;

import dev.maneki.proxy.Reason;
import dev.maneki.routing.message.ByteSequence;
import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;

/**
 * What there is to say about one request: filled by its exchange, read by a format, used again.
 *
 * <p>A plain struct on the hot path: its fields are its interface. Bytes are kept as they came;
 * making them harmless is the format's work. Not thread-safe.
 */
public final class AccessRecord {
    private static final FieldName REFERER = FieldName.of("referer");
    private static final int TRACE_ID_FROM = 3;
    private static final int TRACE_ID_TO = 35;

    /** When the request's first byte was read, in microseconds since 1970 (UTC). */
    public long startMicros;

    /** The request's id; empty for none. */
    public final ByteSequence requestId = new ByteSequence(40);

    /** The trace id of {@code traceparent}, 32 hex digits; empty for none. */
    public final ByteSequence traceId = new ByteSequence(32);

    /** The client's address as trusted proxies tell it; empty where that is the peer's. */
    public final ByteSequence client = new ByteSequence(40);

    /** Peer address and port, TLS version, SNI: one per connection. */
    public Labels connection = Labels.NONE;

    /** Gateway, listener, route, rule, as far as they are known: one per compiled rule. */
    public Labels route = Labels.NONE;

    /** The backend chosen: one per backend. */
    public Labels backend = Labels.NONE;

    /** The endpoint of the last try: one per endpoint. */
    public Labels endpoint = Labels.NONE;

    /** {@code HTTP/1.0}, {@code HTTP/1.1}, {@code HTTP/2}; empty if not known. */
    public String protocol = "";

    /** What was spoken to the backend; empty if nothing was. */
    public String backendProtocol = "";

    /** The method as sent; empty where the request could not be read. */
    public String method = "";

    /** Whether the scheme was {@code https}. */
    public boolean secure;

    /** The host that was asked for, without port. */
    public final ByteSequence host = new ByteSequence(64);

    /** The port of the authority, -1 for none. */
    public int port = -1;

    /** The path as it was matched, before any rewrite. */
    public final ByteSequence path = new ByteSequence(256);

    /** The query without {@code ?}; empty for none. */
    public final ByteSequence query = new ByteSequence(128);

    /** The status that the client got, 0 if it got none. */
    public int status;

    /** The value of {@code grpc-status}, -1 if there was none. */
    public int grpcStatus = -1;

    /** {@code connect}, {@code grpc-web} or {@code grpc} where calls are served; else empty. */
    public String rpcProtocol = "";

    /** Body bytes of the request, without framing. */
    public long requestBytes;

    /** Body bytes of the response, without framing. */
    public long responseBytes;

    /** From {@link #startMicros} to the response's last byte or the end of it all. */
    public long durationMicros;

    /** From the last try's beginning to the first byte of its response; -1 if none came. */
    public long backendHeadMicros = -1;

    /** From the first try's beginning to the response's end; -1 if no backend was asked. */
    public long backendMicros = -1;

    /** How often an endpoint was tried. */
    public int tries;

    /** Why it ended so. */
    public Reason reason = Reason.NONE;

    /** More about the reason; empty for nothing. */
    public String detail = "";

    /** The field {@code User-Agent}; empty for none. */
    public final ByteSequence userAgent = new ByteSequence(128);

    /** The field {@code Referer}; empty for none. */
    public final ByteSequence referer = new ByteSequence(64);

    /** Back to a record of nothing, keeping the room. */
    public void clear() {
        startMicros = 0;
        requestId.clear();
        traceId.clear();
        client.clear();
        connection = Labels.NONE;
        route = Labels.NONE;
        backend = Labels.NONE;
        endpoint = Labels.NONE;
        protocol = "";
        backendProtocol = "";
        method = "";
        secure = false;
        host.clear();
        port = -1;
        path.clear();
        query.clear();
        status = 0;
        grpcStatus = -1;
        rpcProtocol = "";
        requestBytes = 0;
        responseBytes = 0;
        durationMicros = 0;
        backendHeadMicros = -1;
        backendMicros = -1;
        tries = 0;
        reason = Reason.NONE;
        detail = "";
        userAgent.clear();
        referer.clear();
    }

    /**
     * Takes over what a request's head says: method, target, request id, trace id, agent, referer.
     * Call before filters change the head.
     */
    public void request(RequestHead head) {
        method = head.method();
        secure = head.secure();
        host.set(head.host());
        port = head.port();
        path.set(head.path());
        if (head.hasQuery()) {
            query.set(head.query());
        } else {
            query.clear();
        }
        HeaderFields fields = head.fields();
        copy(fields, fields.find(FieldNames.X_REQUEST_ID), requestId);
        copy(fields, fields.find(FieldNames.USER_AGENT), userAgent);
        copy(fields, fields.find(REFERER), referer);
        trace(fields);
    }

    private static void copy(HeaderFields fields, int field, ByteSequence to) {
        if (field < 0) {
            to.clear();
        } else {
            to.set(fields.array(), fields.valueStart(field), fields.valueEnd(field));
        }
    }

    /** The second part of {@code version-traceid-parentid-flags} (W3C Trace Context 3.2.2). */
    private void trace(HeaderFields fields) {
        traceId.clear();
        int field = fields.find(FieldNames.TRACEPARENT);
        if (field < 0) {
            return;
        }
        byte[] bytes = fields.array();
        int from = fields.valueStart(field);
        if (fields.valueEnd(field) - from > TRACE_ID_TO
                && bytes[from + TRACE_ID_FROM - 1] == '-'
                && bytes[from + TRACE_ID_TO] == '-'
                && hex(bytes, from + TRACE_ID_FROM, from + TRACE_ID_TO)) {
            traceId.set(bytes, from + TRACE_ID_FROM, from + TRACE_ID_TO);
        }
    }

    private static boolean hex(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte digit = bytes[i];
            if (!((digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f'))) {
                return false;
            }
        }
        return true;
    }
}
