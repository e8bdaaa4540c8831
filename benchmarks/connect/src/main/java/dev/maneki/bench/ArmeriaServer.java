package dev.maneki.bench;

import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerPort;
import com.linecorp.armeria.server.grpc.GrpcService;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Armeria's server, with handlers on the event loop. */
final class ArmeriaServer {
    private ArmeriaServer() {}

    static void start(int port) {
        Logger.getLogger("").setLevel(Level.WARNING);
        Server server =
                Server.builder()
                        .port(
                                new ServerPort(
                                        new InetSocketAddress(
                                                InetAddress.getLoopbackAddress(), port),
                                        SessionProtocol.HTTP))
                        .workerGroup(1)
                        .requestTimeoutMillis(0)
                        .maxRequestLength(0)
                        .http2MaxStreamsPerConnection(1000)
                        .service(GrpcService.builder().addService(GrpcHandlers.service()).build())
                        .build();
        server.start().join();
    }
}
