package dev.maneki.connect.protojson;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.maneki.connect.json.JsonWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message type as JSON has it: its fields by their names, and their names as bytes. */
final class JsonType {
    final WellKnown wellKnown;
    private final Map<String, FieldDescriptor> byName = new HashMap<>();
    private final byte[][] quotedNames;

    JsonType(Descriptor type) {
        wellKnown = WellKnown.of(type);
        List<FieldDescriptor> fields = type.getFields();
        quotedNames = new byte[fields.size()][];
        for (FieldDescriptor field : fields) {
            quotedNames[field.getIndex()] = JsonWriter.quoted(field.getJsonName());
            byName.put(field.getJsonName(), field);
        }
        // A name of the .proto file never hides another field's JSON name.
        for (FieldDescriptor field : fields) {
            byName.putIfAbsent(field.getName(), field);
        }
    }

    @Nullable FieldDescriptor find(String name) {
        return byName.get(name);
    }

    /** The field's name in quotes, with its colon's place after it. */
    byte[] quotedName(FieldDescriptor field) {
        return quotedNames[field.getIndex()];
    }
}
