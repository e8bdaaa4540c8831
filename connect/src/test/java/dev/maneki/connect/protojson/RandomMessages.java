package dev.maneki.connect.protojson;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Messages of a type, at random, with values at the edges more often than chance has them. */
final class RandomMessages {
    private final Random random;

    RandomMessages(long seed) {
        random = new Random(seed);
    }

    DynamicMessage next(Descriptor type, int depth) {
        DynamicMessage.Builder builder = DynamicMessage.newBuilder(type);
        for (FieldDescriptor field : type.getFields()) {
            boolean set =
                    type.getOptions().getMapEntry()
                            || !type.getFile().getPackage().equals("test")
                            || random.nextInt(6) == 0;
            if (!set
                    || field.getRealContainingOneof() != null
                            && builder.hasOneof(field.getRealContainingOneof())) {
                continue;
            }
            Set<Object> keys = new HashSet<>();
            int count = field.isRepeated() ? random.nextInt(3) : 1;
            for (int i = 0; i < count; i++) {
                Object value = value(field, depth);
                if (value == null) {
                    continue;
                }
                if (field.isMapField() && !keys.add(key(value))) {
                    continue; // JSON has each key once
                }
                if (field.isRepeated()) {
                    builder.addRepeatedField(field, value);
                } else {
                    builder.setField(field, value);
                }
            }
        }
        return builder.build();
    }

    private static Object key(Object entry) {
        Message message = (Message) entry;
        return message.getField(message.getDescriptorForType().findFieldByNumber(1));
    }

    private @Nullable Object value(FieldDescriptor field, int depth) {
        return switch (field.getType()) {
            case INT32, SINT32, SFIXED32, UINT32, FIXED32 ->
                    pick(0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, random.nextInt());
            case INT64, SINT64, SFIXED64, UINT64, FIXED64 ->
                    pick(0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, random.nextLong());
            case BOOL -> random.nextBoolean();
            case FLOAT ->
                    pick(
                            0f,
                            0f,
                            1.5f,
                            Float.MAX_VALUE,
                            Float.MIN_VALUE,
                            Float.NaN,
                            Float.POSITIVE_INFINITY,
                            Float.NEGATIVE_INFINITY,
                            1e20f,
                            random.nextFloat());
            case DOUBLE ->
                    pick(
                            0d,
                            0d,
                            1.5,
                            Double.MAX_VALUE,
                            Double.MIN_VALUE,
                            Double.NaN,
                            Double.POSITIVE_INFINITY,
                            Double.NEGATIVE_INFINITY,
                            1e20,
                            random.nextDouble());
            case STRING ->
                    pick(
                            "",
                            "text",
                            "\"\\\n\u0001\u2028",
                            "\u00fc\u20ac\ud83d\ude00",
                            "<&'>",
                            "a/b");
            case BYTES -> bytes();
            case ENUM ->
                    field.getEnumType().getFullName().equals("google.protobuf.NullValue")
                            ? field.getEnumType().findValueByNumber(0)
                            : field.getEnumType()
                                    .findValueByNumberCreatingIfUnknown(pick(0, 1, -7, 99));
            case MESSAGE, GROUP -> message(field.getMessageType(), depth);
        };
    }

    private @Nullable Message message(Descriptor type, int depth) {
        if (depth == 0
                && !type.getOptions().getMapEntry()
                && WellKnown.of(type) == WellKnown.NONE) {
            return DynamicMessage.getDefaultInstance(type);
        }
        return switch (WellKnown.of(type)) {
            case ANY -> any(depth);
            case TIMESTAMP ->
                    Timestamp.newBuilder()
                            .setSeconds(pick(0L, -62135596800L, 253402300799L, 1_700_000_000L, -1L))
                            .setNanos(nanos())
                            .build();
            case DURATION -> {
                long seconds = pick(0L, 315576000000L, -315576000000L, 5L, -5L);
                yield Duration.newBuilder()
                        .setSeconds(seconds)
                        .setNanos(seconds < 0 ? -nanos() : nanos())
                        .build();
            }
            case FIELD_MASK ->
                    FieldMask.newBuilder()
                            .addAllPaths(pick(List.of(), List.of("foo_bar.baz", "x"), List.of("a")))
                            .build();
            case VALUE -> json(depth);
            case STRUCT -> json(5, depth).getStructValue();
            case LIST_VALUE -> json(4, depth).getListValue();
            case NONE, WRAPPER -> next(type, depth - 1);
        };
    }

    private Any any(int depth) {
        Message content =
                switch (depth == 0 ? 0 : random.nextInt(4)) {
                    case 0 -> Any.getDefaultInstance();
                    case 1 -> next(TestSchema.EVERYTHING, depth - 1);
                    case 2 -> Timestamp.newBuilder().setSeconds(1).build();
                    default -> json(depth - 1);
                };
        return content instanceof Any empty ? empty : Any.pack(content);
    }

    private Value json(int depth) {
        return json(random.nextInt(depth <= 0 ? 4 : 6), depth);
    }

    private Value json(int kind, int depth) {
        Value.Builder value = Value.newBuilder();
        switch (kind) {
            case 0 -> value.setNullValueValue(0);
            case 1 -> value.setNumberValue(pick(0d, -1.5, 1e300, 7d));
            case 2 -> value.setStringValue(pick("", "x", "\u20ac"));
            case 3 -> value.setBoolValue(random.nextBoolean());
            case 4 -> {
                value.getListValueBuilder();
                for (int i = random.nextInt(3); i > 0; i--) {
                    value.getListValueBuilder().addValues(json(depth - 1));
                }
            }
            default -> {
                value.getStructValueBuilder();
                for (int i = random.nextInt(3); i > 0; i--) {
                    value.getStructValueBuilder().putFields("k" + i, json(depth - 1));
                }
            }
        }
        return value.build();
    }

    private int nanos() {
        return pick(0, 1, 999_999_999, 500_000_000, 120_000, 1_000);
    }

    private ByteString bytes() {
        byte[] bytes = new byte[random.nextInt(6)];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    @SafeVarargs
    private <T> T pick(T... from) {
        return from[random.nextInt(from.length)];
    }
}
