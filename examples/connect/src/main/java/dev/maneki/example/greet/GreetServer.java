package dev.maneki.example.greet;

import dev.maneki.connect.Cors;
import dev.maneki.connect.Router;
import dev.maneki.connect.Service;
import dev.maneki.connect.netty.NettyServer;
import dev.maneki.connect.services.Health;
import dev.maneki.connect.services.Reflection;
import dev.maneki.example.greet.v1.GreetService;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** Serves the greetings: Connect, gRPC and gRPC-Web, over HTTP/1.1 and HTTP/2, on one port. */
public final class GreetServer {
    private GreetServer() {}

    /** Serves on the loopback until the process is told to end. The one argument is the port. */
    public static void main(String[] arguments) throws InterruptedException {
        int port = arguments.length == 0 ? 8080 : Integer.parseInt(arguments[0]);
        Health health = new Health();
        NettyServer server =
                NettyServer.builder(router(health)::serve)
                        .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        .start();
        System.out.println("serving on http://localhost:" + server.port());

        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    health.shutdown();
                                    server.shutdown(Duration.ofSeconds(10)).join();
                                }));
        Thread.currentThread().join();
    }

    /** What is served, whatever the transport. */
    static Router router(Health health) {
        Service greetings = GreetService.service(new Greetings());
        Router.Builder router =
                Router.builder()
                        .service(greetings)
                        .service(health.service())
                        .cors(
                                Cors.ANY_ORIGIN.exposeHeaders(
                                        "greet-language", "trailer-greet-count"));
        Reflection.of(List.of(greetings, health.service())).forEach(router::service);
        return router.build();
    }
}
