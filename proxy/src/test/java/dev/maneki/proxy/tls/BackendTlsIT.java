package dev.maneki.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.BackendTls;
import dev.maneki.routing.model.BackendTls.SubjectAltName;
import dev.maneki.routing.model.Certificate;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.pkitesting.X509Bundle;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TlsProvider.class)
class BackendTlsIT {
    private static final X509Bundle SERVER = Pki.ecdsa("backend.test", "other.test");

    private final MultiThreadIoEventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final BackendTlsContexts contexts;

    BackendTlsIT(TlsProvider provider) {
        this.contexts = new BackendTlsContexts(provider);
    }

    @AfterEach
    void close() {
        contexts.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void choosesHttp2WhereTheBackendHasIt() throws Exception {
        try (JdkTlsServer server = new JdkTlsServer(SERVER, "h2", "http/1.1")) {
            assertThat(connect(server, trusting("backend.test"), Backend.Protocol.HTTP1))
                    .isEqualTo("HTTP/2");
            assertThat(connect(server, trusting("backend.test"), Backend.Protocol.HTTP2))
                    .isEqualTo("HTTP/2");
            assertThat(connect(server, trusting("backend.test"), Backend.Protocol.WEBSOCKET))
                    .isEqualTo("HTTP/1.1");
        }
    }

    @Test
    void speaksHttp1WhereTheBackendKnowsNoAlpn() throws Exception {
        try (JdkTlsServer server = new JdkTlsServer(SERVER)) {
            assertThat(connect(server, trusting("backend.test"), Backend.Protocol.HTTP1))
                    .isEqualTo("HTTP/1.1");
            assertThat(connect(server, trusting("backend.test"), Backend.Protocol.HTTP2))
                    .isEqualTo("the backend does not agree to HTTP/2 by ALPN");
        }
    }

    @Test
    void sendsTheHostNameAlsoIfItHasOneLabelOnly() throws Exception {
        try (JdkTlsServer server = new JdkTlsServer(Pki.ecdsa("backend"))) {
            assertThat(connect(server, trusting("backend"), Backend.Protocol.HTTP1))
                    .isEqualTo("HTTP/1.1");

            assertThat(server.serverName()).isEqualTo("backend");
        }
    }

    @Test
    void refusesACertificateForAnotherName() throws Exception {
        try (JdkTlsServer server = new JdkTlsServer(SERVER)) {
            assertThat(connect(server, trusting("wrong.test"), Backend.Protocol.HTTP1))
                    .contains("not for wrong.test")
                    .contains("backend.test");
        }
    }

    @Test
    void takesAWildcardForOneLabel() throws Exception {
        try (JdkTlsServer server = new JdkTlsServer(Pki.ecdsa("*.backend.test"))) {
            assertThat(connect(server, trusting("a.backend.test"), Backend.Protocol.HTTP1))
                    .isEqualTo("HTTP/1.1");
            assertThat(connect(server, trusting("a.b.backend.test"), Backend.Protocol.HTTP1))
                    .contains("not for a.b.backend.test");
        }
    }

    @Test
    void refusesWhatTheTrustAnchorsDoNotVouchFor() throws Exception {
        BackendTls other =
                tls("backend.test", Optional.of(Pki.authority("other").getCertificatePEM()));
        BackendTls system = tls("backend.test", Optional.empty());
        try (JdkTlsServer server = new JdkTlsServer(SERVER)) {
            assertThat(connect(server, other, Backend.Protocol.HTTP1))
                    .contains("unable to find valid certification path");
            assertThat(connect(server, system, Backend.Protocol.HTTP1))
                    .contains("unable to find valid certification path");
        }
    }

    @Test
    void refusesAnExpiredCertificate() throws Exception {
        try (JdkTlsServer server = new JdkTlsServer(Pki.expired("backend.test"))) {
            assertThat(connect(server, trusting("backend.test"), Backend.Protocol.HTTP1))
                    .contains("validity check failed");
        }
    }

    @Test
    void checksAlternativeNamesInsteadOfTheHostName() throws Exception {
        try (JdkTlsServer server = new JdkTlsServer(SERVER)) {
            assertThat(
                            connect(
                                    server,
                                    naming("sni.test", new SubjectAltName.Dns("other.test")),
                                    Backend.Protocol.HTTP1))
                    .isEqualTo("HTTP/1.1");
            assertThat(
                            connect(
                                    server,
                                    naming("sni.test", new SubjectAltName.Dns("*.test")),
                                    Backend.Protocol.HTTP1))
                    .isEqualTo("HTTP/1.1");
            assertThat(
                            connect(
                                    server,
                                    naming("backend.test", new SubjectAltName.Dns("none.test")),
                                    Backend.Protocol.HTTP1))
                    .contains("none of the subject alternative names");
        }
    }

    @Test
    void checksUris() throws Exception {
        String id = "spiffe://cluster.local/ns/shop/sa/cart";
        try (JdkTlsServer server = new JdkTlsServer(Pki.uri(id))) {
            assertThat(
                            connect(
                                    server,
                                    naming("sni.test", new SubjectAltName.Uri(id)),
                                    Backend.Protocol.HTTP1))
                    .isEqualTo("HTTP/1.1");
            assertThat(
                            connect(
                                    server,
                                    naming("sni.test", new SubjectAltName.Uri(id + "s")),
                                    Backend.Protocol.HTTP1))
                    .contains("none of the subject alternative names")
                    .contains(id);
        }
    }

    @Test
    void showsItsClientCertificate() throws Exception {
        X509Bundle authority = Pki.authority("clients");
        BackendTls showing =
                new BackendTls(
                        "backend.test",
                        Optional.of(Pki.ROOT.getCertificatePEM()),
                        List.of(),
                        Optional.of(Pki.certificate(Pki.client(authority, "gateway"))));
        try (JdkTlsServer server = new JdkTlsServer(SERVER).asking(authority)) {
            assertThat(connect(server, showing, Backend.Protocol.HTTP1)).isEqualTo("HTTP/1.1");
            assertThat(server.clientSubject()).isEqualTo("CN=gateway");
        }
    }

    @Test
    void saysWhatIsWrongWithItsOwnCertificate() throws Exception {
        BackendTls broken =
                new BackendTls(
                        "backend.test",
                        Optional.empty(),
                        List.of(),
                        Optional.of(new Certificate("ns/broken", "nothing", "nothing")));
        try (JdkTlsServer server = new JdkTlsServer(SERVER)) {
            assertThat(connect(server, broken, Backend.Protocol.HTTP1)).contains("ns/broken");
        }
    }

    @Test
    void saysThatTheBackendSpeaksNoTls() throws Exception {
        try (PlainServer server = new PlainServer("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            assertThat(connect(server.port(), trusting("backend.test"), Backend.Protocol.HTTP1))
                    .contains("not an SSL/TLS record");
        }
    }

    @Test
    void saysThatTheBackendHasClosed() throws Exception {
        try (PlainServer server = new PlainServer("")) {
            assertThat(connect(server.port(), trusting("backend.test"), Backend.Protocol.HTTP1))
                    .containsIgnoringCase("closed");
        }
    }

    @Test
    void makesAnewWhatItHasForgotten() throws Exception {
        try (JdkTlsServer server = new JdkTlsServer(SERVER)) {
            BackendTls tls = trusting("backend.test");
            assertThat(connect(server, tls, Backend.Protocol.HTTP1)).isEqualTo("HTTP/1.1");

            contexts.retain(List.of());

            assertThat(connect(server, tls, Backend.Protocol.HTTP1)).isEqualTo("HTTP/1.1");
        }
    }

    /** Each backend's port by itself: its sessions are of no use to another server's. */
    @Test
    void resumesSessions() throws Exception {
        BackendTls tls = trusting("backend.test");
        try (JdkTlsServer server = new JdkTlsServer(SERVER);
                JdkTlsServer other = new JdkTlsServer(SERVER)) {
            assertThat(resumes(server, tls)).isFalse();
            assertThat(resumes(server, tls)).isTrue();
            assertThat(resumes(server, tls)).isTrue();
            assertThat(resumes(other, tls)).isFalse();
            assertThat(
                            resumes(
                                    server,
                                    naming("backend.test", new SubjectAltName.Dns("other.test"))))
                    .isFalse();
        }
    }

    /** Connects, and stays until the server has closed: its tickets have come by then. */
    private boolean resumes(JdkTlsServer server, BackendTls tls) throws Exception {
        CompletableFuture<Boolean> resumed = new CompletableFuture<>();
        long startedAt = System.currentTimeMillis();
        Channel channel = open(server.port());
        start(
                channel,
                tls,
                Backend.Protocol.HTTP1,
                server.port(),
                new BackendTlsContexts.Listener() {
                    @Override
                    public void onEstablished(boolean http2) {
                        SslHandler handler = channel.pipeline().get(SslHandler.class);
                        resumed.complete(Resumption.of(handler.engine(), startedAt));
                        channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[1]));
                    }

                    @Override
                    public void onFailed(String detail) {
                        resumed.completeExceptionally(new IllegalStateException(detail));
                    }
                });
        boolean result = resumed.get(30, TimeUnit.SECONDS);
        channel.closeFuture().sync();
        return result;
    }

