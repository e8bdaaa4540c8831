package dev.maneki.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Filter;
import dev.maneki.routing.model.Filter.PathChange;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RedirectAnswerTest {
    private final RequestHead request = request("example.org", "/a/b", "x=1");

    @Test
    void whatIsAbsentComesFromTheRequest() {
        assertThat(location(null, null, null, null, 80)).isEqualTo("http://example.org/a/b?x=1");
    }

    @Test
    void withoutSchemeThePortIsTheListeners() {
        assertThat(location(null, "other.org", null, null, 8080))
                .isEqualTo("http://other.org:8080/a/b?x=1");
    }

    @Test
    void withSchemeThePortIsThatSchemesOwn() {
        assertThat(location("https", null, null, null, 8080))
                .isEqualTo("https://example.org/a/b?x=1");
    }

    @Test
    void aGivenPortStandsUnlessItIsTheSchemesOwn() {
        assertThat(location("https", null, 8443, null, 80))
                .isEqualTo("https://example.org:8443/a/b?x=1");
        assertThat(location("https", null, 443, null, 80)).isEqualTo("https://example.org/a/b?x=1");
        assertThat(location(null, null, 80, null, 8080)).isEqualTo("http://example.org/a/b?x=1");
    }

    @Test
    void thePathIsChangedAndTheQueryKept() {
        assertThat(location(null, null, null, new PathChange.Prefix("/new"), 80))
                .isEqualTo("http://example.org/new/b?x=1");
        assertThat(location(null, null, null, new PathChange.Full("/full"), 80))
                .isEqualTo("http://example.org/full?x=1");
    }

    private String location(
            @Nullable String scheme,
            @Nullable String hostname,
            @Nullable Integer port,
            @Nullable PathChange path,
            int listenerPort) {
        return new RedirectAnswer(
                        new Filter.Redirect(
                                Optional.ofNullable(scheme),
                                Optional.ofNullable(hostname),
                                Optional.ofNullable(path),
                                Optional.ofNullable(port),
                                302))
                .location(request, "/a".length(), listenerPort);
    }

    static RequestHead request(String host, String path, String query) {
        RequestHead head = new RequestHead();
        head.host().set(host);
        head.path().set(path);
        head.query().set(query);
        head.hasQuery(!query.isEmpty());
        return head;
    }
}
