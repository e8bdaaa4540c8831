package dev.maneki.connect.protocol.grpc;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A content type of gRPC: the flavour, and after a plus sign the codec. Without one it is protobuf.
 *
 * @param value as it is answered with: what came, without parameters
 */
record GrpcContentType(GrpcFlavor flavor, String codec, String value) {
    private static final String PREFIX = "application/grpc";
    private static final String PROTO = "proto";

    /** What nearly all requests have: compared before anything is taken apart. */
    private static final GrpcContentType[] USUAL = {
        new GrpcContentType(GrpcFlavor.GRPC, PROTO, "application/grpc"),
        new GrpcContentType(GrpcFlavor.GRPC, PROTO, "application/grpc+proto"),
        new GrpcContentType(GrpcFlavor.GRPC, "json", "application/grpc+json"),
        new GrpcContentType(GrpcFlavor.WEB, PROTO, "application/grpc-web"),
        new GrpcContentType(GrpcFlavor.WEB, PROTO, "application/grpc-web+proto"),
        new GrpcContentType(GrpcFlavor.WEB, "json", "application/grpc-web+json"),
        new GrpcContentType(GrpcFlavor.WEB_TEXT, PROTO, "application/grpc-web-text"),
        new GrpcContentType(GrpcFlavor.WEB_TEXT, PROTO, "application/grpc-web-text+proto"),
    };

    /** The content type of a field's value, or null if it is none of gRPC's. */
    static @Nullable GrpcContentType parse(@Nullable String field) {
        if (field == null) {
            return null;
        }
        for (GrpcContentType usual : USUAL) {
            if (usual.value.equals(field)) {
                return usual;
            }
        }
        if (!field.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
            return null;
        }
        int parameters = field.indexOf(';');
        String type = parameters < 0 ? field : field.substring(0, parameters);
        return parseBare(type.strip().toLowerCase(Locale.ROOT));
    }

    private static @Nullable GrpcContentType parseBare(String type) {
        int plus = type.indexOf('+');
        String mediaType = plus < 0 ? type : type.substring(0, plus);
        String codec = plus < 0 ? PROTO : type.substring(plus + 1);
        if (codec.isEmpty()) {
            return null;
        }
        for (GrpcFlavor flavor : GrpcFlavor.values()) {
            if (flavor.mediaType().equals(mediaType)) {
                return new GrpcContentType(flavor, codec, type);
            }
        }
        return null;
    }

    /**
     * The content type of a codec. Protobuf's is left bare in gRPC, as some proxies know only that,
     * and named in gRPC-Web, as browsers' libraries do.
     */
    static String of(GrpcFlavor flavor, String codec) {
        for (GrpcContentType usual : USUAL) {
            if (usual.flavor == flavor
                    && usual.codec.equals(codec)
                    && (flavor == GrpcFlavor.GRPC || usual.value.indexOf('+') > 0)) {
                return usual.value;
            }
        }
        return flavor.mediaType() + '+' + codec;
    }

    /** Whether it names its codec: a bare type may be all that a proxy lets pass. */
    boolean bare() {
        return value.indexOf('+') < 0;
    }
}