    private static BackendTls trusting(String hostname) {
        return tls(hostname, Optional.of(Pki.ROOT.getCertificatePEM()));
    }

    private static BackendTls naming(String hostname, SubjectAltName name) {
        return new BackendTls(
                hostname,
                Optional.of(Pki.ROOT.getCertificatePEM()),
                List.of(name),
                Optional.empty());
    }

    private static BackendTls tls(String hostname, Optional<String> anchors) {
        return new BackendTls(hostname, anchors, List.of(), Optional.empty());
    }

    private String connect(JdkTlsServer server, BackendTls tls, Backend.Protocol protocol)
            throws Exception {
        return connect(server.port(), tls, protocol);
    }

    /** The protocol that was agreed on, or why there is none. */
    private String connect(int port, BackendTls tls, Backend.Protocol protocol) throws Exception {
        CompletableFuture<String> result = new CompletableFuture<>();
        Channel channel = open(port);
        start(
                channel,
                tls,
                protocol,
                port,
                new BackendTlsContexts.Listener() {
                    @Override
                    public void onEstablished(boolean http2) {
                        result.complete(http2 ? "HTTP/2" : "HTTP/1.1");
                    }

                    @Override
                    public void onFailed(String detail) {
                        result.complete(detail);
                    }
                });
        try {
            return result.get(30, TimeUnit.SECONDS);
        } finally {
            channel.close().sync();
        }
    }

    private Channel open(int port) throws InterruptedException {
        return new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .connect("127.0.0.1", port)
                .sync()
                .channel();
    }

    private void start(
            Channel channel,
            BackendTls tls,
            Backend.Protocol protocol,
            int port,
            BackendTlsContexts.Listener listener) {
        channel.eventLoop().execute(() -> contexts.start(channel, tls, protocol, port, listener));
    }
}
