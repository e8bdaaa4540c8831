package dev.maneki.connect.protocol.grpc;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.protocol.EncodingNames;
import dev.maneki.connect.protocol.RequestMeta;
import java.util.List;

/**
 * The fields of a response's head that the protocol makes. One client's calls, and a service's
 * answers, have them all alike, so the last ones made are kept. Thread-safe.
 */
final class GrpcResponseHead {
    private static volatile Kept last = new Kept("", "", List.of(), new Metadata().freeze());

    private GrpcResponseHead() {}

    private record Kept(
            String type, String compression, List<String> acceptCompression, Metadata fields) {}

    /**
     * The fields: immutable, to be copied where there is metadata to add.
     *
     * @param acceptCompression immutable
     */
    static Metadata fields(String type, String compression, List<String> acceptCompression) {
        Kept kept = last;
        if (kept.acceptCompression == acceptCompression
                && kept.type.equals(type)
                && kept.compression.equals(compression)) {
            return kept.fields;
        }
        Metadata fields = new Metadata().append(GrpcFields.CONTENT_TYPE, type);
        if (!compression.equals(RequestMeta.IDENTITY)) {
            fields.append(GrpcFields.ENCODING, compression);
        }
        if (!acceptCompression.isEmpty()) {
            fields.append(GrpcFields.ACCEPT_ENCODING, EncodingNames.format(acceptCompression));
        }
        last = new Kept(type, compression, acceptCompression, fields.freeze());
        return fields;
    }
}
