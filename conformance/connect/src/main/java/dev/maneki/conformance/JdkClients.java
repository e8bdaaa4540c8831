package dev.maneki.conformance;

import dev.maneki.conformance.v1.ClientCompatRequest;
import dev.maneki.conformance.v1.HTTPVersion;
import dev.maneki.connect.http.HttpClientTransport;
import dev.maneki.connect.jdk.JdkTransport;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The JDK's client as a request of the suite describes it. */
final class JdkClients {
    private JdkClients() {}

    static HttpClientTransport transport(ClientCompatRequest request) {
        HttpClient.Builder client =
                HttpClient.newBuilder()
                        .version(
                                request.getHttpVersion() == HTTPVersion.HTTP_VERSION_2
                                        ? HttpClient.Version.HTTP_2
                                        : HttpClient.Version.HTTP_1_1);
        if (!request.getServerTlsCert().isEmpty()) {
            try {
                client.sslContext(tls(request));
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("no TLS with these certificates", e);
            }
        }
        return new JdkTransport(client.build());
    }

    private static SSLContext tls(ClientCompatRequest request) throws GeneralSecurityException {
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(KeyStores.trust(request.getServerTlsCert().toStringUtf8()));
        KeyManager @Nullable [] keys = null;
        if (request.hasClientTlsCreds()) {
            KeyManagerFactory own =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(
                    KeyStores.identity(
                            request.getClientTlsCreds().getCert().toStringUtf8(),
                            request.getClientTlsCreds().getKey().toStringUtf8()),
                    KeyStores.PASSWORD.toCharArray());
            keys = own.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }
}
