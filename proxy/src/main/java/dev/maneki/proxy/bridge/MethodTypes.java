package dev.maneki.proxy.bridge;

import com.google.protobuf.DynamicMessage;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.MessageType;
import dev.maneki.connect.MethodKind;
import dev.maneki.connect.codec.JsonCodec;
import dev.maneki.connect.codec.ProtoCodec;
import dev.maneki.connect.protocol.Payload;

/**
 * What a method takes and gives: enough to make protobuf of JSON, and back. Immutable, thread-safe.
 *
 * @param json knows all types of the schema, for {@code Any}
 */
record MethodTypes(
        MethodKind kind,
        MessageType<DynamicMessage> input,
        MessageType<DynamicMessage> output,
        JsonCodec json) {

    /**
     * A request's message.
     *
     * @throws ConnectException {@link Code#INVALID_ARGUMENT} if it is not JSON of its type
     */
    Payload toProto(Payload message) {
        DynamicMessage read =
                json.decode(input, message.array(), message.offset(), message.length());
        return ProtoCodec.INSTANCE.encode(input, read);
    }

    /**
     * A response's message.
     *
     * @throws ConnectException {@link Code#INTERNAL} if it is not of its type
     */
    Payload toJson(Payload message) {
        try {
            DynamicMessage read =
                    ProtoCodec.INSTANCE.decode(
                            output, message.array(), message.offset(), message.length());
            return json.encode(output, read);
        } catch (ConnectException e) {
            throw new ConnectException(
                    Code.INTERNAL, "what the backend sent does not fit its schema: " + e.text(), e);
        }
    }
}
