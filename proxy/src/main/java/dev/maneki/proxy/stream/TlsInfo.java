package dev.maneki.proxy.stream;

import dev.maneki.routing.model.ListenerTls;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the TLS handshake of a client's connection settled.
 *
 * @param serverName the SNI host name in lower case; empty if none was sent
 * @param validation how the client's certificate was asked for, if it was
 * @param version {@code TLSv1.3}
 * @param cipher the suite's standard name
 * @param clientCertificateVerified whether the client showed a certificate that its listener's
 *     trust anchors vouch for
 * @param clientSubject the subject of the client's certificate (RFC 2253), or null without one
 */
public record TlsInfo(
        String serverName,
        Optional<ListenerTls.ClientValidation> validation,
        String version,
        String cipher,
        boolean clientCertificateVerified,
        @Nullable String clientSubject) {}
