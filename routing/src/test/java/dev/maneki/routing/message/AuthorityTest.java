package dev.maneki.routing.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {
    private final RequestHead head = new RequestHead();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    example.com             | example.com           | -1
                    EXAMPLE.Com:8080        | example.com           | 8080
                    example.com.            | example.com           | -1
                    example.com.:443        | example.com           | 443
                    example.com:            | example.com           | -1
                    localhost:0             | localhost             | 0
                    a_b.c-d:65535           | a_b.c-d               | 65535
                    a:00080                 | a                     | 80
                    127.0.0.1:80            | 127.0.0.1             | 80
                    255.255.255.255         | 255.255.255.255       | -1
                    1.example               | 1.example             | -1
                    [::]                    | [::]                  | -1
                    [::1]:8443              | [::1]                 | 8443
                    [2001:DB8::A]           | [2001:db8::a]         | -1
                    [1:2:3:4:5:6:7:8]       | [1:2:3:4:5:6:7:8]     | -1
                    [1:2:3:4:5:6:7::]       | [1:2:3:4:5:6:7::]     | -1
                    [::ffff:1.2.3.4]        | [::ffff:1.2.3.4]      | -1
                    [1:2:3:4:5:6:1.2.3.4]   | [1:2:3:4:5:6:1.2.3.4] | -1
                    """)
    void isSplitAndBroughtToOneForm(String sent, String host, int port) {
        assertThat(parse(sent)).isEqualTo(TargetFault.NONE);

        assertThat(head.host()).hasToString(host);
        assertThat(head.port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".",
                "..",
                ".a",
                "a..b",
                "a..",
                " a",
                "a b",
                "a,b",
                "a/b",
                "a%41",
                "a\0",
                "ä",
                "a!b",
                "*",
                "*.a",
                "a\\b",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.04",
                "a.1",
                "999999",
                "[",
                "]",
                "[]",
                "[:]",
                "[:::]",
                "[1]",
                "[::1",
                "::1",
                "[1::2::3]",
                "[12345::]",
                "[1:2:3:4:5:6:7:8:9]",
                "[1:2:3:4:5:6:7:8::]",
                "[:1:2:3:4:5:6:7:8]",
                "[1:2:3:4:5:6:7:]",
                "[::1.2.3]",
                "[::1.2.3.4:5]",
                "[1.2.3.4]",
                "[fe80::1%25eth0]",
                "[v1.x]",
                "[::1]a",
                "[::1]]",
                "[::g]",
                ":80",
                "a:b:c"
            })
    void isRefusedWithoutAProperHost(String sent) {
        assertThat(parse(sent)).isIn(TargetFault.BAD_HOST, TargetFault.BAD_PORT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a:65536", "a:-1", "a:+1", "a: 1", "a:0x50", "a:99999999999", "[::1]:x"})
    void isRefusedWithoutAProperPort(String sent) {
        assertThat(parse(sent)).isEqualTo(TargetFault.BAD_PORT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"u@a", "u:p@a", "@a", "a:80@b", "a@b@c"})
    void isRefusedWithUserInformation(String sent) {
        assertThat(parse(sent)).isEqualTo(TargetFault.USER_INFORMATION);
    }

    @Test
    void isRefusedWhereDnsCouldNotCarryIt() {
        String label = "a".repeat(63);

        assertThat(parse(label + ".b")).isEqualTo(TargetFault.NONE);
        assertThat(parse(label + "a.b")).isEqualTo(TargetFault.BAD_HOST);
        assertThat(parse((label + ".").repeat(3) + "a".repeat(61))).isEqualTo(TargetFault.NONE);
        assertThat(parse((label + ".").repeat(3) + "a".repeat(62))).isEqualTo(TargetFault.BAD_HOST);
    }

    @Test
    void anEmptyOneLeavesTheHostEmpty() {
        head.host().set("before");
        head.port(1);

        assertThat(parse("")).isEqualTo(TargetFault.EMPTY_HOST);
        assertThat(head.host().length()).isZero();
        assertThat(head.port()).isEqualTo(-1);
    }

    private TargetFault parse(String sent) {
        byte[] source = ("x" + sent + "y").getBytes(StandardCharsets.UTF_8);
        return Authority.parse(source, 1, source.length - 1, head);
    }
}
