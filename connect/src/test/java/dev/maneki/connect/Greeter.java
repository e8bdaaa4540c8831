package dev.maneki.connect;

import com.google.protobuf.Message;
import com.google.protobuf.StringValue;

/** Methods of all kinds, as generated code would have them, from strings to strings. */
public final class Greeter {
    public static final String NAME = "test.v1.Greeter";

    public static final MethodSpec<StringValue, StringValue> UNARY =
            method("Unary", MethodKind.UNARY, Idempotency.UNKNOWN);
    public static final MethodSpec<StringValue, StringValue> PURE =
            method("Pure", MethodKind.UNARY, Idempotency.NO_SIDE_EFFECTS);
    public static final MethodSpec<StringValue, StringValue> CLIENT_STREAM =
            method("ClientStream", MethodKind.CLIENT_STREAM, Idempotency.UNKNOWN);
    public static final MethodSpec<StringValue, StringValue> SERVER_STREAM =
            method("ServerStream", MethodKind.SERVER_STREAM, Idempotency.UNKNOWN);
    public static final MethodSpec<StringValue, StringValue> BIDI_STREAM =
            method("BidiStream", MethodKind.BIDI_STREAM, Idempotency.UNKNOWN);

    private Greeter() {}

    private static MethodSpec<StringValue, StringValue> method(
            String name, MethodKind kind, Idempotency idempotency) {
        StringValue empty = StringValue.getDefaultInstance();
        return MethodSpec.of(NAME, name, kind, idempotency, empty, empty);
    }

    /** A message. */
    public static StringValue text(String text) {
        return StringValue.of(text);
    }

    /** A message's bytes. */
    public static byte[] bytes(Message message) {
        return message.toByteArray();
    }
}
