package dev.maneki.connect;

import com.google.protobuf.Message;

/**
 * What is known of a method before it is called. Generated code holds one for each. Immutable.
 *
 * @param service the service's full name, as {@code connectrpc.eliza.v1.ElizaService}
 * @param name the method's name, as {@code Say}
 * @param path {@code /service/name}: what the HTTP path ends in, case-sensitive
 * @param kind how many messages go each way
 * @param idempotency what calling it twice does; with {@code NO_SIDE_EFFECTS} it has Connect's GET
 * @param input the requests' type
 * @param output the responses' type
 */
public record MethodSpec<I, O>(
        String service,
        String name,
        String path,
        MethodKind kind,
        Idempotency idempotency,
        MessageType<I> input,
        MessageType<O> output) {

    /** A method of any message types. */
    public static <I, O> MethodSpec<I, O> of(
            String service,
            String name,
            MethodKind kind,
            Idempotency idempotency,
            MessageType<I> input,
            MessageType<O> output) {
        String path = "/" + service + "/" + name;
        return new MethodSpec<>(service, name, path, kind, idempotency, input, output);
    }

    /** A method of protobuf messages, given by their empty ones. */
    public static <I extends Message, O extends Message> MethodSpec<I, O> of(
            String service,
            String name,
            MethodKind kind,
            Idempotency idempotency,
            I input,
            O output) {
        return of(service, name, kind, idempotency, MessageType.of(input), MessageType.of(output));
    }
}
