package dev.maneki.proxy.stream;

import org.jspecify.annotations.Nullable;

/**
 * What the TLS handshake of a client's connection settled.
 *
 * @param serverName the SNI host name in lower case; empty if none was sent
 * @param version {@code TLSv1.3}
 * @param cipher the suite's standard name
 * @param clientCertificateVerified whether the client showed a certificate that its listener's
 *     trust anchors vouch for
 * @param clientSubject the subject of the client's certificate (RFC 2253), or null without one
 */
public record TlsInfo(
        String serverName,
        String version,
        String cipher,
        boolean clientCertificateVerified,
        @Nullable String clientSubject) {}
