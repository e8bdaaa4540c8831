package dev.maneki.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.metrics.HandshakeResult;
import dev.maneki.proxy.stream.TlsInfo;
import dev.maneki.proxy.tls.Pki;
import dev.maneki.proxy.tls.TlsProvider;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.model.ListenerTls;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Client certificates as GEP-91 has them. */
@ParameterizedClass
@EnumSource(TlsProvider.class)
class ClientCertificateIT {
    private static final X509Bundle AUTHORITY = Pki.authority("clients");

    /** Of the same name, so that a client takes it for the one that is asked for. */
    private static final X509Bundle IMPOSTOR = Pki.authority("clients");

    private static final ListenerTls PLAIN = Pki.tls(Pki.ecdsa("a.test"));

    private final EchoConnection.Factory factory = new EchoConnection.Factory();
    private final Workers workers =
            Workers.start(1, Transport.best(), Limits.DEFAULT, Optional.empty());
    private final ListenSockets sockets;

    ClientCertificateIT(TlsProvider provider) {
        sockets = new ListenSockets(workers, provider, factory);
    }

    @AfterEach
    void close() {
        sockets.drain(Duration.ZERO);
        workers.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void takesACertificateThatIsVouchedFor(String version) throws IOException {
        TlsClient client =
                new TlsClient(
                        open(Pki.asking(PLAIN, AUTHORITY, false)), Pki.client(AUTHORITY, "ada"));

        assertThat(client.call("a.test", only(version)).line()).isEqualTo("HTTP1");

        assertThat(tls().clientCertificateVerified()).isTrue();
        assertThat(tls().clientSubject()).isEqualTo("CN=ada");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void refusesAClientWithoutCertificate(String version) {
        TlsClient client = new TlsClient(open(Pki.asking(PLAIN, AUTHORITY, false)));

        assertThatThrownBy(() -> client.call("a.test", only(version)))
                .isInstanceOf(IOException.class);

        assertThat(factory.connections).isEmpty();
        assertThat(ended(HandshakeResult.CLIENT_CERTIFICATE)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void refusesACertificateOfAnotherAuthority(String version) {
        TlsClient client =
                new TlsClient(
                        open(Pki.asking(PLAIN, AUTHORITY, false)), Pki.client(IMPOSTOR, "eve"));

        assertThatThrownBy(() -> client.call("a.test", only(version)))
                .isInstanceOf(IOException.class);

        assertThat(factory.connections).isEmpty();
        assertThat(ended(HandshakeResult.CLIENT_CERTIFICATE)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void insecureFallbackServesAClientWithoutCertificate(String version) throws IOException {
        TlsClient client = new TlsClient(open(Pki.asking(PLAIN, AUTHORITY, true)));

        assertThat(client.call("a.test", only(version)).line()).isEqualTo("HTTP1");

        assertThat(tls().clientCertificateVerified()).isFalse();
        assertThat(tls().clientSubject()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void insecureFallbackServesACertificateOfAnotherAuthorityUnverified(String version)
            throws IOException {
        TlsClient client =
                new TlsClient(
                        open(Pki.asking(PLAIN, AUTHORITY, true)), Pki.client(IMPOSTOR, "eve"));

        assertThat(client.call("a.test", only(version)).line()).isEqualTo("HTTP1");

        assertThat(tls().clientCertificateVerified()).isFalse();
        assertThat(tls().clientSubject()).isEqualTo("CN=eve");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void insecureFallbackTellsAVerifiedCertificate(String version) throws IOException {
        TlsClient client =
                new TlsClient(
                        open(Pki.asking(PLAIN, AUTHORITY, true)), Pki.client(AUTHORITY, "ada"));

        assertThat(client.call("a.test", only(version)).line()).isEqualTo("HTTP1");

        assertThat(tls().clientCertificateVerified()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aResumedSessionKeepsItsCertificate(String version) throws IOException {
        TlsClient client =
                new TlsClient(
                        open(Pki.asking(PLAIN, AUTHORITY, false)), Pki.client(AUTHORITY, "ada"));

        client.call("a.test", only(version));
        factory.connections.clear();
        client.call("a.test", only(version));

        assertThat(ended(HandshakeResult.RESUMED)).isEqualTo(1);
        assertThat(tls().clientCertificateVerified()).isTrue();
        assertThat(tls().clientSubject()).isEqualTo("CN=ada");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aSessionDoesNotOutliveItsTrustAnchors(String version) throws IOException {
        FixedPort port =
                FixedPort.https(FixedPort.listener("any", "", Pki.asking(PLAIN, AUTHORITY, false)));
        TlsClient client = new TlsClient(open(port), Pki.client(AUTHORITY, "ada"));
        client.call("a.test", only(version));
        factory.connections.clear();

        port.serve(FixedPort.listener("any", "", Pki.asking(PLAIN, IMPOSTOR, false)));

        assertThatThrownBy(() -> client.call("a.test", only(version)))
                .isInstanceOf(IOException.class);
        assertThat(factory.connections).isEmpty();
    }

    private static Consumer<SSLParameters> only(String version) {
        return parameters -> parameters.setProtocols(new String[] {version});
    }

    private int open(ListenerTls tls) {
        return open(FixedPort.https(FixedPort.listener("any", "", tls)));
    }

    private int open(FixedPort port) {
        return sockets.apply(List.of(port)).getFirst().bound().orElseThrow().getPort();
    }

    private TlsInfo tls() {
        return Objects.requireNonNull(factory.connections.element().tls());
    }

    private long ended(HandshakeResult result) {
        for (int turn = 0; turn < 3; turn++) {
            workers.all().getFirst().loop().submit(() -> {}).syncUninterruptibly();
        }
        return workers.all().stream()
                .map(Worker::metrics)
                .mapToLong(metrics -> metrics.handshakes(result))
                .sum();
    }
}
