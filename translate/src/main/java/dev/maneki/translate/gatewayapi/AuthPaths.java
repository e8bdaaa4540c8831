package dev.maneki.translate.gatewayapi;

import dev.maneki.routing.message.ByteSequence;
import dev.maneki.routing.message.PathNormalizer;
import dev.maneki.routing.message.TargetFault;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What is put before a request's path when an authorization server is asked about it. */
final class AuthPaths {
    private AuthPaths() {}

    /**
     * The prefix in its normal form, beginning with a slash and not ending with one; empty text for
     * none. The API asks for this: what is written must not be pasted as it is.
     *
     * @return nothing where {@link PathNormalizer} refuses the path
     */
    static Optional<String> prefix(String path) {
        if (path.isEmpty()) {
            return Optional.of("");
        }
        byte[] written = ("/" + path).getBytes(StandardCharsets.UTF_8);
        ByteSequence normal = new ByteSequence(written.length + 16);
        if (PathNormalizer.normalize(written, 0, written.length, normal) != TargetFault.NONE) {
            return Optional.empty();
        }
        String prefix = normal.toString();
        return Optional.of(
                prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix);
    }
}
