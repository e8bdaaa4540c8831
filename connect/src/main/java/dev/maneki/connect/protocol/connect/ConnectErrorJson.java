package dev.maneki.connect.protocol.connect;

import com.google.protobuf.ByteString;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.ErrorDetail;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.json.JsonException;
import dev.maneki.connect.json.JsonReader;
import dev.maneki.connect.json.JsonToken;
import dev.maneki.connect.json.JsonWriter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An error as JSON: "Error and EndStreamResponse". */
final class ConnectErrorJson {
    private static final byte[] CODE = JsonWriter.quoted("code");
    private static final byte[] MESSAGE = JsonWriter.quoted("message");
    private static final byte[] DETAILS = JsonWriter.quoted("details");
    private static final byte[] TYPE = JsonWriter.quoted("type");
    private static final byte[] VALUE = JsonWriter.quoted("value");

    /** More details than anyone sends; what is beyond is a reason to distrust the rest. */
    private static final int MAX_DETAILS = 1_000;

    private ConnectErrorJson() {}

    static void write(JsonWriter json, ConnectException error) {
        json.beginObject().name(CODE).string(error.code().wireName());
        if (!error.text().isEmpty()) {
            json.name(MESSAGE).string(error.text());
        }
        List<ErrorDetail> details = error.details();
        if (!details.isEmpty()) {
            json.name(DETAILS).beginArray();
            for (ErrorDetail detail : details) {
                byte[] value = detail.value().toByteArray();
                json.beginObject()
                        .name(TYPE)
                        .string(detail.type())
                        .name(VALUE)
                        .base64(value, 0, value.length, false)
                        .endObject();
            }
            json.endArray();
        }
        json.endObject();
    }

    /**
     * Reads an error, standing on its first token. Its code may be missing or unknown: then the
     * other members stand all the same, with the code that what is around it implies.
     *
     * @param fallback that code
     * @return an error from the peer
     * @throws JsonException if it is not an object, or a member is not of its type or comes twice
     */
    static ConnectException read(JsonReader json, Code fallback) {
        if (json.token() != JsonToken.BEGIN_OBJECT) {
            throw json.unexpected("an error, which is an object");
        }
        @Nullable Code code = null;
        String message = "";
        List<ErrorDetail> details = List.of();
        Set<String> seen = new HashSet<>();
        while (json.next() != JsonToken.END_OBJECT) {
            String name = json.string();
            checkOnce(json, seen, name);
            switch (name) {
                case "code" -> code = Code.ofWireName(string(json, name));
                case "message" -> message = string(json, name);
                case "details" -> details = details(json);
                default -> json.skip();
            }
        }
        return ConnectException.fromPeer(
                code == null ? fallback : code, message, details, Metadata.EMPTY);
    }

    /** The value of the member whose name it stands on; empty for null. */
    private static String string(JsonReader json, String name) {
        return switch (json.next()) {
            case STRING -> json.string();
            case NULL -> "";
            default -> throw json.unexpected("a string for " + Quoted.of(name));
        };
    }

    private static List<ErrorDetail> details(JsonReader json) {
        if (json.next() == JsonToken.NULL) {
            return List.of();
        }
        if (json.token() != JsonToken.BEGIN_ARRAY) {
            throw json.unexpected("an array of details");
        }
        List<ErrorDetail> details = new ArrayList<>();
        while (json.next() != JsonToken.END_ARRAY) {
            if (details.size() == MAX_DETAILS) {
                throw json.error("the error has more than " + MAX_DETAILS + " details");
            }
            details.add(detail(json));
        }
        return details;
    }

    private static ErrorDetail detail(JsonReader json) {
        if (json.token() != JsonToken.BEGIN_OBJECT) {
            throw json.unexpected("a detail, which is an object");
        }
        String type = "";
        ByteString value = ByteString.EMPTY;
        Set<String> seen = new HashSet<>();
        while (json.next() != JsonToken.END_OBJECT) {
            String name = json.string();
            checkOnce(json, seen, name);
            switch (name) {
                case "type" -> type = string(json, name);
                case "value" -> value = base64(json, string(json, name));
                default -> json.skip(); // "debug" too: clients must not depend on it
            }
        }
        return new ErrorDetail(type.substring(type.lastIndexOf('/') + 1), value);
    }

    private static ByteString base64(JsonReader json, String text) {
        try {
            return ByteString.copyFrom(Base64.getDecoder().decode(text)); // padded or not
        } catch (IllegalArgumentException e) {
            throw json.error("a detail's value is not base64: " + e.getMessage());
        }
    }

    static void checkOnce(JsonReader json, Set<String> seen, String name) {
        if (!seen.add(name)) {
            throw json.error(Quoted.of(name) + " is there twice");
        }
    }
}
