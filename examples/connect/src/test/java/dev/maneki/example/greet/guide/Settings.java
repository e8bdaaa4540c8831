package dev.maneki.example.greet.guide;

import dev.maneki.connect.Client;
import dev.maneki.connect.Cors;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.Router;
import dev.maneki.connect.Service;
import dev.maneki.connect.codec.JsonCodec;
import dev.maneki.connect.codec.TypeRegistry;
import dev.maneki.connect.compress.Compressions;
import dev.maneki.connect.compression.Brotli;
import dev.maneki.connect.compression.Zstd;
import dev.maneki.connect.http.HttpClientTransport;
import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.jdk.JdkTransport;
import dev.maneki.connect.netty.ClientTls;
import dev.maneki.connect.netty.NettyServer;
import dev.maneki.connect.netty.NettyTransport;
import dev.maneki.connect.netty.ServerTls;
import dev.maneki.connect.servlet.ConnectServlet;
import dev.maneki.example.greet.v1.WrongField;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Settings that the guide shows: compiled, so that they are there, but nothing to run. */
final class Settings {
    private Settings() {}

    static Router compressions(Service service) {
        return Router.builder()
                .service(service)
                .compressions(Compressions.of(Zstd.INSTANCE, Brotli.INSTANCE, Compressions.GZIP))
                .compressMinBytes(2048)
                .build();
    }

    static Client compressions(HttpClientTransport transport, URI base) {
        return Client.builder(transport, base)
                .sendCompression(Compressions.GZIP)
                .acceptCompressions(Compressions.of(Zstd.INSTANCE, Compressions.GZIP))
                .build();
    }

    static Router json(Service service) {
        TypeRegistry types = TypeRegistry.builder().add(WrongField.getDescriptor()).build();
        return Router.builder()
                .service(service)
                .codec(JsonCodec.of(types).refusingUnknownFields())
                .build();
    }

    static Router limits(Service service) {
        return Router.builder()
                .service(service)
                .maxMessageBytes(1024 * 1024)
                .maxTimeout(Duration.ofMinutes(1))
                .build();
    }

    static NettyServer limits(Router router) {
        return NettyServer.builder(router::serve)
                .listen(new InetSocketAddress(8080))
                .maxConnections(10_000)
                .maxConcurrentStreams(250)
                .idleTimeout(Duration.ofMinutes(2))
                .start();
    }

    static Router browsers(Service service) {
        return Router.builder()
                .service(service)
                .cors(
                        Cors.of("https://app.example.com")
                                .allowHeaders("authorization", "greet-language")
                                .exposeHeaders("greet-language", "trailer-greet-count")
                                .allowCredentials())
                .build();
    }

    static Router prefix(Service service) {
        return Router.builder().service(service).prefix("/api").build();
    }

    static NettyServer tls(Router router) throws IOException {
        ServerTls tls =
                ServerTls.pem(
                        Files.readString(Path.of("server.crt")),
                        Files.readString(Path.of("server.key")));
        return NettyServer.builder(router::serve)
                .listenTls(new InetSocketAddress(8443), tls)
                .listenHttp3(new InetSocketAddress(8443), tls)
                .start();
    }

    static NettyTransport tls() throws IOException {
        return NettyTransport.builder()
                .version(HttpVersion.HTTP_3)
                .tls(ClientTls.DEFAULT.trust(Files.readString(Path.of("ca.crt"))))
                .build();
    }

    static ServerTls clientCertificates(ServerTls tls) throws IOException {
        return tls.requireClientCertificates(Files.readString(Path.of("client-ca.crt")));
    }

    static ClientTls clientCertificate() throws IOException {
        return ClientTls.DEFAULT.certificate(
                Files.readString(Path.of("client.crt")), Files.readString(Path.of("client.key")));
    }

    static Client grpc(HttpClientTransport transport) {
        return Client.builder(transport, URI.create("https://api.example.com"))
                .protocol(Protocol.GRPC)
                .timeout(Duration.ofSeconds(10))
                .build();
    }

    static void servlet(ServletContext context, Router router) {
        ServletRegistration.Dynamic rpc = context.addServlet("rpc", new ConnectServlet(router));
        rpc.addMapping("/rpc/*");
        rpc.setAsyncSupported(true);
    }

    static Client jdk(HttpClient http) {
        return Client.builder(new JdkTransport(http), URI.create("https://api.example.com"))
                .build();
    }
}
