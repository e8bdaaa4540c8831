package dev.maneki.proxy.bridge;

import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.HeaderFields;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The names and values that calls have nearly always, each as one string that is made once.
 *
 * <p>What it saves is more than the string: one that is kept knows its hash, and is equal to itself
 * at a glance, and the protocols compare names all the time. Immutable, thread-safe.
 */
final class KnownFields {
    /** A power of two, several times as many as there are names. */
    private static final int SLOTS = 256;

    private static final Known[] BY_HASH = new Known[SLOTS];

    static {
        know(
                "content-type",
                "application/grpc",
                "application/grpc+proto",
                "application/proto",
                "application/json",
                "application/grpc-web+proto",
                "application/grpc-web",
                "application/grpc-web-text",
                "application/connect+proto",
                "application/connect+json");
        know("grpc-status", "0");
        know("connect-protocol-version", "1");
        know("te", "trailers");
        know("accept", "*/*");
        know("x-grpc-web", "1");
        for (String encodings :
                new String[] {
                    "accept-encoding", "grpc-accept-encoding", "connect-accept-encoding"
                }) {
            know(encodings, "gzip", "identity", "gzip, deflate, br", "gzip, deflate, br, zstd");
        }
        for (String encoding :
                new String[] {"content-encoding", "grpc-encoding", "connect-content-encoding"}) {
            know(encoding, "gzip", "identity");
        }
        for (String name :
                new String[] {
                    "accept-language",
                    "authorization",
                    "connect-timeout-ms",
                    "content-length",
                    "cookie",
                    "date",
                    "forwarded",
                    "grpc-message",
                    "grpc-status-details-bin",
                    "grpc-timeout",
                    "host",
                    "origin",
                    "referer",
                    "server",
                    "traceparent",
                    "tracestate",
                    "trailer",
                    "user-agent",
                    "vary",
                    "via",
                    "x-forwarded-for",
                    "x-forwarded-host",
                    "x-forwarded-port",
                    "x-forwarded-proto",
                    "x-real-ip",
                    "x-request-id",
                    "x-user-agent"
                }) {
            know(name);
        }
    }

    private KnownFields() {}

    private record Known(FieldName field, String name, byte[][] bytes, String[] values) {}

    /** Two names that meet in one slot are not a fault: the later one is made anew each time. */
    private static void know(String name, String... values) {
        FieldName field = FieldName.of(name);
        byte[][] bytes = new byte[values.length][];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = values[i].getBytes(StandardCharsets.ISO_8859_1);
        }
        int slot = slot(field.hash());
        if (BY_HASH[slot] == null) {
            BY_HASH[slot] = new Known(field, name, bytes, values);
        }
    }

    private static int slot(int hash) {
        return (hash ^ hash >>> 8 ^ hash >>> 16) & SLOTS - 1;
    }

    /** The name of a live field, in lower case. */
    static String name(HeaderFields fields, int i) {
        Known known = BY_HASH[slot(fields.nameHash(i))];
        if (known != null && fields.named(i, known.field)) {
            return known.name;
        }
        String name = fields.name(i);
        for (int at = 0; at < name.length(); at++) {
            if (name.charAt(at) >= 'A' && name.charAt(at) <= 'Z') {
                return name.toLowerCase(Locale.ROOT);
            }
        }
        return name;
    }

    /** The value of a live field. */
    static String value(HeaderFields fields, int i) {
        Known known = BY_HASH[slot(fields.nameHash(i))];
        if (known != null && fields.named(i, known.field)) {
            for (int each = 0; each < known.values.length; each++) {
                if (fields.valueEquals(i, known.bytes[each])) {
                    return known.values[each];
                }
            }
        }
        return fields.value(i);
    }
}
