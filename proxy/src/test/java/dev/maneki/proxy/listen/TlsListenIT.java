package dev.maneki.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.metrics.HandshakeResult;
import dev.maneki.proxy.tls.Pki;
import dev.maneki.proxy.tls.TlsProvider;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.model.Certificate;
import dev.maneki.routing.model.Listener;
import dev.maneki.routing.model.ListenerTls;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(TlsProvider.class)
class TlsListenIT {
    private static final X509Bundle ANY = Pki.ecdsa("any.test");
    private static final X509Bundle WILDCARD = Pki.ecdsa("*.example.com");
    private static final X509Bundle DEEP = Pki.ecdsa("*.deep.example.com");
    private static final X509Bundle EXACT = Pki.rsa("www.example.com");

    private final EchoConnection.Factory factory = new EchoConnection.Factory();
    private final Workers workers =
            Workers.start(2, Transport.best(), Limits.DEFAULT, Optional.empty());
    private final ListenSockets sockets;

    TlsListenIT(TlsProvider provider) {
        this.sockets = new ListenSockets(workers, provider, factory);
    }

    @AfterEach
    void close() {
        sockets.drain(Duration.ZERO);
        workers.close();
    }

    @Test
    void servesTheListenerWithTheMostSpecificName() throws IOException {
        TlsClient client =
                new TlsClient(
                        open(
                                FixedPort.listener("any", "", Pki.tls(ANY)),
                                FixedPort.listener("wildcard", "*.example.com", Pki.tls(WILDCARD)),
                                FixedPort.listener("deep", "*.deep.example.com", Pki.tls(DEEP)),
                                FixedPort.listener("exact", "www.example.com", Pki.tls(EXACT))));

        assertThat(client.forget().call("www.example.com").certificate())
                .isEqualTo(EXACT.getCertificate());
        assertThat(client.forget().call("WWW.example.com").certificate())
                .isEqualTo(EXACT.getCertificate());
        assertThat(client.forget().call("api.example.com").certificate())
                .isEqualTo(WILDCARD.getCertificate());
        assertThat(client.forget().call("a.b.example.com").certificate())
                .isEqualTo(WILDCARD.getCertificate());
        assertThat(client.forget().call("a.deep.example.com").certificate())
                .isEqualTo(DEEP.getCertificate());
        assertThat(client.forget().call("deep.example.com").certificate())
                .isEqualTo(WILDCARD.getCertificate());
        assertThat(client.forget().call("example.com").certificate())
                .isEqualTo(ANY.getCertificate());
        assertThat(client.forget().call("").certificate()).isEqualTo(ANY.getCertificate());
    }

