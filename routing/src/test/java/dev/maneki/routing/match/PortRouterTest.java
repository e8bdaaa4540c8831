package dev.maneki.routing.match;

import static dev.maneki.routing.match.Models.compile;
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
import static dev.maneki.routing.match.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Listener;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.Route;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PortRouterTest {
    @Test
    void anExactPathComesBeforeThePrefixesAndALongPrefixBeforeAShortOne() {
        var router =
                onOneListener(
                        route("root", "", prefix("/")),
                        route("a", "", prefix("/a")),
                        route("ab", "", prefix("/a/b/")),
                        route("exact", "", exact("/a/b")));

        assertThat(decide(router, get("h", "/a/b"))).isEqualTo("exact#0");
        assertThat(decide(router, get("h", "/a/b/"))).isEqualTo("ab#0");
        assertThat(decide(router, get("h", "/a/b/c"))).isEqualTo("ab#0");
        assertThat(decide(router, get("h", "/a/bc"))).isEqualTo("a#0");
        assertThat(decide(router, get("h", "/ab"))).isEqualTo("root#0");
        assertThat(decide(router, get("h", "/"))).isEqualTo("root#0");
    }

    @Test
    void aTrailingSlashMattersToAnExactPath() {
        var router = onOneListener(route("r", "", exact("/a/"), exact("/a"), exact("/")));

        assertThat(decide(router, get("h", "/a/"))).isEqualTo("r#0");
        assertThat(decide(router, get("h", "/a"))).isEqualTo("r#1");
        assertThat(decide(router, get("h", "/"))).isEqualTo("r#2");
        assertThat(decide(router, get("h", "/a/b"))).isEqualTo("NoRoute");
    }

    @Test
    void whatFailsItsHeadersFallsBackToAShorterPrefix() {
        var router =
                onOneListener(route("r", "", prefix("/"), prefix("/a/b/c", is("version", "2"))));

        assertThat(decide(router, get("h", "/a/b/c/d", "Version", "2"))).isEqualTo("r#1");
        assertThat(decide(router, get("h", "/a/b/c/d", "Version", "1"))).isEqualTo("r#0");
    }

    @Test
    void methodThenHeadersThenQueryParametersDecideAmongEqualPaths() {
        var router =
                onOneListener(
                        route(
                                "r",
                                "",
                                prefix("/"),
                                query(prefix("/"), is("a", "1")),
                                prefix("/", is("x", "1")),
                                prefix("/", is("x", "1"), is("y", "1")),
                                method("PUT", prefix("/"))));

        assertThat(decide(router, get("h", "/"))).isEqualTo("r#0");
        assertThat(decide(router, get("h", "/?a=1"))).isEqualTo("r#1");
        assertThat(decide(router, get("h", "/?a=1", "x", "1"))).isEqualTo("r#2");
        assertThat(decide(router, get("h", "/?a=1", "x", "1", "y", "1"))).isEqualTo("r#3");
        assertThat(decide(router, request("PUT", "h", "/?a=1", "x", "1", "y", "1")))
                .isEqualTo("r#4");
    }

    @Test
    void theOldestThenTheFirstByNameWinsATie() {
        Instant old = Instant.parse("2020-01-01T00:00:00Z");
        var router =
                onOneListener(
                        route("HTTPRoute", "young", "", old.plusSeconds(1), prefix("/")),
                        route("HTTPRoute", "old-b", "", old, prefix("/")),
                        route("HTTPRoute", "old-a", "", old, prefix("/"), prefix("/")));

        assertThat(decide(router, get("h", "/"))).isEqualTo("old-a#0");
    }

    @Test
    void theMoreSpecificHostNameIsTriedFirstAndTheOthersAfterIt() {
        var router =
                onOneListener(
                        route("any", "", prefix("/")),
                        route("wide", "*.example.com", prefix("/wide")),
                        route("narrow", "*.a.example.com", prefix("/narrow")),
                        route("exact", "x.a.example.com", prefix("/exact")));

        assertThat(decide(router, get("x.a.example.com", "/exact"))).isEqualTo("exact#0");
        assertThat(decide(router, get("x.a.example.com", "/narrow"))).isEqualTo("narrow#0");
        assertThat(decide(router, get("x.a.example.com", "/wide"))).isEqualTo("wide#0");
        assertThat(decide(router, get("x.a.example.com", "/other"))).isEqualTo("any#0");
        assertThat(decide(router, get("y.x.a.example.com", "/exact"))).isEqualTo("any#0");
        assertThat(decide(router, get("a.example.com", "/narrow"))).isEqualTo("any#0");
        assertThat(decide(router, get("example.com", "/wide"))).isEqualTo("any#0");
        assertThat(decide(router, get("", "/wide"))).isEqualTo("any#0");
    }

    @Test
    void aListenerHidesItsHostsFromLessSpecificListeners() {
        var router =
                compile(
                        port(
                                listener("any", "", route("any", "", prefix("/any"))),
                                listener(
                                        "wild",
                                        "*.example.com",
                                        route("wild", "*.example.com", prefix("/"))),
                                listener(
                                        "exact",
                                        "a.example.com",
                                        route("exact", "a.example.com", prefix("/exact")))));

        assertThat(decide(router, get("a.example.com", "/exact"))).isEqualTo("exact#0");
        assertThat(router.match(get("a.example.com", "/other")))
                .isEqualTo(new Decision.NoRoute<String>(id("exact")));
        assertThat(decide(router, get("b.example.com", "/other"))).isEqualTo("wild#0");
        assertThat(decide(router, get("example.com", "/any"))).isEqualTo("any#0");
    }

    /** The cases of the API's conformance test for misdirected requests. */
    @Test
    void onTlsAHostOfAnotherListenerIsMisdirected() {
        var router =
                compile(
                        port(
                                listener("any", "", route("v1", "example.org", prefix("/"))),
                                listener(
                                        "second",
                                        "second-example.org",
                                        route("v2", "second-example.org", prefix("/"))),
                                listener(
                                        "wild",
                                        "*.wildcard.org",
                                        route("v3", "*.wildcard.org", prefix("/"))),
                                listener(
                                        "fourth",
                                        "fourth-example.wildcard.org",
                                        route("v4", "fourth-example.wildcard.org", prefix("/")))));

        assertThat(over(router, "example.org", "example.org")).isEqualTo("v1#0");
        assertThat(over(router, "example.org", "second-example.org")).isEqualTo("Misdirected");
        assertThat(over(router, "example.org", "unknown-example.org")).isEqualTo("NoRoute");
        assertThat(over(router, "second-example.org", "second-example.org")).isEqualTo("v2#0");
        assertThat(over(router, "second-example.org", "example.org")).isEqualTo("Misdirected");
        assertThat(over(router, "third.wildcard.org", "fifth.wildcard.org")).isEqualTo("v3#0");
        assertThat(over(router, "third.wildcard.org", "fourth-example.wildcard.org"))
                .isEqualTo("Misdirected");
        assertThat(over(router, "fourth-example.wildcard.org", "fifth.wildcard.org"))
                .isEqualTo("Misdirected");
        assertThat(over(router, "", "example.org")).isEqualTo("v1#0");
    }

    @Test
    void aConnectionOutlivesAnUpdateAsLongAsItsListenerHasTheHost() {
        Route route = route("r", "a.example", prefix("/"));
        var router = compile(port(listener("any", "", route)));
        var sameListener =
                router.update(
                        port(listener("any", "", route, route("s", "", prefix("/s")))),
                        Models::payload);
        var takenOver =
                sameListener.update(
                        port(listener("any", ""), listener("own", "a.example", route)),
                        Models::payload);
        var gone = takenOver.update(port(listener("new", "", route)), Models::payload);

        assertThat(name(sameListener.match(id("any"), get("a.example", "/")))).isEqualTo("r#0");
        assertThat(takenOver.match(id("any"), get("a.example", "/")))
                .isEqualTo(new Decision.Misdirected<String>(id("own")));
        assertThat(gone.match(id("any"), get("a.example", "/")))
                .isEqualTo(new Decision.Misdirected<String>(id("new")));
    }

    @Test
    void aHostOfNoListenerHasNone() {
        var router =
                compile(port(listener("l", "a.example", route("r", "a.example", prefix("/")))));

        assertThat(decide(router, get("b.example", "/"))).isEqualTo("NoListener");
        assertThat(decide(router, get("", "/"))).isEqualTo("NoListener");
        assertThat(router.match(id("l"), get("b.example", "/")))
                .isEqualTo(new Decision.NoListener<String>());
        assertThat(router.listenerForServerName("b.example")).isEmpty();
        assertThat(router.listenerForServerName("A.EXAMPLE").map(Listener::id)).contains(id("l"));
    }

    @Test
    void anExpressionStandsBetweenExactPathsAndPrefixes() {
        var router =
                onOneListener(
                        route(
                                "r",
                                "",
                                prefix("/items/special"),
                                regex("/items/[^/]+"),
                                exact("/items/one"),
                                regex("(")));

        assertThat(decide(router, get("h", "/items/one"))).isEqualTo("r#2");
        assertThat(decide(router, get("h", "/items/special"))).isEqualTo("r#1");
        assertThat(decide(router, get("h", "/items/special/x"))).isEqualTo("r#0");
        assertThat(decide(router, get("h", "/xitems/special"))).isEqualTo("NoRoute");
    }

    @Test
    void inAGrpcRouteTheServiceCountsBeforeTheMethod() {
        Route route =
                route(
                        "GRPCRoute",
                        "g",
                        "",
                        Instant.EPOCH,
                        prefix("/"),
                        regex("/[^/]+/Get"),
                        prefix("/shop.Cart"),
                        exact("/shop.Cart/Get"));
        var router = onOneListener(route);

        assertThat(decide(router, request("POST", "h", "/shop.Cart/Get"))).isEqualTo("g#3");
        assertThat(decide(router, request("POST", "h", "/shop.Cart/Put"))).isEqualTo("g#2");
        assertThat(decide(router, request("POST", "h", "/shop.Stock/Get"))).isEqualTo("g#1");
        assertThat(decide(router, request("POST", "h", "/shop.Stock/Put"))).isEqualTo("g#0");
    }

    @Test
    void aFieldInSeveralLinesIsComparedAsOne() {
        var router =
                onOneListener(
                        route(
                                "r",
                                "",
                                prefix("/", is("x", "1, 2")),
                                prefix("/", is("cookie", "a=1; b=2")),
                                prefix("/", like("y", "a, b+"))));

        assertThat(decide(router, get("h", "/", "X", "1", "x", "2"))).isEqualTo("r#0");
        assertThat(decide(router, get("h", "/", "X", "1, 2"))).isEqualTo("r#0");
        assertThat(decide(router, get("h", "/", "x", "1"))).isEqualTo("NoRoute");
        assertThat(decide(router, get("h", "/", "x", "1", "x", "2", "x", ""))).isEqualTo("NoRoute");
        assertThat(decide(router, get("h", "/", "cookie", "a=1", "cookie", "b=2")))
                .isEqualTo("r#1");
        assertThat(decide(router, get("h", "/", "y", "a", "y", "bb"))).isEqualTo("r#2");
    }

    @Test
    void hostAndUpgradeCanBeAskedForThoughTheyAreNoFieldsAnyMore() {
        var router =
                onOneListener(
                        route(
                                "r",
                                "",
                                prefix("/", is("Host", "A.example:8080")),
                                prefix("/", is("upgrade", "websocket"))));
        RequestHead upgrade = get("h", "/");
        upgrade.upgrade("websocket");

        assertThat(decide(router, get("a.example:8080", "/"))).isEqualTo("r#0");
        assertThat(decide(router, get("a.example", "/"))).isEqualTo("NoRoute");
        assertThat(decide(router, upgrade)).isEqualTo("r#1");
    }

    @Test
    void theFirstParameterOfANameCountsAndIsDecoded() {
        var router =
                onOneListener(
                        route(
                                "r",
                                "",
                                query(prefix("/"), is("a b", "c&d")),
                                query(prefix("/"), is("e", "")),
                                query(prefix("/"), like("f", "[0-9]+%"))));

        assertThat(decide(router, get("h", "/?a+b=c%26d&a+b=x"))).isEqualTo("r#0");
        assertThat(decide(router, get("h", "/?x&%61%20b=c%26d"))).isEqualTo("r#0");
        assertThat(decide(router, get("h", "/?a+b=x&a+b=c%26d"))).isEqualTo("NoRoute");
        assertThat(decide(router, get("h", "/?e"))).isEqualTo("r#1");
        assertThat(decide(router, get("h", "/?e="))).isEqualTo("r#1");
        assertThat(decide(router, get("h", "/?f=50%"))).isEqualTo("r#2");
        assertThat(decide(router, get("h", "/?"))).isEqualTo("NoRoute");
    }

    @Test
    void ofTwoConditionsOnOneNameTheFirstCounts() {
        var router =
                onOneListener(
                        route(
                                "r",
                                "",
                                prefix("/", is("x", "1"), is("X", "2")),
                                query(prefix("/"), is("a", "1"), is("a", "2"))));

        assertThat(decide(router, get("h", "/", "x", "1"))).isEqualTo("r#0");
        assertThat(decide(router, get("h", "/?a=1"))).isEqualTo("r#1");
    }

    @Test
    void pathsOfRoutesAreNormalisedLikeThoseOfRequests() {
        var router = onOneListener(route("r", "", exact("/%7euser"), prefix("/a%c3%a4")));

        assertThat(decide(router, get("h", "/~user"))).isEqualTo("r#0");
        assertThat(decide(router, get("h", "/%61%C3%A4/x"))).isEqualTo("r#1");
    }

    @Test
    void aPathThatNoRequestCanHaveMatchesNothing() {
        var router =
                onOneListener(
                        route("r", "", exact("*"), exact(""), exact("/a%2fb"), prefix("/../a")));

        assertThat(decide(router, get("h", "/"))).isEqualTo("NoRoute");
        assertThat(decide(router, get("h", "/a/b"))).isEqualTo("NoRoute");
        assertThat(router.explain(get("h", "/")).rejected()).hasSize(4);
    }

    @Test
    void theServerItselfIsNoPath() {
        var router = onOneListener(route("r", "", prefix("/"), regex(".*")));

        assertThat(decide(router, request("OPTIONS", "h", "*"))).isEqualTo("NoRoute");
    }

    @Test
    void aPrefixMatchSaysHowMuchOfThePathItCovers() {
        var router = onOneListener(route("r", "", prefix("/"), prefix("/a/b/"), exact("/e")));

        assertThat(entry(router, get("h", "/x")).prefixLength()).isZero();
        assertThat(entry(router, get("h", "/a/b/c")).prefixLength()).isEqualTo("/a/b".length());
        assertThat(entry(router, get("h", "/e")).prefixLength()).isEqualTo(-1);
    }

    private static PortRouter<String> onOneListener(Route... routes) {
        return compile(port(listener("l", "", routes)));
    }

    private static String over(PortRouter<String> router, String serverName, String host) {
        ListenerId selected = router.listenerForServerName(serverName).orElseThrow().id();
        return name(router.match(selected, get(host, "/")));
    }

    private static Entry<String> entry(PortRouter<String> router, RequestHead head) {
        return (Entry<String>) router.match(head);
    }

    private static String decide(PortRouter<String> router, RequestHead head) {
        return name(router.match(head));
    }

    private static String name(Decision<String> decision) {
        return decision instanceof Entry<String> entry
                ? entry.payload()
                : decision.getClass().getSimpleName();
    }

    private static ListenerId id(String name) {
        return new ListenerId("infra", "gateway", name);
    }
}
