package dev.maneki.bench;

import com.google.protobuf.ByteString;
import dev.maneki.bench.v1.Chunk;
import dev.maneki.bench.v1.StreamRequest;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;

/** The service with grpc-java's stubs, for its own server and for Armeria's. */
final class GrpcHandlers {
    private GrpcHandlers() {}

    static ServerServiceDefinition service() {
        return ServerServiceDefinition.builder(GrpcMethods.SERVICE)
                .addMethod(GrpcMethods.ECHO, ServerCalls.asyncUnaryCall(GrpcHandlers::echo))
                .addMethod(
                        GrpcMethods.STREAM,
                        ServerCalls.asyncServerStreamingCall(GrpcHandlers::stream))
                .addMethod(
                        GrpcMethods.PING_PONG,
                        ServerCalls.asyncBidiStreamingCall(GrpcHandlers::pingPong))
                .build();
    }

    private static void echo(Chunk request, StreamObserver<Chunk> responses) {
        responses.onNext(Chunk.newBuilder().setBody(request.getBody()).build());
        responses.onCompleted();
    }

    private static void stream(StreamRequest request, StreamObserver<Chunk> responses) {
        ByteString body = ByteString.copyFrom(new byte[request.getSize()]);
        for (int i = 0; i < request.getCount(); i++) {
            responses.onNext(Chunk.newBuilder().setBody(body).build());
        }
        responses.onCompleted();
    }

    private static StreamObserver<Chunk> pingPong(StreamObserver<Chunk> responses) {
        return new StreamObserver<>() {
            @Override
            public void onNext(Chunk request) {
                responses.onNext(Chunk.newBuilder().setBody(request.getBody()).build());
            }

            @Override
            public void onError(Throwable thrown) {
                // The load generator has gone.
            }

            @Override
            public void onCompleted() {
                responses.onCompleted();
            }
        };
    }
}