    @Test
    void refusesANameThatNoListenerHas() {
        TlsClient client =
                new TlsClient(open(FixedPort.listener("exact", "www.example.com", Pki.tls(EXACT))));

        assertThatThrownBy(() -> client.forget().call("other.example.com"))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("unrecognized_name");
        assertThatThrownBy(() -> client.forget().call(""))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("missing_extension");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void choosesTheProtocolByAlpn(String version) throws IOException {
        TlsClient client = new TlsClient(open(FixedPort.listener("any", "", Pki.tls(ANY))));

        TlsClient.Answer both =
                client.forget()
                        .call(
                                "a.test",
                                parameters -> {
                                    parameters.setProtocols(new String[] {version});
                                    parameters.setApplicationProtocols(
                                            new String[] {"http/1.1", "h2"});
                                });
        TlsClient.Answer old =
                client.forget()
                        .call(
                                "a.test",
                                parameters ->
                                        parameters.setApplicationProtocols(
                                                new String[] {"http/1.1"}));
        TlsClient.Answer none = client.forget().call("a.test");

        assertThat(both.version()).isEqualTo(version);
        assertThat(both.applicationProtocol()).isEqualTo("h2");
        assertThat(both.line()).isEqualTo("HTTP2");
        assertThat(old.line()).isEqualTo("HTTP1");
        assertThat(none.line()).isEqualTo("HTTP1");
        assertThat(none.applicationProtocol()).isEmpty();
    }

    @Test
    void replacesACertificateWhileAConnectionRuns() throws IOException {
        X509Bundle renewed = Pki.ecdsa("any.test");
        Listener other = FixedPort.listener("other", "other.test", Pki.tls(EXACT));
        FixedPort port = FixedPort.https(FixedPort.listener("any", "", Pki.tls(ANY)), other);
        TlsClient client = new TlsClient(open(port));

        try (SSLSocket running = client.connect("any.test", parameters -> {})) {
            running.startHandshake();
            assertThat(client.forget().call("any.test").certificate())
                    .isEqualTo(ANY.getCertificate());

            port.serve(FixedPort.listener("any", "", Pki.tls(renewed)), other);

            assertThat(client.forget().call("any.test").certificate())
                    .isEqualTo(renewed.getCertificate());
            running.getOutputStream().write("x\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(running.getInputStream().readNBytes(8)).asString().isEqualTo("HTTP1\nx\n");
        }
    }

    @Test
    void aBrokenCertificateCostsItsListenerOnly() throws IOException {
        ListenerTls broken =
                new ListenerTls(
                        List.of(new Certificate("test/broken", "nothing", "nothing")),
                        Optional.empty(),
                        "TLSv1.2");
        TlsClient client =
                new TlsClient(
                        open(
                                FixedPort.listener("broken", "broken.test", broken),
                                FixedPort.listener("any", "", Pki.tls(ANY))));

        assertThatThrownBy(() -> client.forget().call("broken.test"))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("internal_error");
        assertThat(client.forget().call("fine.test").certificate()).isEqualTo(ANY.getCertificate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void resumesSessionsOnEveryWorker(String version) throws IOException {
        TlsClient client = new TlsClient(open(FixedPort.listener("any", "", Pki.tls(ANY))));

        // The kernel deals connections out by chance: of so many, never all to one worker.
        for (int i = 0; i < 24; i++) {
            assertThat(client.call("a.test", only(version)).line()).isEqualTo("HTTP1");
        }

        assertThat(ended(HandshakeResult.FULL)).isEqualTo(1);
        assertThat(ended(HandshakeResult.RESUMED)).isEqualTo(23);
        assertThat(factory.connections.stream().map(EchoConnection::worker).distinct().count())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void resumesNoSessionOfAnotherListener(String version) throws IOException {
        FixedPort port = FixedPort.https(FixedPort.listener("one", "a.test", Pki.tls(ANY)));
        TlsClient client = new TlsClient(open(port));
        client.call("a.test", only(version));

        port.serve(FixedPort.listener("two", "a.test", Pki.tls(ANY)));

        client.call("a.test", only(version));
        assertThat(ended(HandshakeResult.FULL)).isEqualTo(2);
        assertThat(ended(HandshakeResult.RESUMED)).isZero();
    }

    @Test
    void keepsSessionsWhereOnlyOtherListenersChange() throws IOException {
        Listener kept = FixedPort.listener("kept", "a.test", Pki.tls(ANY));
        FixedPort port =
                FixedPort.https(kept, FixedPort.listener("other", "other.test", Pki.tls(EXACT)));
        TlsClient client = new TlsClient(open(port));
        client.call("a.test");

        port.serve(FixedPort.listener("kept", "a.test", Pki.tls(ANY)));

        client.call("a.test");
        assertThat(ended(HandshakeResult.RESUMED)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void showsEachClientTheCertificateWhoseKeyItCanVerify(String version) throws IOException {
        X509Bundle ecdsa = Pki.ecdsa("a.test");
        X509Bundle rsa = Pki.rsa("a.test");
        TlsClient client = new TlsClient(open(FixedPort.listener("any", "", Pki.tls(rsa, ecdsa))));

        assertThat(client.forget().call("a.test", only(version)).certificate())
                .isEqualTo(ecdsa.getCertificate());
        assertThat(
                        client.forget()
                                .call(
                                        "a.test",
                                        parameters -> {
                                            parameters.setProtocols(new String[] {version});
                                            parameters.setSignatureSchemes(
                                                    new String[] {
                                                        "rsa_pss_rsae_sha256", "rsa_pkcs1_sha256"
                                                    });
                                        })
                                .certificate())
                .isEqualTo(rsa.getCertificate());
    }

    @Test
    void choosesAmongAListenersCertificatesByTheirNames() throws IOException {
        TlsClient client =
                new TlsClient(
                        open(FixedPort.listener("any", "", Pki.tls(ANY, WILDCARD, EXACT, DEEP))));

        assertThat(client.forget().call("www.example.com").certificate())
                .isEqualTo(EXACT.getCertificate());
        assertThat(client.forget().call("api.example.com").certificate())
                .isEqualTo(WILDCARD.getCertificate());
        assertThat(client.forget().call("a.deep.example.com").certificate())
                .isEqualTo(DEEP.getCertificate());
        assertThat(client.forget().call("elsewhere.test").certificate())
                .isEqualTo(ANY.getCertificate());
        assertThat(client.forget().call("").certificate()).isEqualTo(ANY.getCertificate());
    }

    @Test
    void drainsATlsConnection() throws IOException {
        TlsClient client = new TlsClient(open(FixedPort.listener("any", "", Pki.tls(ANY))));
        try (SSLSocket running = client.connect("a.test", parameters -> {})) {
            running.startHandshake();
            assertThat(running.getInputStream().readNBytes(6)).asString().isEqualTo("HTTP1\n");

            assertThat(sockets.drain(Duration.ofSeconds(30))).isZero();

            assertThat(running.getInputStream().readAllBytes()).asString().isEqualTo("DRAINED\n");
        }
    }

    private static Consumer<SSLParameters> only(String version) {
        return parameters -> parameters.setProtocols(new String[] {version});
    }

    private long ended(HandshakeResult result) {
        return workers.all().stream()
                .map(Worker::metrics)
                .mapToLong(metrics -> metrics.handshakes(result))
                .sum();
    }

    private int open(Listener... listeners) {
        return open(FixedPort.https(listeners));
    }

    private int open(FixedPort port) {
        PortState state = sockets.apply(List.of(port)).getFirst();
        assertThat(state.error()).isEmpty();
        return state.bound().orElseThrow().getPort();
    }
}
