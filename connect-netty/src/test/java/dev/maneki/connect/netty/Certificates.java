package dev.maneki.connect.netty;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority, a server's and a client's certificate. */
final class Certificates {
    static final X509Bundle AUTHORITY;
    static final X509Bundle SERVER;
    static final X509Bundle CLIENT;

    static {
        try {
            AUTHORITY =
                    new CertificateBuilder()
                            .subject("CN=authority")
                            .setIsCertificateAuthority(true)
                            .buildSelfSigned();
            SERVER =
                    new CertificateBuilder()
                            .subject("CN=server")
                            .addSanDnsName("localhost")
                            .addSanIpAddress("127.0.0.1")
                            .buildIssuedBy(AUTHORITY);
            CLIENT = new CertificateBuilder().subject("CN=client").buildIssuedBy(AUTHORITY);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Certificates() {}

    static String authority() {
        return AUTHORITY.getCertificatePEM();
    }

    static ServerTls server() {
        return ServerTls.pem(SERVER.getCertificatePathPEM(), SERVER.getPrivateKeyPEM());
    }

    /** For the JDK's client. */
    static SSLContext jdk(boolean withCertificate) throws Exception {
        KeyStore trust = KeyStore.getInstance(KeyStore.getDefaultType());
        trust.load(null, null);
        trust.setCertificateEntry("authority", AUTHORITY.getCertificate());
        TrustManagerFactory trusted =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(trust);
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore own = KeyStore.getInstance(KeyStore.getDefaultType());
        own.load(null, null);
        if (withCertificate) {
            own.setKeyEntry(
                    "client",
                    CLIENT.getKeyPair().getPrivate(),
                    new char[0],
                    CLIENT.getCertificatePath());
        }
        keys.init(own, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }
}
