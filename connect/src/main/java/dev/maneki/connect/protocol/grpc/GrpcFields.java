package dev.maneki.connect.protocol.grpc;

import dev.maneki.connect.Metadata;

/** The fields that belong to gRPC or to HTTP, and so are no metadata of a call. */
final class GrpcFields {
    static final String CONTENT_TYPE = "content-type";
    static final String TIMEOUT = "grpc-timeout";
    static final String ENCODING = "grpc-encoding";
    static final String ACCEPT_ENCODING = "grpc-accept-encoding";
    static final String STATUS = "grpc-status";
    static final String MESSAGE = "grpc-message";
    static final String DETAILS = "grpc-status-details-bin";
    static final String USER_AGENT = "user-agent";

    private GrpcFields() {}

    /**
     * Whether a field is written and read here, or by HTTP, and is kept out of metadata on all four
     * ways. Names of gRPC's that are not known (as {@code grpc-trace-bin}) are passed on.
     *
     * @param name in lower case
     */
    static boolean reserved(String name) {
        // The first letter spares most names most comparisons.
        return switch (name.isEmpty() ? ' ' : name.charAt(0)) {
            case 'a' -> name.equals("accept") || name.equals("accept-encoding");
            case 'c' ->
                    name.equals(CONTENT_TYPE)
                            || name.equals("content-length")
                            || name.equals("content-encoding")
                            || name.equals("connection");
            case 'd' -> name.equals("date");
            case 'g' ->
                    name.equals(TIMEOUT)
                            || name.equals(ENCODING)
                            || name.equals(ACCEPT_ENCODING)
                            || name.equals(STATUS)
                            || name.equals(MESSAGE)
                            || name.equals(DETAILS)
                            || name.equals("grpc-message-type");
            case 'h' -> name.equals("host");
            case 'k' -> name.equals("keep-alive");
            case 'p' -> name.equals("proxy-connection");
            case 't' ->
                    name.equals("te") || name.equals("trailer") || name.equals("transfer-encoding");
            case 'u' -> name.equals("upgrade");
            case 'x' -> name.equals("x-grpc-web") || name.equals("x-user-agent");
            case ':' -> true;
            default -> false;
        };
    }

    /** What is metadata among fields. */
    static Metadata metadata(Metadata fields) {
        Metadata metadata = Metadata.EMPTY;
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.nameAt(i);
            if (!reserved(name)) {
                if (metadata == Metadata.EMPTY) {
                    metadata = new Metadata();
                }
                metadata.append(name, fields.valueAt(i));
            }
        }
        return metadata;
    }

    /** Adds metadata to fields, without what may not be in it. */
    static void append(Metadata fields, Metadata metadata) {
        for (int i = 0; i < metadata.size(); i++) {
            String name = metadata.nameAt(i);
            if (!reserved(name)) {
                fields.append(name, metadata.valueAt(i));
            }
        }
    }
}
