package dev.maneki.example.greet;

import dev.maneki.connect.Cors;
import dev.maneki.connect.Router;
import dev.maneki.connect.netty.NettyServer;
import dev.maneki.example.greet.v1.GreetService;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Serves the greetings: Connect, gRPC and gRPC-Web, over HTTP/1.1 and HTTP/2, on one port. */
public final class GreetServer {
    private GreetServer() {}

    /** Serves on the loopback until the process is told to end. The one argument is the port. */
    public static void main(String[] arguments) throws InterruptedException {
        int port = arguments.length == 0 ? 8080 : Integer.parseInt(arguments[0]);
        NettyServer server =
                NettyServer.builder(router()::serve)
                        .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        .start();
        System.out.println("serving on http://localhost:" + server.port());

        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> server.shutdown(Duration.ofSeconds(10)).join()));
        Thread.currentThread().join();
    }

    /** What is served, whatever the transport. */
    static Router router() {
        return Router.builder()
                .service(GreetService.service(new Greetings()))
                .cors(Cors.ANY_ORIGIN.exposeHeaders("greet-language", "trailer-greet-count"))
                .build();
    }
}
