package dev.maneki.connect.codec;

import com.google.protobuf.Message;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.MessageType;
import dev.maneki.connect.json.JsonException;
import dev.maneki.connect.json.JsonReader;
import dev.maneki.connect.json.JsonWriter;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protojson.JsonTypes;
import dev.maneki.connect.protojson.MessageParser;
import dev.maneki.connect.protojson.MessagePrinter;

/**
 * Protobuf's JSON form (ProtoJSON). Thread-safe.
 *
 * <p>Written: names in lower camel case, enums by name, 64-bit integers as strings, fields that
 * have their default and no presence left out. Read: these, and the names of the .proto file.
 * Fields that are not known are skipped, so that old servers understand new clients, as in the
 * binary form; {@link #refusingUnknownFields} is for those who would rather find misspelt ones.
 */
public final class JsonCodec implements Codec {
    /** Of no more types than messages themselves name; skips unknown fields. */
    public static final JsonCodec INSTANCE = new JsonCodec(TypeRegistry.EMPTY, true);

    private static final int GUESS = 256;

    private final JsonTypes types;
    private final TypeRegistry registry;
    private final boolean skipUnknown;

    private JsonCodec(TypeRegistry registry, boolean skipUnknown) {
        this.types = new JsonTypes(registry);
        this.registry = registry;
        this.skipUnknown = skipUnknown;
    }

    /** A codec that also knows these types, for {@code Any}. */
    public static JsonCodec of(TypeRegistry registry) {
        return new JsonCodec(registry, true);
    }

    /** The same, but a field that is not known is an error. */
    public JsonCodec refusingUnknownFields() {
        return new JsonCodec(registry, false);
    }

    @Override
    public String name() {
        return "json";
    }

    @Override
    public <T> Payload encode(MessageType<T> type, T message) {
        if (!(message instanceof Message known)) {
            throw noJson(type);
        }
        JsonWriter writer = new JsonWriter(Payload.HEADROOM, GUESS);
        try {
            new MessagePrinter(types, writer).print(known);
        } catch (JsonException e) {
            throw new ConnectException(
                    Code.INTERNAL, "the message cannot be written as JSON: " + e.getMessage(), e);
        }
        return new Payload(writer.array(), writer.offset(), writer.length(), false);
    }

    @Override
    public <T> Payload encodeDeterministic(MessageType<T> type, T message) {
        return encode(type, message); // fields by number, maps as they were made
    }

    @Override
    @SuppressWarnings("unchecked") // the builder of a prototype builds what the prototype is
    public <T> T decode(MessageType<T> type, byte[] array, int offset, int length) {
        Message prototype = type.prototype();
        if (prototype == null) {
            throw noJson(type);
        }
        JsonReader reader = new JsonReader(array, offset, length, JsonReader.DEFAULT_MAX_DEPTH);
        Message.Builder builder = prototype.newBuilderForType();
        try {
            new MessageParser(types, skipUnknown).parse(reader, builder);
        } catch (JsonException e) {
            throw new ConnectException(
                    Code.INVALID_ARGUMENT,
                    "the message is not a valid " + type.name() + " in JSON: " + e.getMessage());
        }
        return (T) builder.buildPartial();
    }

    @Override
    public boolean binary() {
        return false;
    }

    private static ConnectException noJson(MessageType<?> type) {
        return new ConnectException(
                Code.UNIMPLEMENTED, type.name() + " is no protobuf message, and has no JSON form");
    }
}
