package dev.maneki.proxy.access;

import dev.maneki.proxy.Reason;
import dev.maneki.routing.message.ByteSequence;
import java.nio.charset.StandardCharsets;

/**
 * One JSON object a line; {@code docs/access-records.md} says what each member means. A member that
 * has nothing to say is left out.
 */
public final class JsonFormat implements AccessFormat {
    /** The most bytes of a target's path or query that a record keeps. */
    static final int TARGET_LIMIT = 4096;

    /** The most bytes of any other text that a client sent. */
    static final int TEXT_LIMIT = 1024;

    private final Timestamp time = new Timestamp();

    @Override
    public void encode(AccessRecord record, LineBuffer out) {
        out.put(Key.TIME);
        time.micros(out, record.startMicros);
        out.put((byte) '"');
        text(out, Key.REQUEST_ID, record.requestId, TEXT_LIMIT);
        text(out, Key.TRACE_ID, record.traceId, TEXT_LIMIT);
        text(out, Key.CLIENT, record.client, TEXT_LIMIT);
        out.put(record.connection.json);
        text(out, Key.PROTOCOL, record.protocol);
        out.put(record.route.json);
        request(record, out);
        response(record, out);
        backend(record, out);
        text(out, Key.USER_AGENT, record.userAgent, TEXT_LIMIT);
        text(out, Key.REFERER, record.referer, TEXT_LIMIT);
        out.put((byte) '}');
        out.put((byte) '\n');
    }

    private static void request(AccessRecord record, LineBuffer out) {
        if (!record.method.isEmpty()) {
            text(out, Key.METHOD, record.method);
            out.put(record.secure ? Key.SCHEME_HTTPS : Key.SCHEME_HTTP);
        }
        text(out, Key.HOST, record.host, TEXT_LIMIT);
        if (record.port >= 0) {
            number(out, Key.PORT, record.port);
        }
        text(out, Key.PATH, record.path, TARGET_LIMIT);
        text(out, Key.QUERY, record.query, TARGET_LIMIT);
        number(out, Key.REQUEST_BYTES, record.requestBytes);
    }

    private static void response(AccessRecord record, LineBuffer out) {
        number(out, Key.STATUS, record.status);
        if (record.grpcStatus >= 0) {
            number(out, Key.GRPC_STATUS, record.grpcStatus);
        }
        if (!record.rpcProtocol.isEmpty()) {
            text(out, Key.RPC_PROTOCOL, record.rpcProtocol);
            text(out, Key.RPC_CODE, RpcCodes.name(record.grpcStatus));
        }
        number(out, Key.RESPONSE_BYTES, record.responseBytes);
        number(out, Key.DURATION, record.durationMicros);
        if (record.reason != Reason.NONE) {
            text(out, Key.REASON, record.reason.label());
        }
        text(out, Key.DETAIL, record.detail);
    }

    private static void backend(AccessRecord record, LineBuffer out) {
        out.put(record.backend.json);
        out.put(record.endpoint.json);
        text(out, Key.BACKEND_PROTOCOL, record.backendProtocol);
        if (record.backendHeadMicros >= 0) {
            number(out, Key.BACKEND_HEAD, record.backendHeadMicros);
        }
        if (record.backendMicros >= 0) {
            number(out, Key.BACKEND_TIME, record.backendMicros);
        }
        if (record.tries > 0) {
            number(out, Key.TRIES, record.tries);
        }
    }

    private static void text(LineBuffer out, byte[] key, ByteSequence value, int limit) {
        if (value.length() > 0) {
            out.put(key);
            out.escaped(value.array(), 0, value.length(), limit);
            out.put((byte) '"');
        }
    }

    private static void text(LineBuffer out, byte[] key, String value) {
        if (!value.isEmpty()) {
            out.put(key);
            out.escaped(value, TEXT_LIMIT);
            out.put((byte) '"');
        }
    }

    private static void number(LineBuffer out, byte[] key, long value) {
        out.put(key);
        out.number(value);
    }

    /** Everything up to a member's value. */
    private static final class Key {
        static final byte[] TIME = bytes("{\"time\":\"");
        static final byte[] REQUEST_ID = text("request_id");
        static final byte[] TRACE_ID = text("trace_id");
        static final byte[] CLIENT = text("client");
        static final byte[] PROTOCOL = text("protocol");
        static final byte[] METHOD = text("method");
        static final byte[] SCHEME_HTTP = bytes(",\"scheme\":\"http\"");
        static final byte[] SCHEME_HTTPS = bytes(",\"scheme\":\"https\"");
        static final byte[] HOST = text("host");
        static final byte[] PORT = number("port");
        static final byte[] PATH = text("path");
        static final byte[] QUERY = text("query");
        static final byte[] REQUEST_BYTES = number("request_bytes");
        static final byte[] STATUS = number("status");
        static final byte[] GRPC_STATUS = number("grpc_status");
        static final byte[] RPC_PROTOCOL = text("rpc_protocol");
        static final byte[] RPC_CODE = text("rpc_code");
        static final byte[] RESPONSE_BYTES = number("response_bytes");
        static final byte[] DURATION = number("duration_us");
        static final byte[] REASON = text("reason");
        static final byte[] DETAIL = text("detail");
        static final byte[] BACKEND_PROTOCOL = text("backend_protocol");
        static final byte[] BACKEND_HEAD = number("backend_head_us");
        static final byte[] BACKEND_TIME = number("backend_us");
        static final byte[] TRIES = number("tries");
        static final byte[] USER_AGENT = text("user_agent");
        static final byte[] REFERER = text("referer");

        private Key() {}

        private static byte[] text(String name) {
            return bytes(",\"" + name + "\":\"");
        }

        private static byte[] number(String name) {
            return bytes(",\"" + name + "\":");
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
    }
}
