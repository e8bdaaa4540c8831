package dev.maneki.connect;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;

/**
 * A typed message that says more about an error.
 *
 * @param type the message's full name, without a URL before it, as {@code google.rpc.RetryInfo}
 * @param value the message, in protobuf's binary form
 */
public record ErrorDetail(String type, ByteString value) {
    private static final String URL_PREFIX = "type.googleapis.com/";

    /** A detail that carries this message. */
    public static ErrorDetail of(Message message) {
        return new ErrorDetail(
                message.getDescriptorForType().getFullName(), message.toByteString());
    }

    /**
     * A detail from its form in a {@code google.rpc.Status}; what stands before the last slash
     * goes.
     */
    public static ErrorDetail of(Any any) {
        String url = any.getTypeUrl();
        return new ErrorDetail(url.substring(url.lastIndexOf('/') + 1), any.getValue());
    }

    /** Whether it carries a message of that type. */
    public boolean is(Message prototype) {
        return type.equals(prototype.getDescriptorForType().getFullName());
    }

    /**
     * The message it carries.
     *
     * @throws ConnectException {@link Code#INTERNAL} if it is of another type, or malformed
     */
    @SuppressWarnings("unchecked")
    public <M extends Message> M unpack(M prototype) {
        if (!is(prototype)) {
            throw new ConnectException(
                    Code.INTERNAL,
                    "the error detail is a "
                            + type
                            + ", not a "
                            + prototype.getDescriptorForType().getFullName());
        }
        try {
            return (M) prototype.getParserForType().parseFrom(value);
        } catch (InvalidProtocolBufferException e) {
            throw new ConnectException(
                    Code.INTERNAL, "the error detail of type " + type + " is malformed", e);
        }
    }

    /** Its form in a {@code google.rpc.Status}. */
    public Any toAny() {
        return Any.newBuilder().setTypeUrl(URL_PREFIX + type).setValue(value).build();
    }
}
