package dev.maneki.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.metrics.HandshakeResult;
import dev.maneki.proxy.tls.ClientHello;
import dev.maneki.proxy.tls.Pki;
import dev.maneki.proxy.tls.TlsProvider;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.model.Limit;
import dev.maneki.routing.model.ListenerTls;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that are old, broken, slow or hostile; in raw bytes, since no library would send them.
 */
@ParameterizedClass
@EnumSource(TlsProvider.class)
class HostileHandshakeIT {
    private static final X509Bundle CERTIFICATE = Pki.ecdsa("a.test");
    private static final int HANDSHAKE = 22;
    private static final int ALERT = 21;
    private static final int HANDSHAKE_FAILURE = 40;
    private static final int PROTOCOL_VERSION = 70;
    private static final int NO_APPLICATION_PROTOCOL = 120;

    private final Workers workers =
            Workers.start(1, Transport.best(), Limits.DEFAULT, Optional.empty());
    private final ListenSockets sockets;
    private final FixedPort port =
            FixedPort.https(FixedPort.listener("any", "", Pki.tls(CERTIFICATE)));

    HostileHandshakeIT(TlsProvider provider) {
        sockets = new ListenSockets(workers, provider, new EchoConnection.Factory());
    }

    @AfterEach
    void close() {
        sockets.drain(Duration.ZERO);
        workers.close();
    }

