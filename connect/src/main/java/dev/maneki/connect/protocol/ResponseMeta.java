package dev.maneki.connect.protocol;

import dev.maneki.connect.Metadata;
import java.util.List;

/**
 * What a response says before its messages.
 *
 * @param codec as {@link RequestMeta#codec}
 * @param compression of the response's messages
 * @param acceptCompression what the callee can read
 */
public record ResponseMeta(
        String codec, String compression, List<String> acceptCompression, Metadata metadata) {}
