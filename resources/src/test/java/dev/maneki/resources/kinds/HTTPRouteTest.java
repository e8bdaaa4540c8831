package dev.maneki.resources.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.resources.yaml.Source;
import dev.maneki.resources.yaml.YamlLimits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HTTPRouteTest {

    @Test
    void readsARouteWithItsDefaults() {
        HTTPRoute route =
                (HTTPRoute)
                        read("""
                                        apiVersion: gateway.networking.k8s.io/v1
                                        kind: HTTPRoute
                                        metadata:
                                          name: cart
                                          namespace: shop
                                        spec:
                                          parentRefs:
                                          - name: public
                                          hostnames: ["shop.example", "*.shop.example"]
                                          rules:
                                          - matches:
                                            - path:
                                                value: /cart
                                              headers:
                                              - name: version
                                                value: "2"
                                            backendRefs:
                                            - name: cart
                                              port: 8080
                                            timeouts:
                                              request: 1m30s
                                        """)
                                .resource()
                                .orElseThrow();

        assertThat(route.id()).hasToString("HTTPRoute/shop/cart");
        ParentReference parent = route.spec().parentRefs().getFirst();
        assertThat(parent.group()).isEqualTo("gateway.networking.k8s.io");
        assertThat(parent.kind()).isEqualTo("Gateway");
        HTTPRoute.Rule rule = route.spec().rules().getFirst();
        assertThat(rule.matches().getFirst().path())
                .isEqualTo(new HTTPRoute.PathMatch(HTTPRoute.PathMatchType.PATH_PREFIX, "/cart"));
        assertThat(rule.backendRefs().getFirst().weight()).isOne();
        assertThat(rule.timeouts().orElseThrow().request()).contains(Duration.ofSeconds(90));
        assertThat(route.locate("spec.rules[0].backendRefs[0].port"))
                .hasToString("routes.yaml:19:13");
    }

    @Test
    void namesEveryWrongField() {
        Reading reading =
                read(
                        """
                        apiVersion: gateway.networking.k8s.io/v1
                        kind: HTTPRoute
                        metadata:
                          name: cart
                        spec:
                          hostname: [shop.example]
                          rules:
                          - matches:
                            - path:
                                type: Prefix
                            backendRefs:
                            - name: cart
                              port: 99999
                              wieght: 1
                        """);

        assertThat(reading.resource()).isEmpty();
        assertThat(reading.findings().stream().map(Object::toString).toList())
                .containsExactly(
                        "routes.yaml:6:3: error: HTTPRoute/default/cart: spec.hostname: unknown"
                                + " field; did you mean hostnames?",
                        "routes.yaml:10:15: error: HTTPRoute/default/cart:"
                                + " spec.rules[0].matches[0].path.type: the string 'Prefix' is not"
                                + " supported; write one of Exact, PathPrefix, RegularExpression",
                        "routes.yaml:13:13: error: HTTPRoute/default/cart:"
                                + " spec.rules[0].backendRefs[0].port: 99999 is out of range; write"
                                + " a number from 1 to 65535",
                        "routes.yaml:14:7: error: HTTPRoute/default/cart:"
                                + " spec.rules[0].backendRefs[0].wieght: unknown field; did you mean"
                                + " weight?");
    }

    /** The API sets no bounds, but a cookie or a header cannot be named like that. */
    @Test
    void aSessionsNameMustBeOneOfACookie() {
        Reading reading =
                read(
                        """
                        apiVersion: gateway.networking.k8s.io/v1
                        kind: HTTPRoute
                        metadata:
                          name: cart
                        spec:
                          rules:
                          - sessionPersistence: {sessionName: "cart; Domain=example"}
                          - sessionPersistence: {sessionName: cart_session}
                        """);

        assertThat(reading.findings())
                .singleElement()
                .extracting(dev.maneki.resources.Finding::field)
                .isEqualTo("spec.rules[0].sessionPersistence.sessionName");
    }

    private static Reading read(String text) {
        List<Reading> readings =
                new ResourceReader(YamlLimits.DEFAULT).read(new Source("routes.yaml", 1, text));
        return readings.getFirst();
    }
}
