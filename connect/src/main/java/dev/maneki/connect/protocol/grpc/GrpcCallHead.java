package dev.maneki.connect.protocol.grpc;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.protocol.EncodingNames;
import dev.maneki.connect.protocol.RequestMeta;
import java.util.List;

/**
 * The head of a request that we send. One client's calls differ in little, so the fields they have
 * alike are kept from the last call. Thread-safe.
 */
final class GrpcCallHead {
    private static volatile Kept last = new Kept("", "", List.of(), "", Metadata.EMPTY);

    private GrpcCallHead() {}

    private record Kept(
            String type,
            String compression,
            List<String> acceptCompression,
            String userAgent,
            Metadata fields) {}

    /** The head of a call. A user agent among its metadata goes before ours. */
    static HttpRequest of(
            GrpcFlavor flavor, HttpRequest target, RequestMeta request, String userAgent) {
        Metadata metadata = request.metadata();
        String ownAgent = metadata.has(GrpcFields.USER_AGENT) ? "" : userAgent;
        Metadata fields = common(flavor, request, ownAgent);
        boolean timed = request.timeoutNanos() != RequestMeta.NO_TIMEOUT;
        if (timed || !metadata.isEmpty()) {
            Metadata all = new Metadata();
            if (timed) { // first, as PROTOCOL-HTTP2.md wants it
                all.append(GrpcFields.TIMEOUT, GrpcTimeout.format(request.timeoutNanos()));
            }
            all.addAll(fields);
            GrpcFields.append(all, metadata);
            fields = all;
        }
        return new HttpRequest(
                "POST",
                target.scheme(),
                target.authority(),
                path(target.path(), request.path()),
                "",
                fields,
                target.version());
    }

    private static Metadata common(GrpcFlavor flavor, RequestMeta request, String userAgent) {
        String type = GrpcContentType.of(flavor, request.codec());
        Kept kept = last;
        if (kept.acceptCompression == request.acceptCompression()
                && kept.type.equals(type)
                && kept.compression.equals(request.compression())
                && kept.userAgent.equals(userAgent)) {
            return kept.fields;
        }
        Metadata fields = new Metadata().append(GrpcFields.CONTENT_TYPE, type);
        if (flavor == GrpcFlavor.GRPC) {
            fields.append("te", "trailers"); // finds proxies that know no trailers
        }
        if (!request.compression().equals(RequestMeta.IDENTITY)) {
            fields.append(GrpcFields.ENCODING, request.compression());
        }
        if (!request.acceptCompression().isEmpty()) {
            fields.append(
                    GrpcFields.ACCEPT_ENCODING, EncodingNames.format(request.acceptCompression()));
        }
        if (!userAgent.isEmpty()) {
            fields.append(GrpcFields.USER_AGENT, userAgent);
        }
        fields.freeze();
        last =
                new Kept(
                        type,
                        request.compression(),
                        request.acceptCompression(),
                        userAgent,
                        fields);
        return fields;
    }

    private static String path(String prefix, String path) {
        int length = prefix.endsWith("/") ? prefix.length() - 1 : prefix.length();
        return length == 0 ? path : prefix.substring(0, length) + path;
    }
}
