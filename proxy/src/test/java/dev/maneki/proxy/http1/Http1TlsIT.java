package dev.maneki.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.SocketException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same connection behind TLS: one more handler, no other behaviour. */
class Http1TlsIT {
    private RecordingBackend backend;
    private Relay relay;

    @BeforeEach
    void start() throws Exception {
        X509Bundle certificate =
                new CertificateBuilder()
                        .subject("CN=localhost")
                        .setIsCertificateAuthority(true)
                        .buildSelfSigned();
        SslContext tls =
                SslContextBuilder.forServer(certificate.toKeyManagerFactory())
                        .sslProvider(SslProvider.OPENSSL)
                        .build();
        backend = new RecordingBackend();
        relay = new Relay(backend.port(), TestPort.plain(), tls);
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
        backend.close();
    }

    private Wire client() throws Exception {
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        SSLSocket socket =
                (SSLSocket)
                        trusting.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), relay.port());
        return new Wire(socket);
    }

    @Test
    void keepsTheConnection() throws Exception {
        try (Wire client = client()) {
            for (int i = 0; i < 3; i++) {
                client.send("GET https://a/ HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(client.readUntil("\r\n\r\n")).isEqualTo(RecordingBackend.RESPONSE);
            }
        }
    }

    @Test
    void closesCleanlyWhenAsked() throws Exception {
        try (Wire client = client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(client.readToEnd())
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .endsWith("Connection: close\r\n\r\n");
        }
    }

    @Test
    void closesCleanlyAfterARefusal() throws Exception {
        try (Wire client = client()) {
            try {
                client.send("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" + "x".repeat(100_000));
            } catch (SocketException e) {
                // Told that nobody listens any more, a TLS client may stop: the answer must be
                // there all the same.
            }
            assertThat(client.readToEnd())
                    .startsWith("HTTP/1.1 400 Bad Request\r\n")
                    .doesNotContain("<reset>");
        }
    }

    @Test
    void readsABodyOfManyRecords() throws Exception {
        try (Wire client = client()) {
            String body = "b".repeat(300_000);
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n" + body);
            assertThat(client.readUntil("\r\n\r\n")).isEqualTo(RecordingBackend.RESPONSE);
            relay.close();
            assertThat(backend.everything()).endsWith("\r\n\r\n" + body);
        }
    }
}
