package dev.maneki.conformance;

import com.google.protobuf.ByteString;
import dev.maneki.conformance.v1.ConformanceService;
import dev.maneki.conformance.v1.HTTPVersion;
import dev.maneki.conformance.v1.ServerCompatRequest;
import dev.maneki.conformance.v1.ServerCompatResponse;
import dev.maneki.connect.Router;
import dev.maneki.connect.compress.Compressions;
import dev.maneki.connect.compression.Brotli;
import dev.maneki.connect.compression.Snappy;
import dev.maneki.connect.compression.Zstd;
import dev.maneki.connect.netty.NettyServer;
import dev.maneki.connect.netty.NettyServerBuilder;
import dev.maneki.connect.netty.ServerTls;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;

/** Serves what the runner asks for until it is ended. */
public final class ServerProgram {
    /** All that there are. */
    static final Compressions COMPRESSIONS =
            Compressions.of(
                    Compressions.GZIP,
                    Brotli.INSTANCE,
                    Zstd.INSTANCE,
                    Compressions.DEFLATE,
                    Snappy.INSTANCE);

    private ServerProgram() {}

    /**
     * Speaks the suite's protocol on standard input and output.
     *
     * @param args {@code --transport} and {@code netty} (as without), {@code servlet-jetty} or
     *     {@code servlet-tomcat}
     */
    public static void main(String[] args) throws Exception {
        String transport = transport(args, "netty");
        PrintStream output = System.out;
        System.setOut(System.err); // what a library prints must not get between the frames
        Frames frames = new Frames(System.in, output);
        ServerCompatRequest request = frames.read(ServerCompatRequest.parser());
        if (request == null) {
            return;
        }
        Router router = router(request);
        int port =
                switch (transport) {
                    case "netty" -> netty(router, request).port();
                    case "servlet-jetty" -> JettyServer.start(router, request);
                    case "servlet-tomcat" -> TomcatServer.start(router, request);
                    default ->
                            throw new IllegalArgumentException(
                                    "--transport is netty, servlet-jetty or servlet-tomcat; got "
                                            + transport);
                };
        frames.write(
                ServerCompatResponse.newBuilder()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setPemCert(
                                request.getUseTls()
                                        ? request.getServerCreds().getCert()
                                        : ByteString.EMPTY)
                        .build());
        new CountDownLatch(1).await(); // the runner ends us by a signal
    }

    /** What follows {@code --transport}. */
    static String transport(String[] args, String otherwise) {
        if (args.length == 0) {
            return otherwise;
        }
        if (args.length != 2 || !args[0].equals("--transport")) {
            throw new IllegalArgumentException(
                    "the only option is --transport NAME; got " + String.join(" ", args));
        }
        return args[1];
    }

    private static Router router(ServerCompatRequest request) {
        Router.Builder router =
                Router.builder()
                        .service(ConformanceService.service(new ConformanceHandler()))
                        .compressions(COMPRESSIONS)
                        .compressMinBytes(0)
                        .halfDuplexOverHttp1(true);
        if (request.getMessageReceiveLimit() > 0) {
            router.maxMessageBytes(request.getMessageReceiveLimit());
        }
        return router.build();
    }

    private static NettyServer netty(Router router, ServerCompatRequest request) {
        NettyServerBuilder server = NettyServer.builder(router::serve).threads(1);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        if (!request.getUseTls()) {
            return server.listen(address).start();
        }
        ServerTls tls =
                ServerTls.pem(
                        request.getServerCreds().getCert().toStringUtf8(),
                        request.getServerCreds().getKey().toStringUtf8());
        if (!request.getClientTlsCert().isEmpty()) {
            tls = tls.requireClientCertificates(request.getClientTlsCert().toStringUtf8());
        }
        return request.getHttpVersion() == HTTPVersion.HTTP_VERSION_3
                ? server.listenHttp3(address, tls).start()
                : server.listenTls(address, tls).start();
    }
}
