package dev.maneki.connect.grpc.interop;

import dev.maneki.connect.Router;
import dev.maneki.connect.grpc.GrpcServices;
import dev.maneki.connect.netty.NettyServer;
import io.grpc.BindableService;
import io.grpc.CompressorRegistry;
import io.grpc.DecompressorRegistry;
import io.grpc.HandlerRegistry;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import java.io.File;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the suite takes for a builder of grpc-java's; it builds a router on Netty. */
final class ConnectServerBuilder extends ServerBuilder<ConnectServerBuilder> {
    private final Router.Builder router = Router.builder();

    @Override
    public ConnectServerBuilder addService(ServerServiceDefinition service) {
        router.service(GrpcServices.service(service));
        return this;
    }

    @Override
    public ConnectServerBuilder addService(BindableService service) {
        return addService(service.bindService());
    }

    @Override
    public ConnectServerBuilder maxInboundMessageSize(int bytes) {
        router.maxMessageBytes(bytes);
        return this;
    }

    @Override
    public ConnectServerBuilder addStreamTracerFactory(ServerStreamTracer.Factory factory) {
        return this; // there are none, and nothing asserts them
    }

    @Override
    public Server build() {
        return new Running(router.build());
    }

    @Override
    public ConnectServerBuilder directExecutor() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ConnectServerBuilder executor(java.util.concurrent.Executor executor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ConnectServerBuilder fallbackHandlerRegistry(HandlerRegistry registry) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ConnectServerBuilder useTransportSecurity(File chain, File key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ConnectServerBuilder decompressorRegistry(DecompressorRegistry registry) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ConnectServerBuilder compressorRegistry(CompressorRegistry registry) {
        throw new UnsupportedOperationException();
    }

    /** The server as the suite sees it. */
    private static final class Running extends Server {
        private final NettyServer server;
        private CompletableFuture<Void> ending = new CompletableFuture<>();

        Running(Router router) {
            this.server =
                    NettyServer.builder(router::serve)
                            .listen(new InetSocketAddress("localhost", 0))
                            .threads(1)
                            .start();
        }

        @Override
        public Server start() {
            return this;
        }

        @Override
        public int getPort() {
            return server.port();
        }

        @Override
        public List<? extends SocketAddress> getListenSockets() {
            return server.addresses();
        }

        @Override
        public Server shutdown() {
            ending = server.shutdown(Duration.ofSeconds(5));
            return this;
        }

        @Override
        public Server shutdownNow() {
            ending = server.shutdown(Duration.ZERO);
            return this;
        }

        @Override
        public boolean isShutdown() {
            return ending.isDone();
        }

        @Override
        public boolean isTerminated() {
            return ending.isDone();
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
            try {
                ending.get(timeout, unit);
                return true;
            } catch (TimeoutException e) {
                return false;
            } catch (java.util.concurrent.ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void awaitTermination() {
            ending.join();
        }
    }
}
