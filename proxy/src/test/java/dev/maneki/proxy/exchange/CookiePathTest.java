package dev.maneki.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.routing.model.PathMatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookiePathTest {
    @Test
    void whatMatchesAllPathsIsForAll() {
        assertThat(CookiePath.of(new PathMatch.Prefix("/"))).isEqualTo("/");
        assertThat(CookiePath.of(new PathMatch.Regex(".*"))).isEqualTo("/");
    }

    @Test
    void aPathAndAPrefixAreThemselves() {
        assertThat(CookiePath.of(new PathMatch.Exact("/shop/cart"))).isEqualTo("/shop/cart");
        assertThat(CookiePath.of(new PathMatch.Prefix("/shop"))).isEqualTo("/shop");
        assertThat(CookiePath.of(new PathMatch.Prefix("/shop/"))).isEqualTo("/shop");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/p1/p2/[^/]+/p3 /p1/p2",
                "/hello-regex/[a-z]+$ /hello-regex",
                "/hello /hello",
                "/foo(bar)? /",
                "/a/b? /a",
                "/a/?b /a",
                "/a/b|/c /",
                "/a/(b|c) /a",
                "/a/b\\.html /a",
                "^/a/b /",
            })
    void anExpressionIsForWhatIsLiteralAtItsStart(String expression, String path) {
        assertThat(CookiePath.of(new PathMatch.Regex(expression))).isEqualTo(path);
    }

    @Test
    void nothingGetsOutOfTheAttribute() {
        assertThat(CookiePath.of(new PathMatch.Prefix("/a/b;Domain=evil"))).isEqualTo("/a");
        assertThat(CookiePath.of(new PathMatch.Prefix("/a;b"))).isEqualTo("/");
    }
}
