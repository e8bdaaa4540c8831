package dev.maneki.connect.grpc;

import com.google.protobuf.ByteString;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import io.grpc.Metadata.Key;
import java.util.Set;

/** Metadata, as the two libraries keep it. */
final class Fields {
    private static final System.Logger LOGGER = System.getLogger(Fields.class.getName());

    /** What belongs to protocols and HTTP, whatever an application has put there. */
    private static final Set<String> RESERVED =
            Set.of(
                    "content-length",
                    "content-type",
                    "grpc-accept-encoding",
                    "grpc-encoding",
                    "grpc-message",
                    "grpc-status",
                    "grpc-timeout",
                    "te",
                    "user-agent");

    private Fields() {}

    /**
     * grpc-java's. Names that it does not allow are left out.
     *
     * @throws ConnectException if a binary value is not base64
     */
    static io.grpc.Metadata toGrpc(Metadata from) {
        io.grpc.Metadata to = new io.grpc.Metadata();
        for (String name : from.names()) {
            if (!isName(name)) {
                continue;
            }
            if (name.endsWith(io.grpc.Metadata.BINARY_HEADER_SUFFIX)) {
                Key<byte[]> key = binaryKey(name);
                for (ByteString value : from.binary(name)) {
                    to.put(key, value.toByteArray());
                }
            } else {
                Key<String> key = textKey(name);
                for (String value : from.all(name)) {
                    to.put(key, value);
                }
            }
        }
        return to;
    }

    /** Adds grpc-java's metadata; values that no field can hold are left out, with a warning. */
    static void addTo(Metadata to, io.grpc.Metadata from) {
        for (String name : from.keys()) {
            if (name.startsWith(":") || RESERVED.contains(name)) {
                continue;
            }
            if (name.endsWith(io.grpc.Metadata.BINARY_HEADER_SUFFIX)) {
                Iterable<byte[]> values = from.getAll(binaryKey(name));
                if (values != null) {
                    values.forEach(value -> to.addBinary(name, ByteString.copyFrom(value)));
                }
            } else {
                Iterable<String> values = from.getAll(textKey(name));
                if (values != null) {
                    values.forEach(value -> addText(to, name, value));
                }
            }
        }
    }

    private static void addText(Metadata to, String name, String value) {
        try {
            to.add(name, value.strip());
        } catch (IllegalArgumentException e) {
            LOGGER.log(System.Logger.Level.WARNING, "left out of a call: {0}", e.getMessage());
        }
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || "-_.".indexOf(c) >= 0)) {
                return false;
            }
        }
        return !name.equals(io.grpc.Metadata.BINARY_HEADER_SUFFIX);
    }

    static Key<byte[]> binaryKey(String name) {
        return Key.of(name, io.grpc.Metadata.BINARY_BYTE_MARSHALLER);
    }

    static Key<String> textKey(String name) {
        return Key.of(name, io.grpc.Metadata.ASCII_STRING_MARSHALLER);
    }
}
