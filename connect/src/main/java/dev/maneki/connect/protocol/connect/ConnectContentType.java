package dev.maneki.connect.protocol.connect;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A content type of the protocol: "Unary-Content-Type" and "Streaming-Content-Type".
 *
 * @param codec the name of the codec, in lower case
 * @param streaming whether the messages are in envelopes
 * @param text the field's value
 */
record ConnectContentType(String codec, boolean streaming, String text) {
    private static final String UNARY_PREFIX = "application/";
    private static final String STREAM_PREFIX = "application/connect+";

    private static final ConnectContentType PROTO = of("proto", false);
    private static final ConnectContentType JSON = of("json", false);
    private static final ConnectContentType STREAM_PROTO = of("proto", true);
    private static final ConnectContentType STREAM_JSON = of("json", true);

    /** The type of errors of unary calls, whatever the call's codec. */
    static final String ERROR = JSON.text;

    private static ConnectContentType of(String codec, boolean streaming) {
        return new ConnectContentType(
                codec, streaming, (streaming ? STREAM_PREFIX : UNARY_PREFIX) + codec);
    }

    /** The type for messages of a codec. */
    static ConnectContentType forCodec(String codec, boolean streaming) {
        return switch (codec) {
            case "proto" -> streaming ? STREAM_PROTO : PROTO;
            case "json" -> streaming ? STREAM_JSON : JSON;
            default -> of(codec, streaming);
        };
    }

    /**
     * Reads a field's value; null if it is not of this protocol. What follows a semicolon does not
     * matter, but for a charset, which can only be UTF-8.
     */
    static @Nullable ConnectContentType parse(@Nullable String value) {
        if (value == null) {
            return null;
        }
        return switch (value) {
            case "application/proto" -> PROTO;
            case "application/json" -> JSON;
            case "application/connect+proto" -> STREAM_PROTO;
            case "application/connect+json" -> STREAM_JSON;
            default -> parseOther(value);
        };
    }

    private static @Nullable ConnectContentType parseOther(String value) {
        int semicolon = value.indexOf(';');
        if (semicolon >= 0 && !isUtf8(value.substring(semicolon).toLowerCase(Locale.ROOT))) {
            return null;
        }
        String type = (semicolon < 0 ? value : value.substring(0, semicolon)).strip();
        type = type.toLowerCase(Locale.ROOT);
        boolean streaming = type.startsWith(STREAM_PREFIX);
        if (!streaming && !type.startsWith(UNARY_PREFIX)) {
            return null;
        }
        String codec = type.substring(streaming ? STREAM_PREFIX.length() : UNARY_PREFIX.length());
        return isCodec(codec) ? forCodec(codec, streaming) : null;
    }

    private static boolean isUtf8(String parameters) {
        int charset = parameters.indexOf("charset=");
        if (charset < 0) {
            return true;
        }
        int from = charset + "charset=".length();
        int end = parameters.indexOf(';', from);
        String name = parameters.substring(from, end < 0 ? parameters.length() : end).strip();
        return name.equals("utf-8") || name.equals("\"utf-8\"") || name.equals("utf8");
    }

    private static boolean isCodec(String codec) {
        // gRPC's types, application/grpc and application/grpc-web, begin like a codec's.
        if (codec.isEmpty() || codec.startsWith("grpc")) {
            return false;
        }
        for (int i = 0; i < codec.length(); i++) {
            char c = codec.charAt(i);
            boolean allowed =
                    c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || "-_.+".indexOf(c) >= 0;
            if (!allowed) {
                return false;
            }
        }
        return true;
    }
}
