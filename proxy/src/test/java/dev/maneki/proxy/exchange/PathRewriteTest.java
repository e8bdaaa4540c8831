package dev.maneki.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.routing.message.ByteSequence;
import dev.maneki.routing.model.Filter.PathChange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathRewriteTest {
    /**
     * The table of Gateway API's documentation of {@code replacePrefixMatch}, and what lies between
     * its lines.
     */
    @ParameterizedTest
    @CsvSource({
        "/foo/bar, /foo,  /xyz,  /xyz/bar",
        "/foo/bar, /foo,  /xyz/, /xyz/bar",
        "/foo/bar, /foo/, /xyz,  /xyz/bar",
        "/foo/bar, /foo/, /xyz/, /xyz/bar",
        "/foo,     /foo,  /xyz,  /xyz",
        "/foo/,    /foo,  /xyz,  /xyz/",
        "/foo/bar, /foo,  '',    /bar",
        "/foo/,    /foo,  '',    /",
        "/foo,     /foo,  '',    /",
        "/foo/,    /foo,  /,     /",
        "/foo,     /foo,  /,     /",
        "/foo/bar, /,     /xyz,  /xyz/foo/bar",
        "/,        /,     /xyz,  /xyz/",
        "/a//b,    /a,    /c,    /c//b",
    })
    void replacesThePrefix(String path, String prefix, String replacement, String expected) {
        String trimmed = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        assertThat(apply(new PathChange.Prefix(replacement), path, trimmed.length()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"/foo/bar, /new, /new", "/foo, '', /", "/foo, new, /new"})
    void replacesTheWholePath(String path, String replacement, String expected) {
        assertThat(apply(new PathChange.Full(replacement), path, -1)).isEqualTo(expected);
    }

    private static String apply(PathChange change, String path, int prefixLength) {
        ByteSequence from = new ByteSequence(8);
        from.set(path);
        ByteSequence into = new ByteSequence(8);
        PathRewrite.of(change).apply(from, prefixLength, into);
        return into.toString();
    }
}
