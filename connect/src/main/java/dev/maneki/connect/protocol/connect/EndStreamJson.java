package dev.maneki.connect.protocol.connect;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.json.JsonException;
import dev.maneki.connect.json.JsonReader;
import dev.maneki.connect.json.JsonToken;
import dev.maneki.connect.json.JsonWriter;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.ResponseEnd;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The last message of a stream: "EndStreamResponse". */
final class EndStreamJson {
    /** The flag of its envelope. */
    static final int FLAG = 2;

    private static final byte[] ERROR = JsonWriter.quoted("error");
    private static final byte[] METADATA = JsonWriter.quoted("metadata");

    private EndStreamJson() {}

    /** Writes it, with headroom. */
    static Payload write(@Nullable ConnectException error, Metadata trailers) {
        JsonWriter json = new JsonWriter(Payload.HEADROOM, error == null ? 16 : 128);
        json.beginObject();
        if (error != null) {
            json.name(ERROR);
            ConnectErrorJson.write(json, error);
        }
        if (!trailers.isEmpty()) {
            json.name(METADATA).beginObject();
            writeMembers(json, trailers);
            json.endObject();
        }
        json.endObject();
        return new Payload(json.array(), json.offset(), json.length(), false);
    }

    private static void writeMembers(JsonWriter json, Metadata trailers) {
        for (String name : trailers.names()) {
            if (TrailerFields.reserved(name)) {
                continue;
            }
            json.name(name).beginArray();
            for (int i = 0; i < trailers.size(); i++) {
                if (trailers.nameAt(i).equals(name)) {
                    json.string(trailers.valueAt(i));
                }
            }
            json.endArray();
        }
    }

    /**
     * Reads it. An error that is null is none, and one without a code is unknown.
     *
     * @throws JsonException if it is not what it should be
     */
    static ResponseEnd read(byte[] array, int offset, int length) {
        JsonReader json = new JsonReader(array, offset, length, JsonReader.DEFAULT_MAX_DEPTH);
        json.expect(JsonToken.BEGIN_OBJECT);
        @Nullable ConnectException error = null;
        Metadata trailers = new Metadata();
        Set<String> seen = new HashSet<>();
        while (json.next() != JsonToken.END_OBJECT) {
            String name = json.string();
            ConnectErrorJson.checkOnce(json, seen, name);
            switch (name) {
                case "error" -> {
                    if (json.next() != JsonToken.NULL) {
                        error = ConnectErrorJson.read(json, Code.UNKNOWN);
                    }
                }
                case "metadata" -> {
                    if (json.next() != JsonToken.NULL) {
                        readMetadata(json, trailers);
                    }
                }
                default -> json.skip();
            }
        }
        json.expect(JsonToken.END);
        return new ResponseEnd(error, trailers.freeze());
    }

    private static void readMetadata(JsonReader json, Metadata trailers) {
        if (json.token() != JsonToken.BEGIN_OBJECT) {
            throw json.unexpected("the metadata, which is an object");
        }
        while (json.next() != JsonToken.END_OBJECT) {
            String name = json.string().toLowerCase(Locale.ROOT);
            if (json.next() == JsonToken.NULL) {
                continue;
            }
            if (json.token() != JsonToken.BEGIN_ARRAY) {
                throw json.unexpected("an array of the values of " + Quoted.of(name));
            }
            while (json.next() != JsonToken.END_ARRAY) {
                if (json.token() != JsonToken.STRING) {
                    throw json.unexpected("a value of " + Quoted.of(name) + ", which is a string");
                }
                add(json, trailers, name, json.string());
            }
        }
    }

    private static void add(JsonReader json, Metadata trailers, String name, String value) {
        if (TrailerFields.reserved(name)) {
            return;
        }
        try {
            trailers.add(name, value.strip());
        } catch (IllegalArgumentException e) {
            throw json.error(String.valueOf(e.getMessage()));
        }
    }
}
