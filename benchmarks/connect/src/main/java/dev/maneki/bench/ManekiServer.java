package dev.maneki.bench;

import com.google.protobuf.ByteString;
import dev.maneki.bench.v1.BenchService;
import dev.maneki.bench.v1.BenchServiceAsync;
import dev.maneki.bench.v1.Chunk;
import dev.maneki.bench.v1.StreamRequest;
import dev.maneki.connect.Requests;
import dev.maneki.connect.Responses;
import dev.maneki.connect.Router;
import dev.maneki.connect.ServerCall;
import dev.maneki.connect.Service;
import dev.maneki.connect.netty.NettyServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** This project's server, in both forms that it has for handlers. */
final class ManekiServer {
    private ManekiServer() {}

    static void start(Service service, int port) {
        Router router = Router.builder().service(service).build();
        NettyServer.builder(router::serve)
                .threads(1)
                .maxConcurrentStreams(1000)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .start();
    }

    /** Each call has a virtual thread. */
    static Service blocking() {
        return BenchService.service(
                new BenchService() {
                    @Override
                    public Chunk echo(Chunk request, ServerCall call) {
                        return Chunk.newBuilder().setBody(request.getBody()).build();
                    }

                    @Override
                    public void stream(
                            StreamRequest request, Responses<Chunk> responses, ServerCall call) {
                        ByteString body = ByteString.copyFrom(new byte[request.getSize()]);
                        for (int i = 0; i < request.getCount(); i++) {
                            responses.send(Chunk.newBuilder().setBody(body).build());
                        }
                    }

                    @Override
                    public void pingPong(
                            Requests<Chunk> requests, Responses<Chunk> responses, ServerCall call) {
                        for (Chunk request : requests) {
                            responses.send(Chunk.newBuilder().setBody(request.getBody()).build());
                        }
                    }
                });
    }

    /** Handlers run on the event loop. */
    static Service async() {
        return BenchServiceAsync.service(
                new BenchServiceAsync() {
                    @Override
                    public CompletionStage<Chunk> echo(Chunk request, ServerCall call) {
                        return CompletableFuture.completedStage(
                                Chunk.newBuilder().setBody(request.getBody()).build());
                    }

                    @Override
                    public Flow.Publisher<Chunk> stream(StreamRequest request, ServerCall call) {
                        return new Chunks(request);
                    }

                    @Override
                    public Flow.Publisher<Chunk> pingPong(
                            Flow.Publisher<Chunk> requests, ServerCall call) {
                        return subscriber ->
                                requests.subscribe(
                                        new Mapped<>(
                                                subscriber,
                                                request ->
                                                        Chunk.newBuilder()
                                                                .setBody(request.getBody())
                                                                .build()));
                    }
                });
    }
}
