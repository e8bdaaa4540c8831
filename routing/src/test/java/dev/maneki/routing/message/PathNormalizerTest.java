package dev.maneki.routing.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths that servers are known to read in different ways, and what becomes of them here. */
class PathNormalizerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    # sent                  | matched and forwarded
                    /                       | /
                    /a/b.c/~d_e-f           | /a/b.c/~d_e-f
                    /a/                     | /a/
                    /!$&'()*+,;=:@          | /!$&'()*+,;=:@
                    //                      | /
                    //evil.example/x        | /evil.example/x
                    /a///b//                | /a/b/
                    /./a/./b/.              | /a/b/
                    /.                      | /
                    /a/..                   | /
                    /a/b/..                 | /a/
                    /a/b/../c               | /a/c
                    /a/../b/../c            | /c
                    /a//../b                | /b
                    /a/b//../..             | /
                    /%2e/a                  | /a
                    /a/%2E%2e/b             | /b
                    /a/.%2e                 | /
                    /a/...                  | /a/...
                    /...a/.b/..c            | /...a/.b/..c
                    /a.                     | /a.
                    /%61%7A%2d%5F%7e%30     | /az-_~0
                    /a%3ab                  | /a%3Ab
                    /%25%32%65              | /%252e
                    /%252e%252e/a           | /%252e%252e/a
                    /%252f                  | /%252f
                    /a;v=1/b;x              | /a;v=1/b;x
                    /a;v=1/../b             | /b
                    /a/%3b/..%3b            | /a/%3B/..%3B
                    /...;                   | /...;
                    /a%20b%3f%23            | /a%20b%3F%23
                    /%c3%a4/%e2%82%ac       | /%C3%A4/%E2%82%AC
                    /%f0%9f%98%80           | /%F0%9F%98%80
                    /[a]{b}`"<>^            | /%5Ba%5D%7Bb%7D%60%22%3C%3E%5E
                    """)
    void isBroughtToOneForm(String sent, String expected) {
        assertThat(normalize(sent)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    /..                     | ABOVE_ROOT
                    /../a                   | ABOVE_ROOT
                    /a/../../b              | ABOVE_ROOT
                    /a/%2e%2e/%2e%2e        | ABOVE_ROOT
                    //..                    | ABOVE_ROOT
                    /a%2fb                  | ESCAPED_SLASH
                    /a/..%2F..%2Fetc        | ESCAPED_SLASH
                    /a%5cb                  | ESCAPED_SLASH
                    /a\\..\\b               | BACKSLASH
                    /a%00.html              | ESCAPED_CONTROL
                    /a%0d%0ab               | ESCAPED_CONTROL
                    /a%7f                   | ESCAPED_CONTROL
                    /a%                     | BAD_ESCAPE
                    /a%4                    | BAD_ESCAPE
                    /a%zz                   | BAD_ESCAPE
                    /%u002e                 | BAD_ESCAPE
                    /%%32e                  | BAD_ESCAPE
                    /%c0%ae%c0%ae/a         | BAD_UTF8
                    /%c0%af                 | BAD_UTF8
                    /%c1%9c                 | BAD_UTF8
                    /%e0%80%af              | BAD_UTF8
                    /%f0%80%80%af           | BAD_UTF8
                    /%ed%a0%80              | BAD_UTF8
                    /%f4%90%80%80           | BAD_UTF8
                    /%80                    | BAD_UTF8
                    /%e2%82                 | BAD_UTF8
                    /%e2%82/x               | BAD_UTF8
                    /%ff                    | BAD_UTF8
                    /a/..;/b                | DOT_SEGMENT_PARAMETER
                    /a/..;x=1               | DOT_SEGMENT_PARAMETER
                    /a/%2e%2E;/b            | DOT_SEGMENT_PARAMETER
                    /.;/a                   | DOT_SEGMENT_PARAMETER
                    /a#b                    | FRAGMENT
                    /a b                    | BAD_CHARACTER
                    /ä                      | BAD_CHARACTER
                    """)
    void isRefused(String sent, TargetFault expected) {
        byte[] source = sent.getBytes(StandardCharsets.UTF_8);

        assertThat(PathNormalizer.normalize(source, 0, source.length, new ByteSequence(16)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0", "9", "10", "13", "31", "127", "128", "255"})
    void bareControlCharactersAndBytesOutsideAsciiAreRefused(int value) {
        byte[] source = {'/', 'a', (byte) value, 'b'};

        assertThat(PathNormalizer.normalize(source, 0, source.length, new ByteSequence(16)))
                .isEqualTo(TargetFault.BAD_CHARACTER);
    }

    private static String normalize(String sent) {
        byte[] source = sent.getBytes(StandardCharsets.UTF_8);
        ByteSequence path = new ByteSequence(16);
        assertThat(PathNormalizer.normalize(source, 0, source.length, path))
                .isEqualTo(TargetFault.NONE);
        return path.toString();
    }
}
