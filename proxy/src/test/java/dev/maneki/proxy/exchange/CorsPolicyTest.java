package dev.maneki.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Filter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorsPolicyTest {
    @ParameterizedTest
    @CsvSource({
        "https://www.foo.com,       https://www.foo.com,      true",
        "https://www.foo.com,       https://WWW.foo.com,      true",
        "https://www.foo.com,       http://www.foo.com,       false",
        "https://www.foo.com,       https://www.foo.com:8443, false",
        "https://*.foo.com,         https://a.foo.com,        true",
        "https://*.foo.com,         https://a.b.foo.com,      true",
        "https://*.foo.com,         https://foo.com,          false",
        "https://*.foo.com,         https://evil/x.foo.com,   false",
        "*,                         https://anyone,           true",
        "https://www.foo.com,       null,                     false",
    })
    void allowsTheOriginsItNames(String allowed, String origin, boolean expected) {
        assertThat(policy(List.of(allowed), false).allows(origin)).isEqualTo(expected);
    }

    @Test
    void aPreflightIsAnsweredWithWhatIsAllowed() {
        HeaderFields response = new HeaderFields();
        policy(List.of("https://a.org"), true)
                .answerPreflight(preflight(), "https://a.org", response);
        assertThat(value(response, "access-control-allow-origin")).isEqualTo("https://a.org");
        assertThat(value(response, "access-control-allow-credentials")).isEqualTo("true");
        assertThat(value(response, "access-control-allow-methods")).isEqualTo("GET, PUT");
        assertThat(value(response, "access-control-allow-headers")).isEqualTo("x-one, x-two");
        assertThat(value(response, "access-control-max-age")).isEqualTo("60");
        assertThat(value(response, "vary")).isNotEmpty();
    }

    @Test
    void aRefusedPreflightSaysNothing() {
        HeaderFields response = new HeaderFields();
        policy(List.of("https://a.org"), true)
                .answerPreflight(preflight(), "https://b.org", response);
        assertThat(response.toString()).doesNotContain("access-control");
    }

    @Test
    void withCredentialsTheWildcardIsEchoed() {
        // Fetch section 3.3.5: browsers take "*" literally when credentials are sent.
        HeaderFields response = new HeaderFields();
        policy(List.of("*"), true).mark("https://b.org", response);
        assertThat(value(response, "access-control-allow-origin")).isEqualTo("https://b.org");
        HeaderFields plain = new HeaderFields();
        policy(List.of("*"), false).mark("https://b.org", plain);
        assertThat(value(plain, "access-control-allow-origin")).isEqualTo("*");
    }

    @Test
    void whatTheBackendSaidOfOriginsIsReplaced() {
        HeaderFields response = new HeaderFields();
        response.add(FieldName.of("access-control-allow-origin"), "https://evil");
        policy(List.of("https://a.org"), false).mark("https://b.org", response);
        assertThat(response.toString()).doesNotContain("evil");
    }

    private static CorsPolicy policy(List<String> origins, boolean credentials) {
        return new CorsPolicy(
                new Filter.Cors(
                        origins,
                        credentials,
                        List.of("GET", "PUT"),
                        List.of("x-one", "x-two"),
                        List.of("x-shown"),
                        Duration.ofMinutes(1)));
    }

    private static RequestHead preflight() {
        RequestHead head = RedirectAnswerTest.request("a.org", "/", "");
        head.method("OPTIONS");
        head.fields().add(FieldName.of("access-control-request-method"), "PUT");
        return head;
    }

    private static String value(HeaderFields fields, String name) {
        int at = fields.find(FieldName.of(name));
        return at < 0 ? "" : fields.value(at);
    }
}
