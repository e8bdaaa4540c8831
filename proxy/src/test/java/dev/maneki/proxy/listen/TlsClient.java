package dev.maneki.proxy.listen;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** The JDK as a TLS client that trusts every server. */
final class TlsClient {
    private final int port;
    private final @Nullable X509Bundle certificate;
    private SSLContext context;

    TlsClient(int port) {
        this(port, null);
    }

    /**
     * @param certificate what it shows of itself, or null for none
     */
    TlsClient(int port, @Nullable X509Bundle certificate) {
        this.port = port;
        this.certificate = certificate;
        this.context = newContext();
    }

    /**
     * Forgets all sessions. The JDK resumes a session by address and sends its server name again,
     * whatever name is asked for now.
     */
    TlsClient forget() {
        context = newContext();
        return this;
    }

    private SSLContext newContext() {
        try {
            KeyManager[] keys =
                    certificate == null ? null : certificate.toKeyManagerFactory().getKeyManagers();
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(keys, new TrustManager[] {new TrustsAll()}, null);
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What came of a handshake and one line of answer. */
    record Answer(
            X509Certificate certificate,
            String applicationProtocol,
            String version,
            String cipher,
            String line) {}

    Answer call(String serverName) throws IOException {
        return call(serverName, parameters -> {});
    }

    /** Connects, says {@code x}, and reads a line; the empty name sends no SNI. */
    Answer call(String serverName, Consumer<SSLParameters> change) throws IOException {
        try (SSLSocket socket = connect(serverName, change)) {
            socket.startHandshake();
            socket.getOutputStream().write('x');
            StringBuilder line = new StringBuilder();
            int next;
            while ((next = socket.getInputStream().read()) >= 0 && next != '\n') {
                line.append((char) next);
            }
            return new Answer(
                    (X509Certificate) socket.getSession().getPeerCertificates()[0],
                    socket.getApplicationProtocol(),
                    socket.getSession().getProtocol(),
                    socket.getSession().getCipherSuite(),
                    line.toString());
        }
    }

    SSLSocket connect(String serverName, Consumer<SSLParameters> change) {
        try {
            // By address and with the name as a parameter: also the key of the session cache.
            SSLSocket socket =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(InetAddress.getByName("127.0.0.1"), port);
            socket.setSoTimeout(10_000);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(
                    serverName.isEmpty() ? List.of() : List.of(new SNIHostName(serverName)));
            change.accept(parameters);
            socket.setSSLParameters(parameters);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class TrustsAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(
                X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(
                X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(
                X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(
                X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
