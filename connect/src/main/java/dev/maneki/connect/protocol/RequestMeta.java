package dev.maneki.connect.protocol;

import dev.maneki.connect.Metadata;
import java.util.List;

/**
 * What a request says before its messages, in no protocol's words.
 *
 * @param path {@code /service/method}, percent-decoded nowhere: as sent, prefix included
 * @param codec {@code proto}, {@code json} or another name that stands in a content type
 * @param compression of the request's messages; {@code identity} if they are not compressed
 * @param acceptCompression what the caller can read, best first; without {@code identity}
 * @param timeoutNanos how long the caller waits; -1 for ever
 * @param metadata the caller's own, without what the protocol adds
 */
public record RequestMeta(
        String path,
        String codec,
        String compression,
        List<String> acceptCompression,
        long timeoutNanos,
        Metadata metadata) {
    /** The name for "not compressed". */
    public static final String IDENTITY = "identity";

    /** {@link #timeoutNanos} of a caller that waits for ever. */
    public static final long NO_TIMEOUT = -1;
}
