package dev.maneki.routing.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.maneki.routing.message.RequestHead;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/a/.*",
                "(?i)/A",
                "/v[0-9]+/(users|groups)/[^/]+",
                "a{0,400}",
                "[]a]",
                "\\Q(\\E",
                "\\x{10FFFF}\\p{Greek}",
                "[[:alpha:]]{3}",
                "/[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
            })
    void mayBeUsed(String expression) {
        assertThat(Regexes.check(expression)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(", "[a", "a**", "\\", "(?=a)", "(a)\\1", "a{1001}", "(?P<n>a)(?P<n>b)"})
    void mustBeValid(String expression) {
        assertThat(Regexes.check(expression).orElseThrow()).startsWith("is not valid RE2 syntax: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{100}){100}){100}",
                "(((((((((a{30}){30}){30}){30}){30}){30}){30}){30}){30}){30}",
                "(x+x+){999}{5}",
                "([a-z]{1,50}){1,50}",
                "(?:(?:[a-z]{1000}){1000}){1000}",
                "\\d{1000}\\d{1000}\\d{1000}"
            })
    void mustNotUnrollToMuch(String expression) {
        assertThat(Regexes.check(expression).orElseThrow()).startsWith("is too large");
    }

    @Test
    void twoThatMayBeUsedMayBeUsedTogether() {
        assertThat(Regexes.check("a{900}")).isEmpty();
        assertThat(Regexes.compile("/(?:a{900})/(?:a{900})")).isNotNull();
    }

    @Test
    void mustNotBeNestedDeeply() {
        assertThat(Regexes.check("(".repeat(2000) + ")".repeat(2000)).orElseThrow())
                .startsWith("is too large");
    }

    @Test
    void whatIsTooLongDoesNotMatch() {
        Pattern pattern = Objects.requireNonNull(Regexes.compile("a*"));

        assertThat(Regexes.matches(pattern, "a".repeat(Regexes.MAX_INPUT))).isTrue();
        assertThat(Regexes.matches(pattern, "a".repeat(Regexes.MAX_INPUT + 1))).isFalse();
    }

    @Test
    void oneThatIsRefusedMatchesNothingAndHarmsNoOther() {
        var router =
                Models.compile(
                        Models.port(
                                Models.listener(
                                        "l",
                                        "",
                                        Models.route(
                                                "r",
                                                "",
                                                Models.regex("("),
                                                Models.prefix("/", Models.like("x", "[")),
                                                Models.query(
                                                        Models.prefix("/"), Models.like("q", "*")),
                                                Models.prefix("/")))));
        RequestHead head = Requests.get("h", "/?q=*", "x", "[");

        assertThat(((Entry<String>) router.match(head)).payload()).isEqualTo("r#3");
        assertThat(router.explain(head).rejected()).hasSize(3);
    }

    @Test
    void whatAPathStartsWithIsToldApartQuicklyButRightly() {
        for (String expression :
                new String[] {
                    "/ab*c", "/ab?c", "/a(b|c)", "^/a.c$", "/ab{0}", "(?i)/AB", "/x|/ab"
                }) {
            var router =
                    Models.compile(
                            Models.port(
                                    Models.listener(
                                            "l",
                                            "",
                                            Models.route("r", "", Models.regex(expression)))));
            for (String path : new String[] {"/ab", "/ac", "/abc", "/a", "/x", "/abbc"}) {
                assertThat(router.match(Requests.get("h", path)) instanceof Entry<String>)
                        .describedAs("%s for %s", expression, path)
                        .isEqualTo(path.matches(expression));
            }
        }
    }
}
