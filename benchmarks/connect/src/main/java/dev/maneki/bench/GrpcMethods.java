package dev.maneki.bench;

import com.google.protobuf.Message;
import dev.maneki.bench.v1.Chunk;
import dev.maneki.bench.v1.StreamRequest;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;

/** The service's methods as grpc-java's plugin would write them. */
final class GrpcMethods {
    static final String SERVICE = "maneki.bench.v1.BenchService";

    static final MethodDescriptor<Chunk, Chunk> ECHO =
            method(
                    "Echo",
                    MethodDescriptor.MethodType.UNARY,
                    Chunk.getDefaultInstance(),
                    Chunk.getDefaultInstance());

    static final MethodDescriptor<StreamRequest, Chunk> STREAM =
            method(
                    "Stream",
                    MethodDescriptor.MethodType.SERVER_STREAMING,
                    StreamRequest.getDefaultInstance(),
                    Chunk.getDefaultInstance());

    static final MethodDescriptor<Chunk, Chunk> PING_PONG =
            method(
                    "PingPong",
                    MethodDescriptor.MethodType.BIDI_STREAMING,
                    Chunk.getDefaultInstance(),
                    Chunk.getDefaultInstance());

    private GrpcMethods() {}

    private static <I extends Message, O extends Message> MethodDescriptor<I, O> method(
            String name, MethodDescriptor.MethodType type, I request, O response) {
        return MethodDescriptor.<I, O>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setSampledToLocalTracing(true)
                .setRequestMarshaller(ProtoUtils.marshaller(request))
                .setResponseMarshaller(ProtoUtils.marshaller(response))
                .build();
    }
}
