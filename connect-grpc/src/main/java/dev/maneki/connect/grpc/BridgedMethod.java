package dev.maneki.connect.grpc;

import dev.maneki.connect.Idempotency;
import dev.maneki.connect.MethodKind;
import dev.maneki.connect.MethodSpec;
import io.grpc.MethodDescriptor;

/** A method as both libraries know it. Immutable. */
record BridgedMethod<I, O>(
        MethodDescriptor<I, O> descriptor,
        MethodSpec<Object, Object> spec,
        MessageForm<I> requests,
        MessageForm<O> responses) {

    /** The method that grpc-java describes so. */
    static <I, O> BridgedMethod<I, O> of(MethodDescriptor<I, O> descriptor) {
        String fullName = descriptor.getFullMethodName();
        int slash = fullName.lastIndexOf('/');
        String service = fullName.substring(0, Math.max(slash, 0));
        String name = fullName.substring(slash + 1);
        MessageForm<I> requests =
                MessageForm.of(descriptor.getRequestMarshaller(), "request of " + fullName);
        MessageForm<O> responses =
                MessageForm.of(descriptor.getResponseMarshaller(), "response of " + fullName);
        MethodSpec<Object, Object> spec =
                MethodSpec.of(
                        service,
                        name,
                        kind(descriptor.getType()),
                        idempotency(descriptor),
                        requests.type(),
                        responses.type());
        return new BridgedMethod<>(descriptor, spec, requests, responses);
    }

    private static MethodKind kind(MethodDescriptor.MethodType type) {
        return switch (type) {
            case UNARY -> MethodKind.UNARY;
            case CLIENT_STREAMING -> MethodKind.CLIENT_STREAM;
            case SERVER_STREAMING -> MethodKind.SERVER_STREAM;
            // What may be anything is served as what allows everything.
            case BIDI_STREAMING, UNKNOWN -> MethodKind.BIDI_STREAM;
        };
    }

    private static Idempotency idempotency(MethodDescriptor<?, ?> descriptor) {
        if (descriptor.isSafe()) {
            return Idempotency.NO_SIDE_EFFECTS;
        }
        return descriptor.isIdempotent() ? Idempotency.IDEMPOTENT : Idempotency.UNKNOWN;
    }

    /** Whether requests come only once they are asked for; else there is one, and it just comes. */
    boolean requestsStream() {
        return spec.kind().requestsStream();
    }

    /** As {@link #requestsStream}, of responses. */
    boolean responsesStream() {
        return spec.kind().responsesStream();
    }
}
