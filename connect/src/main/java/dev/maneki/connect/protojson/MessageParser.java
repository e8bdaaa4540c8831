package dev.maneki.connect.protojson;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.maneki.connect.json.JsonException;
import dev.maneki.connect.json.JsonReader;
import dev.maneki.connect.json.JsonToken;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one message. Not thread-safe. */
public final class MessageParser {
    private final JsonTypes types;
    private final boolean skipUnknown;
    private @Nullable Descriptor root;

    /**
     * A parser.
     *
     * @param skipUnknown whether members and enum values that are not known are skipped, or refused
     */
    public MessageParser(JsonTypes types, boolean skipUnknown) {
        this.types = types;
        this.skipUnknown = skipUnknown;
    }

    /**
     * Reads a whole text into the builder.
     *
     * @throws JsonException for what is not JSON, or not of this message
     */
    public void parse(JsonReader reader, Message.Builder builder) {
        root = builder.getDescriptorForType();
        reader.next();
        message(reader, builder);
        reader.expect(JsonToken.END);
    }

    /** Reads the value whose first token the reader stands on; ends on its last. */
    void message(JsonReader reader, Message.Builder builder) {
        Descriptor descriptor = builder.getDescriptorForType();
        JsonType type = types.of(descriptor);
        switch (type.wellKnown) {
            case NONE -> fields(reader, builder, type, false);
            case ANY -> any(reader, builder, descriptor);
            default -> WellKnownParser.parse(reader, builder, type.wellKnown, this);
        }
    }

    /**
     * Reads an object's members.
     *
     * @param inAny whether {@code @type} is among them, which has been seen to
     */
    private void fields(JsonReader reader, Message.Builder builder, JsonType type, boolean inAny) {
        begin(reader, JsonToken.BEGIN_OBJECT);
        // What was set cannot be asked of the builder: a default without presence leaves no trace.
        Set<FieldDescriptor> seen = new HashSet<>();
        while (reader.next() != JsonToken.END_OBJECT) {
            String name = reader.string();
            FieldDescriptor field = type.find(name);
            if (field != null) {
                member(reader, builder, field, seen);
            } else if (skipUnknown || inAny && name.equals("@type")) {
                reader.skip();
            } else {
                throw reader.error(
                        builder.getDescriptorForType().getFullName()
                                + " has no field '"
                                + name
                                + "'");
            }
        }
    }

    private void member(
            JsonReader reader,
            Message.Builder builder,
            FieldDescriptor field,
            Set<FieldDescriptor> seen) {
        if (!seen.add(field)) {
            throw reader.error("the field " + field.getName() + " comes twice");
        }
        if (reader.next() == JsonToken.NULL && !takesNull(field)) {
            return;
        }
        OneofDescriptor oneof = field.getContainingOneof();
        if (oneof != null && builder.hasOneof(oneof)) {
            throw reader.error(
                    "another field than "
                            + field.getName()
                            + " of the oneof "
                            + oneof.getName()
                            + " is set already");
        }
        if (field.isMapField()) {
            map(reader, builder, field);
        } else if (field.isRepeated()) {
            list(reader, builder, field);
        } else {
            Object value = value(reader, builder, field);
            if (value != null) {
                builder.setField(field, value);
            }
        }
    }

    /** Whether null is a value of this field, and not the lack of one. */
    private static boolean takesNull(FieldDescriptor field) {
        return !field.isRepeated() && nullIsValue(field);
    }

