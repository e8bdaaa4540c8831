package dev.maneki.proxy.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The trust anchors of the machine: the file that {@code SSL_CERT_FILE} names, else the bundle of
 * the distribution, else what the JDK brings along. Read once, when first needed.
 */
final class SystemRoots {
    private static final List<Path> BUNDLES =
            List.of(
                    // Debian, Alpine
                    Path.of("/etc/ssl/certs/ca-certificates.crt"),
                    // Red Hat
                    Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
                    // SUSE
                    Path.of("/etc/ssl/ca-bundle.pem"),
                    // BSD, macOS
                    Path.of("/etc/ssl/cert.pem"));

    private final Map<String, String> environment;
    private final List<Path> bundles;
    private @Nullable X509ExtendedTrustManager read;

    SystemRoots() {
        this(System.getenv(), BUNDLES);
    }

    SystemRoots(Map<String, String> environment, List<Path> bundles) {
        this.environment = environment;
        this.bundles = bundles;
    }

    /**
     * Trusts them.
     *
     * @throws TlsConfigurationException if {@code SSL_CERT_FILE} cannot be used
     */
    synchronized X509ExtendedTrustManager trustManager() {
        X509ExtendedTrustManager known = read;
        if (known == null) {
            known = load();
            read = known;
        }
        return known;
    }

    private X509ExtendedTrustManager load() {
        String named = environment.get("SSL_CERT_FILE");
        if (named != null && !named.isEmpty()) {
            try {
                return TrustAnchors.of(certificates(Path.of(named)));
            } catch (IOException | TlsConfigurationException e) {
                throw new TlsConfigurationException(
                        "SSL_CERT_FILE names " + named + ", which cannot be used: " + e, e);
            }
        }
        for (Path bundle : bundles) {
            if (Files.isReadable(bundle)) {
                try {
                    return TrustAnchors.of(certificates(bundle));
                } catch (IOException | TlsConfigurationException e) {
                    // An unusable bundle of a distribution is no reason to trust nobody.
                }
            }
        }
        return ofTheJdk();
    }

    private static List<X509Certificate> certificates(Path bundle) throws IOException {
        return Pem.certificates(Files.readString(bundle));
    }

    private static X509ExtendedTrustManager ofTheJdk() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init((KeyStore) null);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager trust) {
                    return trust;
                }
            }
            throw new TlsConfigurationException("the JDK has no PKIX trust manager");
        } catch (GeneralSecurityException e) {
            throw new TlsConfigurationException("the JDK's trust anchors cannot be read", e);
        }
    }
}
