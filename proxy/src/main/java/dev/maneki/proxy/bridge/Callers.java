package dev.maneki.proxy.bridge;

import dev.maneki.connect.Protocol;
import dev.maneki.routing.message.ByteSequence;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Which protocol a request is a call in, told from its method and content type alone. */
final class Callers {
    private static final byte[] APPLICATION = ascii("application/");
    private static final byte[] GRPC = ascii("application/grpc");
    private static final byte[] WEB = ascii("application/grpc-web");
    private static final byte[] MESSAGE = ascii("message=");
    private static final byte[] ENCODING = ascii("encoding=");

    private Callers() {}

    /** Null if it is no call: a page, a form, a preflight, a WebSocket. */
    static @Nullable Protocol protocol(RequestHead request) {
        if (!request.upgrade().isEmpty()) {
            return null;
        }
        return switch (request.method()) {
            case "POST" -> ofPost(request.fields());
            case "GET" -> isGet(request) ? Protocol.CONNECT : null;
            default -> null;
        };
    }

    private static @Nullable Protocol ofPost(HeaderFields fields) {
        int at = fields.find(FieldNames.CONTENT_TYPE);
        if (at < 0) {
            return null;
        }
        byte[] bytes = fields.array();
        int from = fields.valueStart(at);
        int end = fields.valueEnd(at);
        if (begins(bytes, from, end, WEB)) {
            return Protocol.GRPC_WEB;
        }
        if (begins(bytes, from, end, GRPC)) {
            return Protocol.GRPC;
        }
        return begins(bytes, from, end, APPLICATION) ? Protocol.CONNECT : null;
    }

    /** Connect's "Query-Get" has both parameters; a page has neither, most likely. */
    private static boolean isGet(RequestHead request) {
        return request.hasQuery()
                && contains(request.query(), MESSAGE)
                && contains(request.query(), ENCODING);
    }

    private static boolean begins(byte[] bytes, int from, int end, byte[] prefix) {
        if (end - from < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            byte each = bytes[from + i];
            int lower = each >= 'A' && each <= 'Z' ? each | 0x20 : each;
            if (lower != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether a parameter of that name is there. */
    private static boolean contains(ByteSequence query, byte[] parameter) {
        for (int i = 0; i + parameter.length <= query.length(); i++) {
            if ((i == 0 || query.at(i - 1) == '&')
                    && begins(query.array(), i, query.length(), parameter)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
