package dev.maneki.bench;

import dev.maneki.bench.v1.BenchServiceClient;
import dev.maneki.bench.v1.Chunk;
import dev.maneki.connect.BidiStream;
import dev.maneki.connect.Client;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.ServerStream;
import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.netty.NettyTransport;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** This project's client, speaking gRPC on one connection. */
final class ManekiClient {
    private final BenchServiceClient client;

    ManekiClient(int port) {
        NettyTransport transport =
                NettyTransport.builder()
                        .version(HttpVersion.HTTP_2)
                        .threads(1)
                        .maxConnections(1)
                        .build();
        client =
                new BenchServiceClient(
                        Client.builder(transport, URI.create("http://127.0.0.1:" + port))
                                .protocol(Protocol.GRPC)
                                .build());
    }

    Caller blocking(String what, Chunk chunk) {
        return Caller.blocking(
                switch (what) {
                    case "unary-100", "unary-16k" ->
                            tally -> {
                                long begun = System.nanoTime();
                                client.echo(chunk);
                                tally.answered(begun);
                            };
                    case "stream" ->
                            tally -> {
                                long begun = System.nanoTime();
                                try (ServerStream<Chunk> responses =
                                        client.stream(ClientProgram.STREAM)) {
                                    while (responses.hasNext()) {
                                        responses.next();
                                        tally.message();
                                    }
                                }
                                tally.answered(begun);
                            };
                    case "ping-pong" ->
                            tally -> {
                                try (BidiStream<Chunk, Chunk> both = client.pingPong()) {
                                    while (!tally.over()) {
                                        long begun = System.nanoTime();
                                        both.send(chunk);
                                        both.next();
                                        tally.answered(begun);
                                    }
                                }
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
                    Bounce bounce = new Bounce(chunk, tally, done);
                    client.pingPongFlow(bounce).subscribe(bounce);
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
        var unused =
                client.echoAsync(chunk)
                        .whenComplete(
                                (response, thrown) -> {
                                    if (thrown != null) {
                                        done.completeExceptionally(thrown);
                                        return;
                                    }
                                    tally.answered(begun);
                                    call(chunk, tally, done);
                                });
    }

    private void stream(Tally tally, CompletableFuture<Boolean> done) {
        if (tally.over()) {
            done.complete(true);
            return;
        }
        long begun = System.nanoTime();
        client.streamFlow(ClientProgram.STREAM)
                .subscribe(
                        new Flow.Subscriber<>() {
                            @Override
                            public void onSubscribe(Flow.Subscription subscription) {
                                subscription.request(Long.MAX_VALUE);
                            }

                            @Override
                            public void onNext(Chunk item) {
                                tally.message();
                            }

                            @Override
                            public void onError(Throwable thrown) {
                                done.completeExceptionally(thrown);
                            }

                            @Override
                            public void onComplete() {
                                tally.answered(begun);
                                stream(tally, done);
                            }
                        });
    }
}
