package dev.maneki.proxy.access;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Reads a flat JSON object, strictly. */
final class Json {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private Json() {}

    /** The members in order: strings as strings, numbers as longs. */
    static Map<String, Object> read(byte[] line, int from, int length) {
        Map<String, Object> members = new LinkedHashMap<>();
        try (JsonParser parser =
                FACTORY.createParser(ObjectReadContext.empty(), line, from, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new AssertionError("not an object");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value == JsonToken.VALUE_NUMBER_INT) {
                    members.put(name, parser.getLongValue());
                } else if (value == JsonToken.VALUE_STRING) {
                    members.put(name, parser.getString());
                } else {
                    throw new AssertionError(name + " is " + value);
                }
            }
            if (parser.nextToken() != null) {
                throw new AssertionError("more than one object");
            }
        }
        return members;
    }
}
