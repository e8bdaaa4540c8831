package dev.maneki.proxy.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Path validation (PKIX, RFC 5280 section 6) up to given roots. */
final class TrustAnchors {
    private TrustAnchors() {}

    static X509ExtendedTrustManager of(List<X509Certificate> roots) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < roots.size(); i++) {
                store.setCertificateEntry("root-" + i, roots.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager trust) {
                    return trust;
                }
            }
            throw new TlsConfigurationException("the JDK has no PKIX trust manager");
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsConfigurationException(
                    "the trust anchors cannot be used: " + e.getMessage(), e);
        }
    }
}
