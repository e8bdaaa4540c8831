package dev.maneki.proxy.tls;

import dev.maneki.routing.model.Certificate;
import dev.maneki.routing.model.ListenerTls;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Certificates for tests. */
public final class Pki {
    /** Has issued every server's certificate. */
    public static final X509Bundle ROOT = authority("root");

    private Pki() {}

    public static X509Bundle authority(String name) {
        return built(
                () ->
                        builder("CN=" + name)
                                .setIsCertificateAuthority(true)
                                .ecp256()
                                .buildSelfSigned());
    }

    public static X509Bundle client(X509Bundle authority, String name) {
        return built(
                () ->
                        builder("CN=" + name)
                                .ecp256()
                                .addExtendedKeyUsageClientAuth()
                                .buildIssuedBy(authority));
    }

    public static X509Bundle ecdsa(String... names) {
        return built(() -> named(names).ecp256().buildIssuedBy(ROOT));
    }

    public static X509Bundle rsa(String... names) {
        return built(() -> named(names).rsa2048().buildIssuedBy(ROOT));
    }

    /** A server's certificate with a URI for a name. */
    public static X509Bundle uri(String uri) {
        return built(
                () ->
                        builder("CN=uri")
                                .ecp256()
                                .addExtendedKeyUsageServerAuth()
                                .addSanUriName(uri)
                                .buildIssuedBy(ROOT));
    }

    /** A server's certificate that is no longer valid. */
    public static X509Bundle expired(String name) {
        return built(
                () ->
                        named(name)
                                .notAfter(Instant.now().minus(Duration.ofHours(1)))
                                .ecp256()
                                .buildIssuedBy(ROOT));
    }

    public static Certificate certificate(X509Bundle bundle) {
        return new Certificate(
                "test/" + bundle.getCertificate().getSubjectX500Principal(),
                bundle.getCertificatePathPEM(),
                bundle.getPrivateKeyPEM());
    }

    public static ListenerTls tls(X509Bundle... bundles) {
        return new ListenerTls(
                List.of(bundles).stream().map(Pki::certificate).toList(),
                Optional.empty(),
                "TLSv1.2");
    }

    public static ListenerTls asking(
            ListenerTls tls, X509Bundle authority, boolean insecureFallback) {
        return new ListenerTls(
                tls.certificates(),
                Optional.of(
                        new ListenerTls.ClientValidation(
                                authority.getCertificatePEM(), insecureFallback)),
                tls.minimumVersion());
    }

    private static CertificateBuilder named(String... names) {
        return builder("CN=" + names[0])
                .addExtendedKeyUsageServerAuth()
                .addExtensionOctetString("2.5.29.17", false, generalNames(names));
    }

    /** GeneralNames of DNS names (RFC 5280 section 4.2.1.6); the builder knows no wildcards. */
    private static byte[] generalNames(String... names) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String name : names) {
            all.write(0x82);
            all.write(name.length());
            all.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        }
        ByteArrayOutputStream sequence = new ByteArrayOutputStream();
        sequence.write(0x30);
        sequence.write(all.size());
        sequence.writeBytes(all.toByteArray());
        return sequence.toByteArray();
    }

    private static CertificateBuilder builder(String subject) {
        return new CertificateBuilder()
                .subject(subject)
                .notBefore(Instant.now().minus(Duration.ofDays(1)))
                .notAfter(Instant.now().plus(Duration.ofDays(1)));
    }

    private interface Build {
        X509Bundle build() throws Exception;
    }

    private static X509Bundle built(Build build) {
        try {
            return build.build();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
