package dev.maneki.proxy.tls;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** A backend that shakes hands by the JDK's TLS and keeps silent. */
final class JdkTlsServer implements AutoCloseable {
    private final X509Bundle certificate;
    private final String[] alpn;
    private final BlockingQueue<String> serverNames = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> clientSubjects = new LinkedBlockingQueue<>();
    private SSLServerSocket socket;

    JdkTlsServer(X509Bundle certificate, String... alpn) {
        this.certificate = certificate;
        this.alpn = alpn;
        this.socket = open(null);
    }

    /** Demands a client certificate of this authority. */
    JdkTlsServer asking(X509Bundle authority) throws IOException {
        close();
        socket = open(authority);
        return this;
    }

    private SSLServerSocket open(@Nullable X509Bundle clients) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    certificate.toKeyManagerFactory().getKeyManagers(),
                    clients == null ? null : new TrustManager[] {clients.toTrustManager()},
                    null);
            SSLServerSocket server =
                    (SSLServerSocket)
                            context.getServerSocketFactory()
                                    .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
            SSLParameters parameters = server.getSSLParameters();
            parameters.setApplicationProtocols(alpn);
            parameters.setNeedClientAuth(clients != null);
            server.setSSLParameters(parameters);
            Thread.ofVirtual().start(() -> serve(server));
            return server;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void serve(SSLServerSocket server) {
        while (!server.isClosed()) {
            try (SSLSocket client = (SSLSocket) server.accept()) {
                client.startHandshake();
                ExtendedSSLSession session = (ExtendedSSLSession) client.getSession();
                session.getRequestedServerNames()
                        .forEach(name -> serverNames.add(((SNIHostName) name).getAsciiName()));
                if (client.getSSLParameters().getNeedClientAuth()) {
                    clientSubjects.add(
                            ((X509Certificate) session.getPeerCertificates()[0])
                                    .getSubjectX500Principal()
                                    .getName());
                }
                int ignored = client.getInputStream().read();
            } catch (IOException e) {
                // The client refuses the handshake, or the test has ended.
            }
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    /** The name that the first client sent. */
    String serverName() throws InterruptedException {
        return serverNames.take();
    }

    /** Who the first client said it is. */
    String clientSubject() throws InterruptedException {
        return clientSubjects.take();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