    private static boolean nullIsValue(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case MESSAGE -> WellKnown.of(field.getMessageType()) == WellKnown.VALUE;
            case ENUM -> Scalars.isNullValue(field.getEnumType());
            default -> false;
        };
    }

    private void list(JsonReader reader, Message.Builder builder, FieldDescriptor field) {
        begin(reader, JsonToken.BEGIN_ARRAY);
        while (reader.next() != JsonToken.END_ARRAY) {
            Object element = element(reader, builder, field);
            if (element != null) {
                builder.addRepeatedField(field, element);
            }
        }
    }

    private void map(JsonReader reader, Message.Builder builder, FieldDescriptor field) {
        begin(reader, JsonToken.BEGIN_OBJECT);
        FieldDescriptor keyField = field.getMessageType().findFieldByNumber(1);
        FieldDescriptor valueField = field.getMessageType().findFieldByNumber(2);
        Set<Object> keys = new HashSet<>();
        while (reader.next() != JsonToken.END_OBJECT) {
            Message.Builder entry = builder.newBuilderForField(field);
            Object key = Scalars.mapKey(reader, keyField);
            if (!keys.add(key)) {
                throw reader.error("the key " + key + " comes twice");
            }
            reader.next();
            Object value = element(reader, entry, valueField);
            if (value != null) {
                builder.addRepeatedField(
                        field, entry.setField(keyField, key).setField(valueField, value).build());
            }
        }
    }

    private @Nullable Object element(
            JsonReader reader, Message.Builder owner, FieldDescriptor field) {
        if (reader.token() == JsonToken.NULL && !nullIsValue(field)) {
            throw reader.error("null cannot stand in the list or map " + field.getName());
        }
        return value(reader, owner, field);
    }

    /** One value; null if it is to be skipped, as an enum's name that is not known. */
    @Nullable Object value(JsonReader reader, Message.Builder owner, FieldDescriptor field) {
        if (field.getJavaType() == JavaType.MESSAGE) {
            Message.Builder nested = owner.newBuilderForField(field);
            message(reader, nested);
            return nested.buildPartial();
        }
        return Scalars.value(reader, field, skipUnknown);
    }

    private void any(JsonReader reader, Message.Builder builder, Descriptor descriptor) {
        begin(reader, JsonToken.BEGIN_OBJECT);
        String url = typeUrl(reader.fork());
        if (url == null) {
            reader.next();
            if (reader.token() != JsonToken.END_OBJECT) {
                throw reader.error("an Any has no @type");
            }
            return;
        }
        Descriptor type = types.resolve(url, root == null ? descriptor : root);
        Message.Builder content = DynamicMessage.newBuilder(type);
        JsonType known = types.of(type);
        if (known.wellKnown == WellKnown.NONE) {
            fields(reader, content, known, true);
        } else {
            wellKnownContent(reader, content);
        }
        builder.setField(descriptor.findFieldByNumber(1), url);
        builder.setField(descriptor.findFieldByNumber(2), content.buildPartial().toByteString());
    }

    /** The content of an Any whose type has a JSON form of its own stands in {@code value}. */
    private void wellKnownContent(JsonReader reader, Message.Builder content) {
        boolean seen = false;
        while (reader.next() != JsonToken.END_OBJECT) {
            String name = reader.string();
            if (name.equals("value") && !seen) {
                seen = true;
                reader.next();
                message(reader, content);
            } else if (name.equals("@type") || skipUnknown && !name.equals("value")) {
                reader.skip();
            } else {
                throw reader.error(
                        "an Any of this type has @type and one value, no '" + name + "'");
            }
        }
        if (!seen) {
            throw reader.error("an Any of this type has its content in 'value'");
        }
    }

    /** The {@code @type} among the members to come: it may stand behind what needs it. */
    private static @Nullable String typeUrl(JsonReader ahead) {
        String url = null;
        while (ahead.next() != JsonToken.END_OBJECT) {
            if (!ahead.string().equals("@type")) {
                ahead.skip();
                continue;
            }
            if (url != null) {
                throw ahead.error("@type comes twice");
            }
            ahead.expect(JsonToken.STRING);
            url = ahead.string();
        }
        return url;
    }

    /**
     * Checks that the reader stands on the beginning of an object or array. The members of an Any
     * have been entered already when its fields are read.
     */
    private static void begin(JsonReader reader, JsonToken expected) {
        if (reader.token() != expected) {
            throw reader.unexpected(expected.text());
        }
    }
}
