package dev.maneki.routing.match;

import static dev.maneki.routing.match.Models.exact;
import static dev.maneki.routing.match.Models.is;
import static dev.maneki.routing.match.Models.like;
import static dev.maneki.routing.match.Models.listener;
import static dev.maneki.routing.match.Models.method;
import static dev.maneki.routing.match.Models.port;
import static dev.maneki.routing.match.Models.prefix;
import static dev.maneki.routing.match.Models.query;
import static dev.maneki.routing.match.Models.regex;
import static dev.maneki.routing.match.Models.route;
import static dev.maneki.routing.match.Requests.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.routing.model.Listener;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.Route;
import dev.maneki.routing.model.RouteMatch;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    @Test
    void namesTheConditionThatFailsNearestMissesFirst() {
        var router =
                router(
                        listener(
                                "l",
                                "",
                                route("host", "b.example", prefix("/")),
                                route("exact", "", exact("/x")),
                                route("regex", "", regex("/y.*")),
                                route("below", "", prefix("/a/b/c")),
                                route("method", "", method("PUT", prefix("/"))),
                                route("absent", "", prefix("/", is("env", "dev"))),
                                route("header", "", prefix("/", is("V", "2"))),
                                route("expression", "", prefix("/", like("v", "[2-9]"))),
                                route("query", "", query(prefix("/"), is("q", "2"))),
                                route("served", "", prefix("/a/b")),
                                route("shorter", "", prefix("/a"))));

        Explanation<String> explanation = router.explain(get("a.example", "/a/b?q=1", "v", "1"));

        assertThat(explanation.decision())
                .isInstanceOfSatisfying(
                        Entry.class, entry -> assertThat(entry.payload()).isEqualTo("served#0"));
        assertThat(lines(explanation))
                .containsExactly(
                        "shorter: HTTPRoute/apps/served rule 0 comes first: its path is more specific",
                        "query: query parameter q is \"1\", not \"2\"",
                        "absent: header env is absent",
                        "expression: header v is \"1\", which does not match \"[2-9]\"",
                        "header: header V is \"1\", not \"2\"",
                        "method: the method is not PUT",
                        "exact: the path is not /x",
                        "regex: the path does not match the expression /y.*",
                        "below: the path is not below /a/b/c",
                        "host: the route is for b.example");
    }

    @Test
    void namesWhatPutTheWinnerFirst() {
        Instant later = Instant.EPOCH.plusSeconds(1);
        Route winner =
                route("HTTPRoute", "b", "*.example", Instant.EPOCH, method("GET", prefix("/")));

        assertThat(why(winner, route("o", "", exact("/")))).isEqualTo("HOSTNAME");
        assertThat(why(winner, route("o", "*.example", prefix("/", is("v", "1")))))
                .isEqualTo("METHOD");
        assertThat(why(winner, route("HTTPRoute", "a", "*.example", later, winnerMatch())))
                .isEqualTo("AGE");
        assertThat(why(winner, route("c", "*.example", winnerMatch()))).isEqualTo("NAME");
        assertThat(why(route("r", "", winnerMatch(), winnerMatch()))).isEqualTo("RULE_ORDER");
        assertThat(why(route("r", "", prefix("/", is("v", "1")), prefix("/"))))
                .isEqualTo("HEADERS");
        assertThat(why(route("r", "", query(prefix("/"), is("q", "1")), prefix("/"))))
                .isEqualTo("QUERY_PARAMS");
    }

    @Test
    void namesTheListenerThatTheHostBelongsTo() {
        var router =
                router(
                        listener("any", "", route("any", "", prefix("/"))),
                        listener("other", "b.example", route("other", "b.example", prefix("/"))),
                        listener("own", "a.example", route("own", "a.example", prefix("/x"))));

        Explanation<String> explanation = router.explain(get("a.example", "/"));

        assertThat(explanation.decision()).isEqualTo(new Decision.NoRoute<>(id("own")));
        assertThat(lines(explanation))
                .containsExactly(
                        "own: the path is not below /x",
                        "any: the host belongs to listener infra/gateway/own, whose host name is"
                                + " more specific",
                        "other: its listener is for b.example");
    }

    @Test
    void saysWhichListenerAMisdirectedRequestWasSentTo() {
        var router =
                router(
                        listener("any", "", route("any", "", prefix("/"))),
                        listener("own", "a.example", route("own", "a.example", prefix("/"))));

        Explanation<String> explanation = router.explain(id("any"), get("a.example", "/"));

        assertThat(explanation.decision()).isEqualTo(new Decision.Misdirected<>(id("own")));
        assertThat(lines(explanation))
                .containsExactly(
                        "own: the connection's server name chose listener infra/gateway/any",
                        "any: the host belongs to listener infra/gateway/own, whose host name is"
                                + " more specific");
    }

    @Test
    void withoutAListenerForTheHostEveryListenerSaysWhatItIsFor() {
        var router = router(listener("l", "*.b", route("r", "*.b", prefix("/"))));

        Explanation<String> explanation = router.explain(get("b", "/"));

        assertThat(explanation.decision()).isEqualTo(new Decision.NoListener<>());
        assertThat(lines(explanation)).containsExactly("r: its listener is for *.b");
    }

    private static RouteMatch winnerMatch() {
        return method("GET", prefix("/"));
    }

    /** The criterion between the winner and the only other match that holds. */
    private static String why(Route... routes) {
        var explanation =
                router(listener("l", "", routes)).explain(get("a.example", "/?q=1", "v", "1"));
        assertThat(explanation.rejected()).hasSize(1);
        return ((Reason.LowerPrecedence) explanation.rejected().getFirst().reason())
                .criterion()
                .name();
    }

    private static List<String> lines(Explanation<String> explanation) {
        return explanation.rejected().stream()
                .map(
                        rejection ->
                                rejection.entry().route().id().name()
                                        + ": "
                                        + rejection.reason().text())
                .toList();
    }

    private static PortRouter<String> router(Listener... listeners) {
        return Models.compile(port(listeners));
    }

    private static ListenerId id(String name) {
        return new ListenerId("infra", "gateway", name);
    }
}
