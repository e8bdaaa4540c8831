package dev.maneki.connect.protocol.grpc;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.protocol.EncodingNames;
import dev.maneki.connect.protocol.RequestMeta;
import dev.maneki.connect.protocol.ServerSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request's head says.
 *
 * @param type the request's content type
 * @param responseType the response's: the same, but for callers that send binary and ask for text
 * @param refusal what is wrong with it, or null
 */
record GrpcRequestHead(
        GrpcContentType type,
        GrpcContentType responseType,
        RequestMeta meta,
        @Nullable ConnectException refusal) {

    private static final String TEXT = "application/grpc-web-text";

    /** Reads a head of which {@link GrpcServerProtocol#accepts} has said that it is one. */
    static GrpcRequestHead read(HttpRequest request, Protocol protocol, ServerSettings settings) {
        Metadata fields = request.fields();
        ConnectException refusal = null;
        GrpcContentType type = GrpcContentType.parse(fields.get(GrpcFields.CONTENT_TYPE));
        if (type == null) { // nobody asked accepts() first; this must not throw for that
            GrpcFlavor flavor = protocol == Protocol.GRPC ? GrpcFlavor.GRPC : GrpcFlavor.WEB;
            type = new GrpcContentType(flavor, "proto", flavor.mediaType());
            refusal = new ConnectException(Code.UNKNOWN, "the content type is not one of gRPC");
        }
        long timeout = RequestMeta.NO_TIMEOUT;
        String timeoutField = fields.get(GrpcFields.TIMEOUT);
        if (timeoutField != null) {
            try {
                timeout = GrpcTimeout.parse(timeoutField);
            } catch (ConnectException e) {
                refusal = e;
            }
        }
        String encoding = fields.get(GrpcFields.ENCODING);
        if (encoding == null || encoding.isEmpty()) {
            encoding = RequestMeta.IDENTITY;
        } else if (!encoding.equals(RequestMeta.IDENTITY)
                && !settings.compressions().contains(encoding)) {
            refusal = unknown(encoding, settings);
        }
        RequestMeta meta =
                new RequestMeta(
                        request.path(),
                        type.codec(),
                        encoding,
                        accepted(fields, encoding),
                        timeout,
                        GrpcFields.metadata(fields));
        return new GrpcRequestHead(type, responseType(type, fields), meta, refusal);
    }

    /** Who sends a compression and says nothing of others can read that one. */
    private static List<String> accepted(Metadata fields, String encoding) {
        List<String> names = EncodingNames.parse(fields, GrpcFields.ACCEPT_ENCODING);
        return names.isEmpty() && !encoding.equals(RequestMeta.IDENTITY)
                ? List.of(encoding)
                : names;
    }

    /** Source: gRPC, {@code compression.md}. */
    private static ConnectException unknown(String encoding, ServerSettings settings) {
        String known = EncodingNames.format(settings.compressions());
        return new ConnectException(
                Code.UNIMPLEMENTED,
                "unknown compression '"
                        + encoding
                        + "'; supported are identity"
                        + (known.isEmpty() ? "" : "," + known));
    }

    private static GrpcContentType responseType(GrpcContentType type, Metadata fields) {
        if (type.flavor() != GrpcFlavor.WEB) {
            return type;
        }
        String accept = fields.get("accept");
        return accept != null && accept.startsWith(TEXT)
                ? new GrpcContentType(
                        GrpcFlavor.WEB_TEXT,
                        type.codec(),
                        GrpcContentType.of(GrpcFlavor.WEB_TEXT, type.codec()))
                : type;
    }
}
