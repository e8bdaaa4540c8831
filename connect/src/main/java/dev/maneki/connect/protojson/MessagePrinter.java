package dev.maneki.connect.protojson;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.maneki.connect.json.JsonException;
import dev.maneki.connect.json.JsonWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one message. Not thread-safe. */
public final class MessagePrinter {
    /** As deep as {@link dev.maneki.connect.json.JsonReader} reads. */
    private static final int MAX_DEPTH = 100;

    private final JsonTypes types;
    private final JsonWriter writer;
    private final WellKnownPrinter wellKnown;
    private @Nullable Descriptor root;
    private int depth;

    /** Writes to that writer. */
    public MessagePrinter(JsonTypes types, JsonWriter writer) {
        this.types = types;
        this.writer = writer;
        this.wellKnown = new WellKnownPrinter(writer, this);
    }

    /**
     * Writes the message.
     *
     * @throws JsonException if it has no JSON form: a time out of range, an {@code Any} of unknown
     *     type
     */
    public void print(Message message) {
        if (++depth > MAX_DEPTH) {
            throw new JsonException("messages are nested more than " + MAX_DEPTH + " deep");
        }
        Descriptor descriptor = message.getDescriptorForType();
        if (root == null) {
            root = descriptor;
        }
        JsonType type = types.of(descriptor);
        switch (type.wellKnown) {
            case NONE -> {
                writer.beginObject();
                fields(message, type);
                writer.endObject();
            }
            case ANY -> any(message, descriptor);
            default -> wellKnown.print(message, type.wellKnown);
        }
        depth--;
    }

    private void fields(Message message, JsonType type) {
        for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
            FieldDescriptor field = entry.getKey();
            if (field.isExtension()) {
                writer.name("[" + field.getFullName() + "]");
            } else {
                writer.name(type.quotedName(field));
            }
            field(field, entry.getValue());
        }
    }

    /** The value of a field, of whatever cardinality. */
    void field(FieldDescriptor field, Object value) {
        if (field.isMapField()) {
            writer.beginObject();
            for (Object entry : (List<?>) value) {
                mapEntry((Message) entry);
            }
            writer.endObject();
        } else if (field.isRepeated()) {
            writer.beginArray();
            for (Object element : (List<?>) value) {
                value(field, element);
            }
            writer.endArray();
        } else {
            value(field, value);
        }
    }

    private void mapEntry(Message entry) {
        Descriptor type = entry.getDescriptorForType();
        FieldDescriptor keyField = type.findFieldByNumber(1);
        Object key = entry.getField(keyField);
        FieldDescriptor valueField = type.findFieldByNumber(2);
        writer.name(
                switch (keyField.getType()) {
                    case UINT32, FIXED32 -> Integer.toUnsignedString((Integer) key);
                    case UINT64, FIXED64 -> Long.toUnsignedString((Long) key);
                    default -> key.toString();
                });
        value(valueField, entry.getField(valueField));
    }

    private void value(FieldDescriptor field, Object value) {
        switch (field.getType()) {
            case INT32, SINT32, SFIXED32 -> writer.number((Integer) value);
            case UINT32, FIXED32 -> writer.number(Integer.toUnsignedLong((Integer) value));
            case INT64, SINT64, SFIXED64 -> writer.string(Long.toString((Long) value));
            case UINT64, FIXED64 -> writer.string(Long.toUnsignedString((Long) value));
            case BOOL -> writer.bool((Boolean) value);
            case FLOAT -> floating((Float) value, ((Float) value).toString());
            case DOUBLE -> floating((Double) value, ((Double) value).toString());
            case STRING -> writer.string((String) value);
            case BYTES -> bytes((ByteString) value);
            case ENUM -> enumValue((EnumValueDescriptor) value);
            case MESSAGE, GROUP -> print((Message) value);
        }
    }

    private void floating(double value, String text) {
        if (Double.isFinite(value)) {
            // Readers that go by way of an integer would lose the sign of -0.
            boolean whole = text.endsWith(".0") && !text.equals("-0.0");
            writer.number(whole ? text.substring(0, text.length() - 2) : text);
        } else {
            writer.string(text); // NaN, Infinity, -Infinity, as Java has them
        }
    }

    private void bytes(ByteString value) {
        byte[] array = value.toByteArray();
        writer.base64(array, 0, array.length, true);
    }

    private void enumValue(EnumValueDescriptor value) {
        if (value.getType().getFullName().equals("google.protobuf.NullValue")) {
            writer.nothing();
        } else if (value.getIndex() < 0) { // not in the schema
            writer.number(value.getNumber());
        } else {
            writer.string(value.getName());
        }
    }

    private void any(Message any, Descriptor descriptor) {
        String url = (String) any.getField(descriptor.findFieldByNumber(1));
        ByteString value = (ByteString) any.getField(descriptor.findFieldByNumber(2));
        writer.beginObject();
        if (!url.isEmpty() || !value.isEmpty()) {
            Descriptor type = types.resolve(url, root == null ? descriptor : root);
            Message content = content(type, value);
            writer.name("@type").string(url);
            JsonType known = types.of(type);
            if (known.wellKnown == WellKnown.NONE) {
                fields(content, known);
            } else {
                writer.name("value");
                print(content);
            }
        }
        writer.endObject();
    }

    private static Message content(Descriptor type, ByteString value) {
        try {
            return DynamicMessage.parseFrom(type, value);
        } catch (InvalidProtocolBufferException e) {
            throw new JsonException(
                    "an Any does not hold a valid " + type.getFullName() + ": " + e.getMessage());
        }
    }
}
