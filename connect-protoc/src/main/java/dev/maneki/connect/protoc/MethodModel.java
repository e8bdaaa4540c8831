package dev.maneki.connect.protoc;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.GeneratorNames;

/**
 * A method with its Java names.
 *
 * @param name as the .proto file has it
 * @param constant of its {@code MethodSpec}
 * @param javaName of its methods
 * @param kind a constant of {@code MethodKind}
 * @param idempotency a constant of {@code Idempotency}
 * @param input the request's class, qualified
 * @param output the response's class, qualified
 * @param comment what stands before it in the .proto file, empty if nothing does
 */
record MethodModel(
        String name,
        String constant,
        String javaName,
        Kind kind,
        String idempotency,
        String input,
        String output,
        String comment,
        boolean deprecated) {

    /** As {@code dev.maneki.connect.MethodKind}, which is not on this program's class path. */
    enum Kind {
        UNARY("unary"),
        CLIENT_STREAM("clientStream"),
        SERVER_STREAM("serverStream"),
        BIDI_STREAM("bidiStream");

        /** How {@code Client} and {@code Service.Builder} name it. */
        final String javaName;

        Kind(String javaName) {
            this.javaName = javaName;
        }

        /** As {@code Client} names its own: one response is a future, many are a flow. */
        String suffix() {
            return this == UNARY || this == CLIENT_STREAM ? "Async" : "Flow";
        }
    }

    static MethodModel of(
            MethodDescriptor method, String constant, String javaName, String comment) {
        String idempotency =
                switch (method.getOptions().getIdempotencyLevel()) {
                    case NO_SIDE_EFFECTS -> "NO_SIDE_EFFECTS";
                    case IDEMPOTENT -> "IDEMPOTENT";
                    case IDEMPOTENCY_UNKNOWN -> "UNKNOWN";
                };
        return new MethodModel(
                method.getName(),
                constant,
                javaName,
                kind(method),
                idempotency,
                GeneratorNames.getQualifiedClassName(method.getInputType()),
                GeneratorNames.getQualifiedClassName(method.getOutputType()),
                comment,
                method.getOptions().getDeprecated());
    }

    static Kind kind(MethodDescriptor method) {
        if (method.isClientStreaming()) {
            return method.isServerStreaming() ? Kind.BIDI_STREAM : Kind.CLIENT_STREAM;
        }
        return method.isServerStreaming() ? Kind.SERVER_STREAM : Kind.UNARY;
    }
}
