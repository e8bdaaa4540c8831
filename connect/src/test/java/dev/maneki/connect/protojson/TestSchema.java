package dev.maneki.connect.protojson;

import com.google.protobuf.AnyProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.WrappersProto;

/** A message type with fields of every kind, once alone, once repeated, once as a map's value. */
final class TestSchema {
    private static final String[] MESSAGES = {
        ".test.Everything",
        ".google.protobuf.Any",
        ".google.protobuf.Timestamp",
        ".google.protobuf.Duration",
        ".google.protobuf.FieldMask",
        ".google.protobuf.Struct",
        ".google.protobuf.Value",
        ".google.protobuf.ListValue",
        ".google.protobuf.DoubleValue",
        ".google.protobuf.FloatValue",
        ".google.protobuf.Int64Value",
        ".google.protobuf.UInt64Value",
        ".google.protobuf.Int32Value",
        ".google.protobuf.UInt32Value",
        ".google.protobuf.BoolValue",
        ".google.protobuf.StringValue",
        ".google.protobuf.BytesValue",
    };

    static final Descriptor EVERYTHING = build().findMessageTypeByName("Everything");

    private TestSchema() {}

    private static FileDescriptor build() {
        DescriptorProto.Builder everything = DescriptorProto.newBuilder().setName("Everything");
        everything.addOneofDecl(OneofDescriptorProto.newBuilder().setName("choice"));
        everything.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_maybe"));
        int number = 1;
        for (Type type : Type.values()) {
            if (type == Type.TYPE_GROUP || type == Type.TYPE_MESSAGE) {
                continue;
            }
            String name = type.name().toLowerCase(java.util.Locale.ROOT).substring(5);
            String typeName = type == Type.TYPE_ENUM ? ".test.Color" : "";
            number = add(everything, number, name, type, typeName);
        }
        number =
                add(everything, number, "null_value", Type.TYPE_ENUM, ".google.protobuf.NullValue");
        for (String message : MESSAGES) {
            String simple = message.substring(message.lastIndexOf('.') + 1);
            number =
                    add(
                            everything,
                            number,
                            "m_" + simple.toLowerCase(java.util.Locale.ROOT),
                            Type.TYPE_MESSAGE,
                            message);
        }
        everything.addField(field(number++, "either_text", Type.TYPE_STRING, "").setOneofIndex(0));
        everything.addField(field(number++, "or_number", Type.TYPE_INT32, "").setOneofIndex(0));
        everything.addField(
                field(number++, "maybe", Type.TYPE_INT32, "")
                        .setOneofIndex(1)
                        .setProto3Optional(true));
        for (Type key :
                new Type[] {
                    Type.TYPE_INT32, Type.TYPE_UINT64, Type.TYPE_BOOL, Type.TYPE_SFIXED64
                }) {
            String name = "by_" + key.name().toLowerCase(java.util.Locale.ROOT).substring(5);
            addMap(everything, number++, name, key, Type.TYPE_STRING, "");
        }
        FileDescriptorProto file =
                FileDescriptorProto.newBuilder()
                        .setName("test.proto")
                        .setPackage("test")
                        .setSyntax("proto3")
                        .addDependency("google/protobuf/any.proto")
                        .addDependency("google/protobuf/timestamp.proto")
                        .addDependency("google/protobuf/duration.proto")
                        .addDependency("google/protobuf/field_mask.proto")
                        .addDependency("google/protobuf/struct.proto")
                        .addDependency("google/protobuf/wrappers.proto")
                        .addEnumType(
                                EnumDescriptorProto.newBuilder()
                                        .setName("Color")
                                        .addValue(color("NONE", 0))
                                        .addValue(color("RED", 1))
                                        .addValue(color("BLUE", -7)))
                        .addMessageType(everything)
                        .build();
        FileDescriptor[] imports = {
            AnyProto.getDescriptor(),
            TimestampProto.getDescriptor(),
            DurationProto.getDescriptor(),
            FieldMaskProto.getDescriptor(),
            StructProto.getDescriptor(),
            WrappersProto.getDescriptor(),
        };
        try {
            return FileDescriptor.buildFrom(file, imports);
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EnumValueDescriptorProto color(String name, int number) {
        return EnumValueDescriptorProto.newBuilder().setName(name).setNumber(number).build();
    }

    private static int add(
            DescriptorProto.Builder message, int number, String name, Type type, String typeName) {
        message.addField(field(number, "one_" + name, type, typeName));
        message.addField(
                field(number + 1, "many_" + name, type, typeName).setLabel(Label.LABEL_REPEATED));
        addMap(message, number + 2, "named_" + name, Type.TYPE_STRING, type, typeName);
        return number + 3;
    }

    private static void addMap(
            DescriptorProto.Builder message,
            int number,
            String name,
            Type key,
            Type type,
            String typeName) {
        StringBuilder entry = new StringBuilder();
        for (String part : name.split("_", -1)) {
            entry.append(part.substring(0, 1).toUpperCase(java.util.Locale.ROOT))
                    .append(part.substring(1));
        }
        entry.append("Entry");
        message.addNestedType(
                DescriptorProto.newBuilder()
                        .setName(entry.toString())
                        .setOptions(MessageOptions.newBuilder().setMapEntry(true))
                        .addField(field(1, "key", key, ""))
                        .addField(field(2, "value", type, typeName)));
        message.addField(
                field(number, name, Type.TYPE_MESSAGE, ".test.Everything." + entry)
                        .setLabel(Label.LABEL_REPEATED));
    }

    private static FieldDescriptorProto.Builder field(
            int number, String name, Type type, String typeName) {
        FieldDescriptorProto.Builder field =
                FieldDescriptorProto.newBuilder()
                        .setName(name)
                        .setNumber(number)
                        .setType(type)
                        .setLabel(Label.LABEL_OPTIONAL);
        if (!typeName.isEmpty()) {
            field.setTypeName(typeName);
        }
        return field;
    }
}
