package dev.maneki.routing.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTargetTest {
    private final RequestHead head = new RequestHead();

    @BeforeEach
    void sendHostField() {
        head.host().set("from.field");
        head.port(7);
    }

    @Test
    void originFormSetsPathAndQueryAndLeavesTheHostAlone() {
        assertThat(parse("/a/%7eb/../c?d=%zz&e=/../?|")).isEqualTo(TargetFault.NONE);

        assertThat(head).hasToString("GET http://from.field:7/a/c?d=%zz&e=/../?|");
    }

    @Test
    void aQueryMayBeEmptyOrAbsent() {
        assertThat(parse("/a?")).isEqualTo(TargetFault.NONE);
        assertThat(head.hasQuery()).isTrue();
        assertThat(head.query().length()).isZero();

        assertThat(parse("/a")).isEqualTo(TargetFault.NONE);
        assertThat(head.hasQuery()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP://A.example:80/b//c?d, http://a.example:80/b/c?d",
        "http://a.example, http://a.example/",
        "http://a.example?q, http://a.example/?q",
        "http://a.example.:81/, http://a.example:81/",
        "http://[::1]/x, http://[::1]/x"
    })
    void absoluteFormSetsTheHostToo(String sent, String expected) {
        assertThat(parse(sent)).isEqualTo(TargetFault.NONE);

        assertThat(head).hasToString("GET " + expected);
    }

    @Test
    void theSchemeMustBeThatOfTheConnection() {
        assertThat(parse("https://a/")).isEqualTo(TargetFault.SCHEME_MISMATCH);

        head.secure(true);
        assertThat(parse("https://a/")).isEqualTo(TargetFault.NONE);
        assertThat(parse("http://a/")).isEqualTo(TargetFault.SCHEME_MISMATCH);
    }

    @Test
    void theServerItselfIsMeantOnlyByOptions() {
        assertThat(parse("*")).isEqualTo(TargetFault.BAD_FORM);

        head.method("OPTIONS");
        assertThat(parse("*")).isEqualTo(TargetFault.NONE);
        assertThat(head.path()).hasToString("*");
        assertThat(parse("http://a")).isEqualTo(TargetFault.NONE);
        assertThat(head.path()).hasToString("*");
        assertThat(parse("http://a/")).isEqualTo(TargetFault.NONE);
        assertThat(head.path()).hasToString("/");
        assertThat(parse("*x")).isEqualTo(TargetFault.BAD_FORM);
        assertThat(parse("*?x")).isEqualTo(TargetFault.BAD_FORM);
    }

    @Test
    void noTunnelIsOpened() {
        head.method("CONNECT");

        assertThat(parse("a.example:443")).isEqualTo(TargetFault.CONNECT);
        assertThat(TargetFault.CONNECT.status()).isEqualTo(501);
    }

    @ParameterizedTest
    @CsvSource({
        "a, BAD_FORM",
        "a.example:443, BAD_FORM",
        "http:/a, BAD_FORM",
        "http:a, BAD_FORM",
        "?a, BAD_FORM",
        "ftp://a/, BAD_SCHEME",
        "httpx://a/, BAD_SCHEME",
        "http:///a, EMPTY_HOST",
        "http://?a, EMPTY_HOST",
        "http://u@a/, USER_INFORMATION",
        "http://a:x/, BAD_PORT",
        "http://a#b, FRAGMENT",
        "http://a\\@b/, USER_INFORMATION",
        "/a?b#c, FRAGMENT",
        "/a#b?c, FRAGMENT",
        "/a?b c, BAD_CHARACTER",
        "/a?ä, BAD_CHARACTER",
        "/%2f?a, ESCAPED_SLASH"
    })
    void isRefused(String sent, TargetFault expected) {
        assertThat(parse(sent)).isEqualTo(expected);
    }

    @Test
    void nothingAtAllIsRefused() {
        assertThat(parse("")).isEqualTo(TargetFault.BAD_FORM);
    }

    @Test
    void inHttp2OnlyOriginFormAndTheServerAreAllowed() {
        byte[] absolute = "http://a/".getBytes(StandardCharsets.UTF_8);

        assertThat(RequestTarget.parsePath(absolute, 0, absolute.length, head))
                .isEqualTo(TargetFault.BAD_FORM);
    }

    private TargetFault parse(String sent) {
        byte[] source = ("x" + sent + "y").getBytes(StandardCharsets.UTF_8);
        return RequestTarget.parse(source, 1, source.length - 1, head);
    }
}
