package dev.maneki.connect.protocol.connect;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.protocol.ClientSettings;
import dev.maneki.connect.protocol.EncodingNames;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.RequestMeta;
import org.jspecify.annotations.Nullable;

/** The head of a request that we send. */
final class ConnectCallHead {
    private ConnectCallHead() {}

    /** "Streaming-Request-Headers". */
    static HttpRequest stream(HttpRequest target, RequestMeta request, ClientSettings settings) {
        Metadata fields = new Metadata();
        fields.append("content-type", ConnectContentType.forCodec(request.codec(), true).text());
        fields.append(ConnectRequest.VERSION_FIELD, ConnectRequest.VERSION);
        if (!request.compression().equals(RequestMeta.IDENTITY)) {
            fields.append("connect-content-encoding", request.compression());
        }
        String accept = EncodingNames.format(request.acceptCompression());
        if (!accept.isEmpty()) {
            fields.append("connect-accept-encoding", accept);
        }
        addCommon(fields, request, settings);
        return head(target, request, "POST", "", fields);
    }

    /** "Unary-Request-Headers". */
    static HttpRequest unary(
            HttpRequest target, RequestMeta request, ClientSettings settings, Payload message) {
        Metadata fields = new Metadata();
        fields.append("content-type", ConnectContentType.forCodec(request.codec(), false).text());
        fields.append(ConnectRequest.VERSION_FIELD, ConnectRequest.VERSION);
        if (message.compressed()) {
            fields.append("content-encoding", request.compression());
        }
        fields.append("content-length", Integer.toString(message.length()));
        addAccept(fields, request);
        addCommon(fields, request, settings);
        return head(target, request, "POST", "", fields);
    }

    /** "Unary-Get-Request-Headers"; null if the message is too long for a query. */
    static @Nullable HttpRequest get(
            HttpRequest target, RequestMeta request, ClientSettings settings, Payload message) {
        // The path and the question mark count as well.
        int room = settings.maxGetBytes() - path(target, request).length() - 1;
        String query = GetQuery.of(request.codec(), request.compression(), message, room);
        if (query == null) {
            return null;
        }
        Metadata fields = new Metadata();
        addAccept(fields, request);
        addCommon(fields, request, settings);
        return head(target, request, "GET", query, fields);
    }

    /**
     * Said even if there is none, as some transports would ask for gzip, and unpack it, unasked.
     */
    private static void addAccept(Metadata fields, RequestMeta request) {
        String accept = EncodingNames.format(request.acceptCompression());
        fields.append("accept-encoding", accept.isEmpty() ? RequestMeta.IDENTITY : accept);
    }

    private static void addCommon(Metadata fields, RequestMeta request, ClientSettings settings) {
        String timeout = ConnectTimeout.format(request.timeoutNanos());
        if (timeout != null) {
            fields.append(ConnectTimeout.FIELD, timeout);
        }
        if (!settings.userAgent().isEmpty() && !request.metadata().has("user-agent")) {
            fields.append("user-agent", settings.userAgent());
        }
        TrailerFields.addLeading(request.metadata(), fields);
    }

    private static HttpRequest head(
            HttpRequest target, RequestMeta request, String method, String query, Metadata fields) {
        return new HttpRequest(
                method,
                target.scheme(),
                target.authority(),
                path(target, request),
                query,
                fields.freeze(),
                target.version());
    }

    private static String path(HttpRequest target, RequestMeta request) {
        String prefix = target.path();
        int length = prefix.endsWith("/") ? prefix.length() - 1 : prefix.length();
        return length == 0 ? request.path() : prefix.substring(0, length) + request.path();
    }
}
