package dev.maneki.connect.protojson;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.maneki.connect.json.JsonException;
import dev.maneki.connect.json.JsonReader;
import dev.maneki.connect.json.JsonToken;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the types that have a JSON form of their own. */
final class WellKnownParser {
    private WellKnownParser() {}

    static void parse(
            JsonReader reader, Message.Builder builder, WellKnown type, MessageParser messages) {
        switch (type) {
            case TIMESTAMP -> {
                String text = string(reader);
                set(builder, located(reader, () -> Times.parseTimestamp(text)));
            }
            case DURATION -> {
                String text = string(reader);
                set(builder, located(reader, () -> Times.parseDuration(text)));
            }
            case FIELD_MASK -> fieldMask(reader, builder);
            case STRUCT -> struct(reader, builder, messages);
            case LIST_VALUE -> list(reader, builder, messages);
            case VALUE -> value(reader, builder, messages);
            case WRAPPER -> {
                FieldDescriptor field = field(builder, 1);
                Object value = messages.value(reader, builder, field);
                if (value != null) {
                    builder.setField(field, value);
                }
            }
            case ANY, NONE -> throw new IllegalArgumentException(type.name());
        }
    }

    private static void set(Message.Builder builder, Times.Moment moment) {
        builder.setField(field(builder, 1), moment.seconds());
        builder.setField(field(builder, 2), moment.nanos());
    }

    private static void fieldMask(JsonReader reader, Message.Builder builder) {
        String mask = string(reader);
        if (mask.isEmpty()) {
            return;
        }
        for (String path : mask.split(",", -1)) {
            String known = located(reader, () -> FieldPaths.fromJson(path));
            builder.addRepeatedField(field(builder, 1), known);
        }
    }

    private static void struct(JsonReader reader, Message.Builder builder, MessageParser messages) {
        if (reader.token() != JsonToken.BEGIN_OBJECT) {
            throw reader.unexpected(JsonToken.BEGIN_OBJECT.text());
        }
        FieldDescriptor fields = field(builder, 1);
        Descriptor entryType = fields.getMessageType();
        while (reader.next() != JsonToken.END_OBJECT) {
            Message.Builder entry = builder.newBuilderForField(fields);
            entry.setField(entryType.findFieldByNumber(1), reader.string());
            reader.next();
            FieldDescriptor valueField = entryType.findFieldByNumber(2);
            Message.Builder value = entry.newBuilderForField(valueField);
            messages.message(reader, value);
            builder.addRepeatedField(fields, entry.setField(valueField, value.build()).build());
        }
    }

    private static void list(JsonReader reader, Message.Builder builder, MessageParser messages) {
        if (reader.token() != JsonToken.BEGIN_ARRAY) {
            throw reader.unexpected(JsonToken.BEGIN_ARRAY.text());
        }
        FieldDescriptor values = field(builder, 1);
        while (reader.next() != JsonToken.END_ARRAY) {
            Message.Builder value = builder.newBuilderForField(values);
            messages.message(reader, value);
            builder.addRepeatedField(values, value.build());
        }
    }

    private static void value(JsonReader reader, Message.Builder builder, MessageParser messages) {
        switch (reader.token()) {
            case NULL -> {
                FieldDescriptor nothing = field(builder, 1);
                builder.setField(nothing, nothing.getEnumType().findValueByNumber(0));
            }
            case NUMBER -> set(builder, 2, messages.value(reader, builder, field(builder, 2)));
            case STRING -> set(builder, 3, reader.string());
            case TRUE -> set(builder, 4, true);
            case FALSE -> set(builder, 4, false);
            case BEGIN_OBJECT ->
                    set(builder, 5, messages.value(reader, builder, field(builder, 5)));
            case BEGIN_ARRAY -> set(builder, 6, messages.value(reader, builder, field(builder, 6)));
            case NAME, END_OBJECT, END_ARRAY, END -> throw reader.unexpected("a value");
        }
    }

    private static void set(Message.Builder builder, int number, @Nullable Object value) {
        if (value != null) {
            builder.setField(field(builder, number), value);
        }
    }

    private static FieldDescriptor field(Message.Builder builder, int number) {
        return builder.getDescriptorForType().findFieldByNumber(number);
    }

    private static String string(JsonReader reader) {
        if (reader.token() != JsonToken.STRING) {
            throw reader.unexpected(JsonToken.STRING.text());
        }
        return reader.string();
    }

    /** The same, with the place in what goes wrong. */
    private static <T> T located(JsonReader reader, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (JsonException e) {
            throw reader.error(String.valueOf(e.getMessage()));
        }
    }
}
