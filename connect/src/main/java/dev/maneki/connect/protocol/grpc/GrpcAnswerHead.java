package dev.maneki.connect.protocol.grpc;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.protocol.ClientSettings;
import dev.maneki.connect.protocol.EncodingNames;
import dev.maneki.connect.protocol.RequestMeta;
import dev.maneki.connect.protocol.ResponseEnd;
import dev.maneki.connect.protocol.ResponseMeta;
import org.jspecify.annotations.Nullable;

/**
 * What the head of a callee's answer says. It may not come from the callee at all: proxies answer
 * with statuses and pages of their own.
 */
final class GrpcAnswerHead {
    private GrpcAnswerHead() {}

    /**
     * The end that a head alone amounts to, whatever follows it, or null if it is well.
     *
     * @param end whether nothing follows: then codec and compression do not matter
     */
    static @Nullable ResponseEnd refusal(
            GrpcFlavor flavor,
            int status,
            Metadata fields,
            boolean end,
            RequestMeta request,
            ClientSettings settings) {
        if (status != 200) {
            return ofStatus(status, fields);
        }
        String field = fields.get(GrpcFields.CONTENT_TYPE);
        GrpcContentType type = GrpcContentType.parse(field);
        if (type == null || type.flavor() != flavor) {
            // The code is that of the status, as for all that no gRPC server has said.
            return error(
                    Code.ofHttpStatus(status),
                    "the response's content type is "
                            + (field == null ? "missing" : "'" + field + "'")
                            + ", not "
                            + flavor.mediaType());
        }
        if (end) {
            return null;
        }
        // Servers that know nothing of codecs answer with the bare type, whatever they were sent.
        if (!type.bare() && !type.codec().equals(request.codec())) {
            return error(
                    Code.INTERNAL,
                    "the response's codec is " + type.codec() + ", not " + request.codec());
        }
        String encoding = encoding(fields);
        if (!encoding.equals(RequestMeta.IDENTITY)
                && !request.acceptCompression().contains(encoding)
                && settings.compressions().find(encoding) == null) {
            return error(
                    Code.INTERNAL,
                    "the response's compression is '"
                            + encoding
                            + "', which is not among those accepted: "
                            + EncodingNames.format(request.acceptCompression()));
        }
        return null;
    }

    /**
     * Source: {@code http-grpc-status-mapping.md}: the HTTP status speaks only where there is no
     * {@code grpc-status}.
     */
    private static ResponseEnd ofStatus(int status, Metadata fields) {
        ResponseEnd said = GrpcStatus.parse(fields);
        return said != null && said.error() != null
                ? said
                : error(Code.ofHttpStatus(status), "the response has HTTP status " + status);
    }

    /** The name of the compression of its messages. */
    static String encoding(Metadata fields) {
        String encoding = fields.get(GrpcFields.ENCODING);
        return encoding == null || encoding.isEmpty() ? RequestMeta.IDENTITY : encoding;
    }

    /** What it says to whoever calls. */
    static ResponseMeta meta(Metadata fields, RequestMeta request) {
        return new ResponseMeta(
                request.codec(),
                encoding(fields),
                EncodingNames.parse(fields, GrpcFields.ACCEPT_ENCODING),
                GrpcFields.metadata(fields));
    }

    private static ResponseEnd error(Code code, String message) {
        return ResponseEnd.of(new ConnectException(code, message));
    }
}
