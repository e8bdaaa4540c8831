package dev.maneki.app.output;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** JSON (RFC 8259) to and from {@link Tree}. */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** On one line. */
    public static String write(Tree tree) {
        return write(tree, ObjectWriteContext.empty());
    }

    /** Indented by two, ending in a new line. */
    public static String pretty(Tree tree) {
        return write(tree, new Indented()) + "\n";
    }

    /**
     * Reads one value.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Tree parse(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            return value(parser);
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException("not JSON: " + malformed.getOriginalMessage());
        }
    }

    private static String write(Tree tree, ObjectWriteContext context) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(context, text)) {
            write(json, tree);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Tree tree) {
        switch (tree) {
            case Tree.Text(String value) -> json.writeString(value);
            case Tree.Number(long value) -> json.writeNumber(value);
            case Tree.Flag(boolean value) -> json.writeBoolean(value);
            case Tree.Nothing() -> json.writeNull();
            case Tree.Items(List<Tree> values) -> {
                json.writeStartArray();
                values.forEach(value -> write(json, value));
                json.writeEndArray();
            }
            case Tree.Fields(Map<String, Tree> values) -> {
                json.writeStartObject();
                values.forEach(
                        (name, value) -> {
                            json.writeName(name);
                            write(json, value);
                        });
                json.writeEndObject();
            }
        }
    }

    private static Tree value(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IllegalArgumentException("not JSON: empty");
        }
        return switch (token) {
            case VALUE_STRING -> new Tree.Text(parser.getString());
            case VALUE_NUMBER_INT -> new Tree.Number(parser.getLongValue());
            case VALUE_TRUE -> new Tree.Flag(true);
            case VALUE_FALSE -> new Tree.Flag(false);
            case VALUE_NULL -> new Tree.Nothing();
            case START_ARRAY -> {
                List<Tree> values = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    values.add(value(parser));
                }
                yield new Tree.Items(values);
            }
            case START_OBJECT -> {
                Map<String, Tree> values = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    values.put(name, value(parser));
                }
                yield new Tree.Fields(values);
            }
            // Fractions are in nothing that we write.
            default -> new Tree.Text(parser.getString());
        };
    }

    private static final class Indented extends ObjectWriteContext.Base {
        @Override
        public @Nullable PrettyPrinter getPrettyPrinter() {
            DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
            return new DefaultPrettyPrinter()
                    .withArrayIndenter(indenter)
                    .withObjectIndenter(indenter);
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }
}
