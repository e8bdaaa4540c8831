package dev.maneki.proxy.exchange;

import dev.maneki.routing.message.ByteSequence;
import dev.maneki.routing.model.Filter.PathChange;
import java.nio.charset.StandardCharsets;

/**
 * A path change of a redirect or a rewrite (Gateway API, {@code HTTPPathModifier}).
 *
 * <p>A prefix is replaced by whole segments, and one slash, neither none nor two, stands between
 * the replacement and what follows: {@code /foo} → {@code /} turns {@code /foo/bar} into {@code
 * /bar}.
 */
final class PathRewrite {
    private final boolean prefix;
    private final byte[] value;

    private PathRewrite(boolean prefix, byte[] value) {
        this.prefix = prefix;
        this.value = value;
    }

    static PathRewrite of(PathChange change) {
        return switch (change) {
            case PathChange.Full(String value) ->
                    new PathRewrite(false, value.getBytes(StandardCharsets.UTF_8));
            case PathChange.Prefix(String value) -> {
                String trimmed = value;
                while (trimmed.endsWith("/")) {
                    trimmed = trimmed.substring(0, trimmed.length() - 1);
                }
                yield new PathRewrite(true, trimmed.getBytes(StandardCharsets.UTF_8));
            }
        };
    }

    /**
     * Writes the changed path to {@code into}, which must not be {@code path}.
     *
     * @param prefixLength what {@code Entry.prefixLength()} says of the match; below 0 the whole
     *     path is replaced
     */
    void apply(ByteSequence path, int prefixLength, ByteSequence into) {
        into.set(value, 0, value.length);
        if (prefix && prefixLength >= 0) {
            int from = Math.min(prefixLength, path.length());
            if (from < path.length() && path.at(from) != '/') {
                into.append((byte) '/');
            }
            into.append(path.array(), from, path.length());
        }
        if (into.length() == 0 || into.at(0) != '/') {
            byte[] rest = java.util.Arrays.copyOf(into.array(), into.length());
            into.clear();
            into.append((byte) '/');
            into.append(rest, 0, rest.length);
        }
    }
}
