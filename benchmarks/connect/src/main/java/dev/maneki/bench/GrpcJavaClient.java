package dev.maneki.bench;

import dev.maneki.bench.v1.Chunk;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** grpc-java's client, on one connection. */
final class GrpcJavaClient {
    private final ManagedChannel channel;

    GrpcJavaClient(int port) {
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port)
                        .usePlaintext()
                        .eventLoopGroup(
                                new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()))
                        .channelType(EpollSocketChannel.class)
                        .directExecutor()
                        .build();
    }

    Caller blocking(String what, Chunk chunk) {
        return Caller.blocking(
                switch (what) {
                    case "unary-100", "unary-16k" ->
                            tally -> {
                                long begun = System.nanoTime();
                                ClientCalls.blockingUnaryCall(
                                        channel, GrpcMethods.ECHO, CallOptions.DEFAULT, chunk);
                                tally.answered(begun);
                            };
                    case "stream" ->
                            tally -> {
                                long begun = System.nanoTime();
                                Iterator<Chunk> responses =
                                        ClientCalls.blockingServerStreamingCall(
                                                channel,
                                                GrpcMethods.STREAM,
                                                CallOptions.DEFAULT,
                                                ClientProgram.STREAM);
                                while (responses.hasNext()) {
                                    responses.next();
                                    tally.message();
                                }
                                tally.answered(begun);
                            };
                    case "ping-pong" ->
                            tally -> {
                                BlockingClientCall<Chunk, Chunk> both =
                                        ClientCalls.blockingBidiStreamingCall(
                                                channel,
                                                GrpcMethods.PING_PONG,
                                                CallOptions.DEFAULT);
                                while (!tally.over()) {
                                    long begun = System.nanoTime();
                                    both.write(chunk);
                                    both.read();
                                    tally.answered(begun);
                                }
                                both.cancel("enough", null);
                            };
                    default -> throw ClientProgram.unknown(what);
                });
    }

    Caller async(String what, Chunk chunk) {
        return tally -> {
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            switch (what) {
                case "unary-100", "unary-16k" -> call(chunk, tally, done);
                case "stream" -> stream(tally, done);
                case "ping-pong" -> {
                    PingPong observer = new PingPong(chunk, tally, done);
                    observer.requests =
                            ClientCalls.asyncBidiStreamingCall(
                                    channel.newCall(GrpcMethods.PING_PONG, CallOptions.DEFAULT),
                                    observer);
                    observer.send();
                }
                default -> throw ClientProgram.unknown(what);
            }
            return done;
        };
    }

    private void call(Chunk chunk, Tally tally, CompletableFuture<Boolean> done) {
        if (tally.over()) {
            done.complete(true);
            return;
        }
        long begun = System.nanoTime();
        ClientCalls.asyncUnaryCall(
                channel.newCall(GrpcMethods.ECHO, CallOptions.DEFAULT),
                chunk,
                new Observer(done) {
                    @Override
                    public void onCompleted() {
                        tally.answered(begun);
                        call(chunk, tally, done);
                    }
                });
    }

    private void stream(Tally tally, CompletableFuture<Boolean> done) {
        if (tally.over()) {
            done.complete(true);
            return;
        }
        long begun = System.nanoTime();
        ClientCalls.asyncServerStreamingCall(
                channel.newCall(GrpcMethods.STREAM, CallOptions.DEFAULT),
                ClientProgram.STREAM,
                new Observer(done) {
                    @Override
                    public void onNext(Chunk chunk) {
                        tally.message();
                    }

                    @Override
                    public void onCompleted() {
                        tally.answered(begun);
                        stream(tally, done);
                    }
                });
    }

    private abstract static class Observer implements StreamObserver<Chunk> {
        final CompletableFuture<Boolean> done;

        Observer(CompletableFuture<Boolean> done) {
            this.done = done;
        }

        @Override
        public void onNext(Chunk chunk) {}

        @Override
        public void onError(Throwable thrown) {
            done.completeExceptionally(thrown);
        }
    }

    private static final class PingPong extends Observer {
        private final Chunk chunk;
        private final Tally tally;
        private @Nullable StreamObserver<Chunk> requests;
        private long begun;

        PingPong(Chunk chunk, Tally tally, CompletableFuture<Boolean> done) {
            super(done);
            this.chunk = chunk;
            this.tally = tally;
        }

        private void send() {
            StreamObserver<Chunk> to = requests;
            if (to != null) {
                begun = System.nanoTime();
                to.onNext(chunk);
            }
        }

        @Override
        public void onNext(Chunk answer) {
            tally.answered(begun);
            if (!tally.over()) {
                send();
            } else if (requests != null) {
                requests.onCompleted();
            }
        }

        @Override
        public void onCompleted() {
            done.complete(true);
        }
    }
}
