package dev.maneki.conformance;

import com.google.protobuf.ByteString;
import dev.maneki.conformance.v1.ConformanceService;
import dev.maneki.conformance.v1.HTTPVersion;
import dev.maneki.conformance.v1.ServerCompatRequest;
import dev.maneki.conformance.v1.ServerCompatResponse;
import dev.maneki.connect.Router;
import dev.maneki.connect.compress.Compression;
import dev.maneki.connect.compress.Compressions;
import dev.maneki.connect.compression.Brotli;
import dev.maneki.connect.compression.Snappy;
import dev.maneki.connect.compression.Zstd;
import dev.maneki.connect.netty.NettyServer;
import dev.maneki.connect.netty.NettyServerBuilder;
import dev.maneki.connect.netty.ServerTls;
import dev.maneki.connect.protocol.Payload;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
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

    /** Speaks the suite's protocol on standard input and output. */
    public static void main(String[] args) throws IOException, InterruptedException {
        PrintStream output = System.out;
        System.setOut(System.err); // what a library prints must not get between the frames
        Frames frames = new Frames(System.in, output);
        ServerCompatRequest request = frames.read(ServerCompatRequest.parser());
        if (request == null) {
            return;
        }
        warmUp();
        NettyServer server = start(request);
        frames.write(
                ServerCompatResponse.newBuilder()
                        .setHost("127.0.0.1")
                        .setPort(server.port())
                        .setPemCert(
                                request.getUseTls()
                                        ? request.getServerCreds().getCert()
                                        : ByteString.EMPTY)
                        .build());
        new CountDownLatch(1).await(); // the runner ends us by a signal
    }

    /** Loads what is slow the first time, such as native libraries: some calls have deadlines. */
    private static void warmUp() {
        for (String name : COMPRESSIONS.names()) {
            Compression compression = Objects.requireNonNull(COMPRESSIONS.find(name));
            Payload compressed = compression.compress(new byte[100], 0, 100);
            compression.decompress(
                    compressed.array(), compressed.offset(), compressed.length(), 100);
        }
    }

    private static NettyServer start(ServerCompatRequest request) {
        Router.Builder router =
                Router.builder()
                        .service(ConformanceService.service(new ConformanceHandler()))
                        .compressions(COMPRESSIONS)
                        .compressMinBytes(0)
                        .halfDuplexOverHttp1(true);
        if (request.getMessageReceiveLimit() > 0) {
            router.maxMessageBytes(request.getMessageReceiveLimit());
        }
        NettyServerBuilder server = NettyServer.builder(router.build()::serve).threads(1);
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