    @Test
    void answersAnOrdinaryClientHello() throws IOException {
        try (Socket client = connect()) {
            send(client, new ClientHello().records(16_384));
            assertThat(client.getInputStream().read()).isEqualTo(HANDSHAKE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0300, 0x0301, 0x0302})
    void refusesOldVersions(int version) throws IOException {
        try (Socket client = connect()) {
            send(client, new ClientHello().version(version).ciphers(0xC009).records(16_384));
            assertThat(alert(client)).isEqualTo(PROTOCOL_VERSION);
        }
        assertThat(ended(HandshakeResult.NO_COMMON_PARAMETERS)).isEqualTo(1);
    }

    @Test
    void refusesTls12WhereTls13IsTheLeast() throws IOException {
        ListenerTls tls = Pki.tls(CERTIFICATE);
        port.serve(
                FixedPort.listener(
                        "any",
                        "",
                        new ListenerTls(tls.certificates(), Optional.empty(), "TLSv1.3")));
        try (Socket client = connect()) {
            send(client, new ClientHello().records(16_384));
            assertThat(alert(client)).isEqualTo(PROTOCOL_VERSION);
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                // TLS_RSA_WITH_AES_128_GCM_SHA256: no forward secrecy
                0x009C,
                // TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA
                0xC009,
                // TLS_ECDHE_ECDSA_WITH_RC4_128_SHA
                0xC007,
                // TLS_RSA_WITH_3DES_EDE_CBC_SHA
                0x000A,
            })
    void refusesWeakCiphers(int cipher) throws IOException {
        try (Socket client = connect()) {
            send(client, new ClientHello().ciphers(cipher).records(16_384));
            assertThat(alert(client)).isEqualTo(HANDSHAKE_FAILURE);
        }
        assertThat(ended(HandshakeResult.NO_COMMON_PARAMETERS)).isEqualTo(1);
    }

    /** It means another service: an attack across protocols (ALPACA), or a mistake. */
    @ParameterizedTest
    @ValueSource(strings = {"smtp", "h2c", "http/1.10", "h", "acme-tls/1"})
    void refusesWhoOffersOnlyWhatIsNotSpoken(String protocol) throws IOException {
        try (Socket client = connect()) {
            send(client, new ClientHello().protocols(protocol, "imap").records(16_384));
            assertThat(alert(client)).isEqualTo(NO_APPLICATION_PROTOCOL);
        }
        assertThat(ended(HandshakeResult.NO_COMMON_PARAMETERS)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "http/1.1", "http/1.0"})
    void takesWhoOffersOneThatIsSpoken(String protocol) throws IOException {
        try (Socket client = connect()) {
            send(client, new ClientHello().protocols("smtp", protocol).records(16_384));
            assertThat(client.getInputStream().read()).isEqualTo(HANDSHAKE);
        }
    }

    @Test
    void takesAClientHelloInManyPieces() throws IOException {
        byte[] hello = new ClientHello().records(16_384);
        for (int cut = 1; cut < hello.length; cut += 7) {
            try (Socket client = connect()) {
                client.getOutputStream().write(hello, 0, cut);
                settle();
                client.getOutputStream().write(hello, cut, hello.length - cut);
                assertThat(client.getInputStream().read()).isEqualTo(HANDSHAKE);
            }
        }
    }

    @Test
    void takesAClientHelloInManyRecords() throws IOException {
        try (Socket client = connect()) {
            send(client, new ClientHello().records(10));
            assertThat(client.getInputStream().read()).isEqualTo(HANDSHAKE);
        }
    }

    @Test
    void closesOnAClientHelloThatIsTooLong() throws IOException {
        port.limit(Limit.CLIENT_HELLO_BYTES, 2_000);
        try (Socket client = connect()) {
            send(client, new ClientHello().padding(2_000).records(1_000));
            drain(client);
        }
        assertThat(ended(HandshakeResult.PROTOCOL_ERROR)).isEqualTo(1);
        assertThat(hits(Limit.CLIENT_HELLO_BYTES)).isEqualTo(1);
    }

    @Test
    void doesNotWaitForTheSixteenMegabytesThatAClientHelloMayClaim() throws IOException {
        try (Socket client = connect()) {
            send(client, new byte[] {22, 3, 1, 0, 100, 1, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF});
            send(client, new byte[96]);
            drain(client);
        }
        assertThat(hits(Limit.CLIENT_HELLO_BYTES)).isEqualTo(1);
    }

    @Test
    void tellsAClientThatSpeaksPlainHttp() throws IOException {
        try (Socket client = connect()) {
            send(
                    client,
                    "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(
                            new String(
                                    client.getInputStream().readAllBytes(),
                                    StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 400 Bad Request\r\n")
                    .contains("Content-Length: 33\r\n")
                    .endsWith("\r\n\r\nThis port speaks HTTPS: use TLS.\n");
        }
        assertThat(ended(HandshakeResult.PROTOCOL_ERROR)).isEqualTo(1);
    }

    @Test
    void closesOnGarbage() throws IOException {
        byte[][] garbage = {
            new byte[64],
            {(byte) 0x80, 0x2E, 1, 0, 2, 0, 0x15, 0, 0, 0, 0x10, 1, 0, (byte) 0x80},
            {22, 3, 1, 0, 0},
            {22, 3, 1, 0, 4, 2, 0, 0, 0},
            {23, 3, 3, 0, 1, 0},
            {22, 9, 9, 0, 1, 0},
            {20, 3, 3, 0, 1, 1},
            {21, 3, 3, 0, 2, 2, 40},
            {22, 3, 1, 0, 6, 1, 0, 0, 2, 3, 3},
        };
        for (byte[] bytes : garbage) {
            try (Socket client = connect()) {
                send(client, bytes);
                client.shutdownOutput();
                drain(client);
            }
        }
        assertThat(ended(HandshakeResult.FULL)).isZero();
        assertThat(sockets.drain(Duration.ofSeconds(30))).isZero();
    }

    @Test
    void takesAServerNameThatIsNoHostNameForNone() throws IOException {
        try (Socket client = connect()) {
            send(client, new ClientHello().serverName("a\r\nb: c").records(16_384));
            assertThat(client.getInputStream().read()).isIn(HANDSHAKE, ALERT);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40})
    void closesAHandshakeThatTakesTooLong(int sent) throws IOException {
        port.limit(Limit.HANDSHAKE_TIMEOUT, 50);
        try (Socket client = connect()) {
            client.getOutputStream().write(new ClientHello().records(16_384), 0, sent);
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(ended(HandshakeResult.TIMEOUT)).isEqualTo(1);
        assertThat(hits(Limit.HANDSHAKE_TIMEOUT)).isEqualTo(1);
    }

    @Test
    void closesAHandshakeThatStopsHalfWay() throws IOException {
        port.limit(Limit.HANDSHAKE_TIMEOUT, 200);
        try (Socket client = connect()) {
            send(client, new ClientHello().records(16_384));
            drain(client);
        }
        assertThat(ended(HandshakeResult.TIMEOUT)).isEqualTo(1);
    }

    private Socket connect() throws IOException {
        int number = sockets.apply(List.of(port)).getFirst().bound().orElseThrow().getPort();
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), number);
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static void send(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Reads to the end, be it by FIN or RST. */
    private static void drain(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
        } catch (SocketException e) {
            // The server has closed with bytes of ours unread.
        }
    }

    /** The description of the fatal alert that comes. */
    private static int alert(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] alert = in.readNBytes(7);
        assertThat(alert).hasSize(7);
        assertThat(alert[0]).isEqualTo((byte) ALERT);
        assertThat(alert[5]).isEqualTo((byte) 2);
        return alert[6];
    }

    private long ended(HandshakeResult result) {
        settle();
        return workers.all().stream()
                .map(Worker::metrics)
                .mapToLong(metrics -> metrics.handshakes(result))
                .sum();
    }

    /** A closed socket is seen by the client before the loop has told of it. */
    private void settle() {
        for (int turn = 0; turn < 3; turn++) {
            workers.all().getFirst().loop().submit(() -> {}).syncUninterruptibly();
        }
    }

    private long hits(Limit limit) {
        settle();
        return workers.all().stream()
                .map(Worker::metrics)
                .mapToLong(metrics -> metrics.limitHits(limit))
                .sum();
    }
}
