package dev.maneki.connect.netty.wire;

import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Names and values that come in nearly every message, as one string each, so that neither reading
 * nor writing them allocates. Immutable.
 */
public final class KnownFields {
    private static final KnownFields NAMES =
            new KnownFields(
                    "accept",
                    "accept-encoding",
                    "accept-language",
                    "access-control-allow-credentials",
                    "access-control-allow-headers",
                    "access-control-allow-methods",
                    "access-control-allow-origin",
                    "access-control-expose-headers",
                    "access-control-max-age",
                    "access-control-request-headers",
                    "access-control-request-method",
                    "allow",
                    "authorization",
                    "cache-control",
                    "connect-accept-encoding",
                    "connect-content-encoding",
                    "connect-protocol-version",
                    "connect-timeout-ms",
                    "connection",
                    "content-encoding",
                    "content-length",
                    "content-type",
                    "cookie",
                    "date",
                    "etag",
                    "expect",
                    "forwarded",
                    "grpc-accept-encoding",
                    "grpc-encoding",
                    "grpc-message",
                    "grpc-status",
                    "grpc-status-details-bin",
                    "grpc-timeout",
                    "grpc-trace-bin",
                    "host",
                    "if-none-match",
                    "keep-alive",
                    "location",
                    "origin",
                    "referer",
                    "sec-fetch-dest",
                    "sec-fetch-mode",
                    "sec-fetch-site",
                    "server",
                    "te",
                    "traceparent",
                    "tracestate",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "user-agent",
                    "vary",
                    "via",
                    "x-forwarded-for",
                    "x-forwarded-host",
                    "x-forwarded-proto",
                    "x-grpc-web",
                    "x-request-id",
                    "x-user-agent",
                    ":authority",
                    ":method",
                    ":path",
                    ":scheme",
                    ":status");

    private static final KnownFields VALUES =
            new KnownFields(
                    "*",
                    "*/*",
                    "0",
                    "1",
                    "100-continue",
                    "Accept-Encoding",
                    "Origin",
                    "application/connect+json",
                    "application/connect+proto",
                    "application/grpc",
                    "application/grpc+json",
                    "application/grpc+proto",
                    "application/grpc-web",
                    "application/grpc-web+json",
                    "application/grpc-web+proto",
                    "application/grpc-web-text",
                    "application/json",
                    "application/proto",
                    "br",
                    "chunked",
                    "close",
                    "gzip",
                    "gzip, deflate",
                    "identity",
                    "identity,gzip",
                    "identity,deflate,gzip",
                    "keep-alive",
                    "trailers",
                    "zstd",
                    "GET",
                    "HEAD",
                    "OPTIONS",
                    "POST",
                    "http",
                    "https");

    private final String[] texts;
    private final AsciiString[] octets;
    private final int mask;

    private KnownFields(String... known) {
        int size = Integer.highestOneBit(known.length) * 8;
        texts = new String[size];
        octets = new AsciiString[size];
        mask = size - 1;
        for (String text : known) {
            int slot = spread(text.hashCode()) & mask;
            while (texts[slot] != null) {
                slot = slot + 1 & mask;
            }
            texts[slot] = text;
            octets[slot] = ascii(text);
        }
    }

    /** The name, in lower case, that stands in the bytes; null if it is not a token. */
    public static @Nullable String name(byte[] bytes, int from, int to) {
        int hash = 0; // As String.hashCode, of the name in lower case.
        for (int i = from; i < to; i++) {
            int octet = bytes[i];
            if (!Fields.token(octet)) {
                return null;
            }
            hash = hash * 31 + lower(octet);
        }
        String known = NAMES.find(hash, bytes, from, to, true);
        if (known != null || from == to) {
            return known;
        }
        byte[] name = new byte[to - from];
        for (int i = from; i < to; i++) {
            name[i - from] = (byte) lower(bytes[i]);
        }
        return new String(name, StandardCharsets.ISO_8859_1);
    }

    /** The value that stands in the bytes; null if there is what no value may hold. */
    public static @Nullable String value(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            int octet = bytes[i];
            if (!Fields.value(octet)) {
                return null;
            }
            hash = hash * 31 + octet;
        }
        String known = VALUES.find(hash, bytes, from, to, false);
        return known != null
                ? known
                : new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** A name for HPACK and QPACK. */
    public static AsciiString name(String name) {
        AsciiString known = NAMES.find(name);
        return known != null ? known : ascii(name);
    }

    /** A value for HPACK and QPACK; what no value may hold becomes a space. */
    public static AsciiString value(String value) {
        AsciiString known = VALUES.find(value);
        return known != null ? known : ascii(value);
    }

    private @Nullable AsciiString find(String text) {
        int slot = spread(text.hashCode()) & mask;
        while (texts[slot] != null) {
            if (texts[slot].equals(text)) {
                return octets[slot];
            }
            slot = slot + 1 & mask;
        }
        return null;
    }

    private @Nullable String find(int hash, byte[] bytes, int from, int to, boolean anyCase) {
        int slot = spread(hash) & mask;
        while (texts[slot] != null) {
            if (same(octets[slot], bytes, from, to, anyCase)) {
                return texts[slot];
            }
            slot = slot + 1 & mask;
        }
        return null;
    }

    private static boolean same(
            AsciiString known, byte[] bytes, int from, int to, boolean anyCase) {
        if (known.length() != to - from) {
            return false;
        }
        byte[] array = known.array();
        for (int i = from; i < to; i++) {
            int octet = anyCase ? lower(bytes[i]) : bytes[i];
            if (array[i - from] != octet) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
    }

    private static int spread(int hash) {
        return hash ^ hash >>> 15;
    }

    /** Never lets a control character onto the wire, which could end a field and begin another. */
    private static AsciiString ascii(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < bytes.length; i++) {
            if (!Fields.value(bytes[i])) {
                bytes[i] = ' ';
            }
        }
        return new AsciiString(bytes, false);
    }
}
