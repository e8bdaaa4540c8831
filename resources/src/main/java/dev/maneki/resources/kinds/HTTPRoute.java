package dev.maneki.resources.kinds;

import dev.maneki.resources.kinds.ApiTypes.GatewayDuration;
import dev.maneki.resources.kinds.ApiTypes.GroupName;
import dev.maneki.resources.kinds.ApiTypes.HeaderName;
import dev.maneki.resources.kinds.ApiTypes.HeaderValue;
import dev.maneki.resources.kinds.ApiTypes.HostName;
import dev.maneki.resources.kinds.ApiTypes.KindName;
import dev.maneki.resources.kinds.ApiTypes.NamespaceName;
import dev.maneki.resources.kinds.ApiTypes.ObjectName;
import dev.maneki.resources.kinds.ApiTypes.PortNumber;
import dev.maneki.resources.kinds.ApiTypes.SectionName;
import dev.maneki.resources.schema.Checked;
import dev.maneki.resources.schema.Default;
import dev.maneki.resources.schema.Given;
import dev.maneki.resources.schema.Items;
import dev.maneki.resources.schema.OneOf;
import dev.maneki.resources.schema.Range;
import dev.maneki.resources.schema.Rules;
import dev.maneki.resources.schema.Text;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How HTTP requests go from Gateways to backends. Group gateway.networking.k8s.io, v1 and v1beta1.
 */
public record HTTPRoute(@Given Origin origin, @Given Metadata metadata, Spec spec)
        implements Route {

    private static final String EVERY_PATH =
            "[{\"path\":{\"type\":\"PathPrefix\",\"value\":\"/\"}}]";

    /** {@code HTTPRouteSpec}. */
    public record Spec(
            @Items(max = 32) List<ParentReference> parentRefs,
            Optional<DefaultScope> useDefaultGateways,
            @Items(max = 16) List<@HostName String> hostnames,
            @Default("[{\"matches\":" + EVERY_PATH + "}]") @Items(min = 1, max = 16)
                    List<Rule> rules)
            implements Route.Spec, Checked {

        @Override
        public void check(Rules at) {
            Route.checkParentRefs(at, parentRefs);
            Route.checkRules(at, rules);
        }
    }

    /** {@code HTTPRouteRule}: a request that any of the matches holds for is answered this way. */
    public record Rule(
            Optional<@SectionName String> name,
            @Default(EVERY_PATH) @Items(max = 64) List<Match> matches,
            @Items(max = 16) List<HTTPFilter> filters,
            @Items(max = 16) List<BackendRef> backendRefs,
            Optional<Timeouts> timeouts,
            Optional<Retry> retry,
            Optional<SessionPersistence> sessionPersistence)
            implements Route.Rule, Checked {

        @Override
        public void check(Rules rules) {
            HTTPFilter.checkTogether(rules, filters);
            HTTPRuleChecks.check(rules, this);
        }
    }

    /** {@code HTTPRouteMatch}: all of it must hold. */
    public record Match(
            @Default("{\"type\":\"PathPrefix\",\"value\":\"/\"}") PathMatch path,
            @Items(max = 16, keys = "name") List<HeaderMatch> headers,
            @Items(max = 16, keys = "name") List<QueryParamMatch> queryParams,
            Optional<
                            @OneOf({
                                "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS",
                                "TRACE", "PATCH"
                            })
                            String>
                    method) {}

    /** {@code HTTPPathMatch}. */
    public record PathMatch(
            @Default("PathPrefix") PathMatchType type, @Default("/") @Text(max = 1024) String value)
            implements Checked {

        @Override
        public void check(Rules rules) {
            if (type != PathMatchType.REGULAR_EXPRESSION) {
                HTTPRuleChecks.checkPath(rules, value);
            }
        }
    }

    /** How a path is compared. */
    public enum PathMatchType {
        EXACT("Exact"),
        PATH_PREFIX("PathPrefix"),
        REGULAR_EXPRESSION("RegularExpression");

        private final String text;

        PathMatchType(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** {@code HTTPHeaderMatch}. */
    public record HeaderMatch(
            @Default("Exact") MatchType type, @HeaderName String name, @HeaderValue String value) {}

    /** {@code HTTPQueryParamMatch}. */
    public record QueryParamMatch(
            @Default("Exact") MatchType type,
            @HeaderName String name,
            @Text(min = 1, max = 1024) String value) {}

    /**
     * {@code HTTPBackendRef}: a backend, its share of the requests, and what is done on the way.
     */
    public record BackendRef(
            @Default("") @GroupName String group,
            @Default("Service") @KindName String kind,
            @ObjectName String name,
            Optional<@NamespaceName String> namespace,
            @PortNumber OptionalInt port,
            @Default("1") @Range(min = 0, max = 1_000_000) int weight,
            @Items(max = 16) List<HTTPFilter> filters)
            implements PortReference, Checked {

        @Override
        public void check(Rules rules) {
            checkPort(rules);
            HTTPFilter.checkTogether(rules, filters);
        }
    }

    /** {@code HTTPRouteTimeouts}; zero means none. */
    public record Timeouts(
            Optional<@GatewayDuration Duration> request,
            Optional<@GatewayDuration Duration> backendRequest)
            implements Checked {

        @Override
        public void check(Rules rules) {
            boolean longer =
                    request.isPresent()
                            && backendRequest.isPresent()
                            && !request.get().isZero()
                            && backendRequest.get().compareTo(request.get()) > 0;
            rules.require(
                    !longer,
                    "backendRequest",
                    "backendRequest timeout cannot be longer than request timeout");
        }
    }

    /** {@code HTTPRouteRetry} (experimental). */
    public record Retry(
            @Items(set = true) List<@Range(min = 400, max = 599) Integer> codes,
            @Range(min = 1) OptionalInt attempts,
            Optional<@GatewayDuration Duration> backoff) {}
}
