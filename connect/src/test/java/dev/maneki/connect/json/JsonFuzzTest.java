package dev.maneki.connect.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;

/** Whatever comes: tokens or a {@link JsonException}, and what was read can be written. */
class JsonFuzzTest {
    @FuzzTest
    void whatWasReadIsReadAgainWhenWritten(byte[] data) {
        List<String> tokens = new ArrayList<>();
        JsonWriter writer = new JsonWriter(3, data.length);
        try {
            read(new JsonReader(data), tokens, writer);
        } catch (JsonException _) {
            return;
        }
        List<String> again = new ArrayList<>();
        JsonReader reader =
                new JsonReader(
                        writer.array(),
                        writer.offset(),
                        writer.length(),
                        JsonReader.DEFAULT_MAX_DEPTH);
        read(reader, again, new JsonWriter(0, 0));
        assertThat(again).isEqualTo(tokens);
    }

    private static void read(JsonReader reader, List<String> tokens, JsonWriter writer) {
        while (true) {
            JsonToken token = reader.next();
            switch (token) {
                case NAME -> writer.name(reader.string());
                case STRING -> writer.string(reader.string());
                case NUMBER -> writer.number(reader.string());
                case TRUE, FALSE -> writer.bool(token == JsonToken.TRUE);
                case NULL -> writer.nothing();
                case BEGIN_OBJECT -> writer.beginObject();
                case END_OBJECT -> writer.endObject();
                case BEGIN_ARRAY -> writer.beginArray();
                case END_ARRAY -> writer.endArray();
                case END -> {
                    return;
                }
            }
            switch (token) {
                case NAME, STRING, NUMBER -> tokens.add(token + reader.string());
                default -> tokens.add(token.toString());
            }
        }
    }
}
