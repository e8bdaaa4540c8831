package dev.maneki.connect.protocol.connect;

import dev.maneki.connect.Metadata;

/**
 * Metadata in a message's fields. Trailers of unary calls stand there too, with a prefix:
 * "Prefixed-Trailing-Metadata".
 */
final class TrailerFields {
    static final String PREFIX = "trailer-";

    private TrailerFields() {}

    /**
     * Whether fields of that name belong to the protocol or to HTTP, and so are no one's metadata.
     *
     * @param name in lower case
     */
    static boolean reserved(String name) {
        return switch (name) {
            case "accept",
                    "date",
                    "host",
                    "content-type",
                    "content-length",
                    "content-encoding",
                    "accept-encoding",
                    "connection",
                    "keep-alive",
                    "proxy-connection",
                    "transfer-encoding",
                    "upgrade",
                    "te",
                    "trailer" ->
                    true;
            default -> name.startsWith("connect-");
        };
    }

    /** Adds metadata to a head's fields. */
    static void addLeading(Metadata metadata, Metadata fields) {
        for (int i = 0; i < metadata.size(); i++) {
            String name = metadata.nameAt(i);
            if (!reserved(name)) {
                fields.append(name, metadata.valueAt(i));
            }
        }
    }

    /** Adds trailers to a head's fields. */
    static void addTrailing(Metadata trailers, Metadata fields) {
        for (int i = 0; i < trailers.size(); i++) {
            String name = trailers.nameAt(i);
            if (!reserved(name)) {
                fields.append(PREFIX.concat(name), trailers.valueAt(i));
            }
        }
    }

    /** Takes a unary response's fields apart. */
    static void split(Metadata fields, Metadata leading, Metadata trailing) {
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.nameAt(i);
            if (name.startsWith(PREFIX)) {
                String bare = name.substring(PREFIX.length());
                if (!bare.isEmpty() && !reserved(bare)) {
                    trailing.append(bare, fields.valueAt(i));
                }
            } else if (!reserved(name)) {
                leading.append(name, fields.valueAt(i));
            }
        }
    }
}
