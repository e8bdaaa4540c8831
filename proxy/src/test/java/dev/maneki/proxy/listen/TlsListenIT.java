package dev.maneki.proxy.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.tls.Pki;
import dev.maneki.proxy.tls.TlsProvider;
import dev.maneki.routing.model.Certificate;
import dev.maneki.routing.model.Listener;
import dev.maneki.routing.model.ListenerTls;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
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
            running.getOutputStream()
                    .write("x\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
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

    private int open(Listener... listeners) {
        return open(FixedPort.https(listeners));
    }

    private int open(FixedPort port) {
        PortState state = sockets.apply(List.of(port)).getFirst();
        assertThat(state.error()).isEmpty();
        return state.bound().orElseThrow().getPort();
    }
}
