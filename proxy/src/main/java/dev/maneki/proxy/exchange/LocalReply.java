package dev.maneki.proxy.exchange;

import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.stream.ServerStream;
import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * Answers that the gateway gives by itself. A gRPC client gets them as gRPC: status 200 and
 * trailers only, with the code that the gRPC specification gives for the HTTP status ("HTTP to gRPC
 * Status Code Mapping").
 */
final class LocalReply {
    /** Why the gateway answers in a backend's place. */
    static final FieldName REASON = FieldName.of("x-maneki-reason");

    private static final FieldName CONTENT_ENCODING = FieldName.of("content-encoding");
    private static final byte[] TEXT =
            "text/plain; charset=utf-8".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] GRPC = "application/grpc".getBytes(StandardCharsets.US_ASCII);

    private LocalReply() {}

    /** Whether a request is gRPC's. */
    static boolean grpc(RequestHead request) {
        HeaderFields fields = request.fields();
        int at = fields.find(FieldNames.CONTENT_TYPE);
        if (at < 0) {
            return false;
        }
        int from = fields.valueStart(at);
        int length = fields.valueEnd(at) - from;
        if (length < GRPC.length) {
            return false;
        }
        for (int i = 0; i < GRPC.length; i++) {
            if ((fields.array()[from + i] | 0x20) != (GRPC[i] | 0x20)) {
                return false;
            }
        }
        // application/grpc, application/grpc+proto, application/grpc;…; but not
        // application/grpc-web.
        byte next = length == GRPC.length ? (byte) ';' : fields.array()[from + GRPC.length];
        return next == '+' || next == ';' || next == ' ';
    }

    /** Sends the answer for {@code reason}, with a few words for a person. */
    static void send(ServerStream stream, ResponseHead head, Reason reason, String message) {
        head.clear();
        HeaderFields fields = head.fields();
        if (grpc(stream.request())) {
            fields.add(FieldNames.CONTENT_TYPE, GRPC);
            fields.add(FieldNames.GRPC_STATUS, Integer.toString(grpcStatus(reason.status())));
            fields.add(FieldNames.GRPC_MESSAGE, percentEncode(message));
            fields.add(REASON, reason.label());
            stream.sendHead(head, true);
            return;
        }
        head.status(reason.status());
        byte[] body = (message + "\n").getBytes(StandardCharsets.UTF_8);
        fields.add(FieldNames.CONTENT_TYPE, TEXT);
        fields.add(FieldNames.CONTENT_LENGTH, Integer.toString(body.length));
        fields.add(REASON, reason.label());
        head.contentLength(body.length);
        boolean bodiless = stream.request().method().equals("HEAD");
        stream.sendHead(head, bodiless);
        if (!bodiless) {
            stream.sendData(Unpooled.wrappedBuffer(body), true);
        }
    }

    /**
     * Makes another server's refusal one that a gRPC client understands: trailers only, with what
     * it said in fields beside what its body was.
     */
    static void asGrpc(ResponseHead head, String message) {
        int code = grpcStatus(head.status());
        head.status(200);
        head.contentLength(-1);
        HeaderFields fields = head.fields();
        fields.remove(FieldNames.CONTENT_LENGTH);
        fields.remove(CONTENT_ENCODING);
        fields.set(FieldNames.CONTENT_TYPE, GRPC);
        fields.set(FieldNames.GRPC_STATUS, Integer.toString(code));
        fields.set(FieldNames.GRPC_MESSAGE, percentEncode(message));
    }

    static int grpcStatus(int status) {
        return switch (status) {
            case 400, 431, 414 -> 13; // INTERNAL
            case 401 -> 16; // UNAUTHENTICATED
            case 403 -> 7; // PERMISSION_DENIED
            case 404, 501 -> 12; // UNIMPLEMENTED
            case 429, 503, 502 -> 14; // UNAVAILABLE
            case 504, 408 -> 4; // DEADLINE_EXCEEDED
            default -> 2; // UNKNOWN
        };
    }

    /** As {@code grpc-message} wants it: percent-encoded UTF-8 (gRPC over HTTP/2, Responses). */
    private static String percentEncode(String message) {
        StringBuilder encoded = new StringBuilder(message.length());
        for (byte each : message.getBytes(StandardCharsets.UTF_8)) {
            if (each >= 0x20 && each <= 0x7e && each != '%') {
                encoded.append((char) each);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit((each >> 4) & 0xf, 16)));
                encoded.append(Character.toUpperCase(Character.forDigit(each & 0xf, 16)));
            }
        }
        return encoded.toString();
    }
}
