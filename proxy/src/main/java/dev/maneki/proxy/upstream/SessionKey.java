package dev.maneki.proxy.upstream;

import dev.maneki.routing.model.BackendId;
import dev.maneki.routing.model.EndpointTable.Endpoint;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What names an endpoint in a session's cookie or header (GEP-1619): opaque to the client, and the
 * same on every replica and after a restart, since nothing but the endpoint's own address goes into
 * it.
 */
final class SessionKey {
    private SessionKey() {}

    static String of(BackendId backend, Endpoint endpoint) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest((backend + "/" + endpoint).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(digest, 12));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
