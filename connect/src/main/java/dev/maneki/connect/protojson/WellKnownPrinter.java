package dev.maneki.connect.protojson;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.maneki.connect.json.JsonException;
import dev.maneki.connect.json.JsonWriter;
import java.util.List;
import java.util.Map;

/** Writes the types that have a JSON form of their own. */
final class WellKnownPrinter {
    private final JsonWriter writer;
    private final MessagePrinter messages;

    WellKnownPrinter(JsonWriter writer, MessagePrinter messages) {
        this.writer = writer;
        this.messages = messages;
    }

    void print(Message message, WellKnown type) {
        switch (type) {
            case TIMESTAMP ->
                    writer.string(
                            Times.timestamp((Long) get(message, 1), (Integer) get(message, 2)));
            case DURATION ->
                    writer.string(
                            Times.duration((Long) get(message, 1), (Integer) get(message, 2)));
            case FIELD_MASK -> writer.string(fieldMask((List<?>) get(message, 1)));
            case STRUCT, LIST_VALUE, WRAPPER ->
                    messages.field(
                            message.getDescriptorForType().findFieldByNumber(1), get(message, 1));
            case VALUE -> value(message);
            case ANY, NONE -> throw new IllegalArgumentException(type.name());
        }
    }

    private void value(Message message) {
        Map<FieldDescriptor, Object> set = message.getAllFields();
        if (set.size() != 1) {
            throw new JsonException("a google.protobuf.Value has no kind");
        }
        Map.Entry<FieldDescriptor, Object> kind = set.entrySet().iterator().next();
        if (kind.getValue() instanceof Double number && !Double.isFinite(number)) {
            throw new JsonException("a google.protobuf.Value cannot be " + number);
        }
        messages.field(kind.getKey(), kind.getValue());
    }

    private static Object get(Message message, int number) {
        Descriptor type = message.getDescriptorForType();
        return message.getField(type.findFieldByNumber(number));
    }

    private static String fieldMask(List<?> paths) {
        StringBuilder mask = new StringBuilder();
        for (Object path : paths) {
            mask.append(mask.isEmpty() ? "" : ",").append(FieldPaths.toJson((String) path));
        }
        return mask.toString();
    }
}
