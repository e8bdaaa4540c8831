package dev.maneki.resources.kinds;

import dev.maneki.resources.kinds.ApiTypes.GroupName;
import dev.maneki.resources.kinds.ApiTypes.HeaderName;
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
import dev.maneki.resources.schema.Patterns;
import dev.maneki.resources.schema.Range;
import dev.maneki.resources.schema.Rules;
import dev.maneki.resources.schema.Text;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** How gRPC calls go from Gateways to backends. Group gateway.networking.k8s.io, v1. */
public record GRPCRoute(@Given Origin origin, @Given Metadata metadata, Spec spec)
        implements Route {

    /** {@code GRPCRouteSpec}. */
    public record Spec(
            @Items(max = 32) List<ParentReference> parentRefs,
            Optional<DefaultScope> useDefaultGateways,
            @Items(max = 16) List<@HostName String> hostnames,
            @Items(max = 16) List<Rule> rules)
            implements Route.Spec, Checked {

        @Override
        public void check(Rules at) {
            Route.checkParentRefs(at, parentRefs);
            Route.checkRules(at, rules);
        }
    }

    /** {@code GRPCRouteRule}: no matches means every call. */
    public record Rule(
            Optional<@SectionName String> name,
            @Items(max = 64) List<Match> matches,
            @Items(max = 16) List<Filter> filters,
            @Items(max = 16) List<BackendRef> backendRefs,
            Optional<SessionPersistence> sessionPersistence)
            implements Route.Rule, Checked {

        @Override
        public void check(Rules rules) {
            Filter.checkTogether(rules, filters);
        }
    }

    /** {@code GRPCRouteMatch}: all of it must hold. */
    public record Match(
            Optional<MethodMatch> method,
            @Items(max = 16, keys = "name") List<HeaderMatch> headers) {}

    /** {@code GRPCMethodMatch}; what is not given matches all. */
    public record MethodMatch(
            @Default("Exact") MatchType type,
            Optional<@Text(max = 1024) String> service,
            Optional<@Text(max = 1024) String> method)
            implements Checked {

        private static final String SERVICE = "^(?i)\\.?[a-z_][a-z_0-9]*(\\.[a-z_][a-z_0-9]*)*$";
        private static final String METHOD = "^[A-Za-z_][A-Za-z_0-9]*$";

        @Override
        public void check(Rules rules) {
            rules.require(
                    service.isPresent() || method.isPresent(),
                    "",
                    "One or both of 'service' or 'method' must be specified",
                    "add service or method, or remove the match");
            boolean exact = type == MatchType.EXACT;
            rules.require(
                    !exact || service.isEmpty() || Patterns.of(SERVICE).matches(service.get()),
                    "service",
                    "service must only contain valid characters (matching " + SERVICE + ")",
                    "write the full name, such as shop.v1.CartService");
            rules.require(
                    !exact || method.isEmpty() || Patterns.of(METHOD).matches(method.get()),
                    "method",
                    "method must only contain valid characters (matching " + METHOD + ")",
                    "write the bare name, such as AddItem");
        }
    }

    /** {@code GRPCHeaderMatch}. */
    public record HeaderMatch(
            @Default("Exact") MatchType type,
            @HeaderName String name,
            @Text(min = 1, max = 4096) String value) {}

    /** {@code GRPCRouteFilter}: exactly the field that the type names is there. */
    public record Filter(
            Type type,
            Optional<HeaderModifier> requestHeaderModifier,
            Optional<HeaderModifier> responseHeaderModifier,
            Optional<RequestMirror> requestMirror,
            Optional<LocalObjectReference> extensionRef)
            implements Checked {

        /** What a filter does. */
        public enum Type {
            RESPONSE_HEADER_MODIFIER("ResponseHeaderModifier"),
            REQUEST_HEADER_MODIFIER("RequestHeaderModifier"),
            REQUEST_MIRROR("RequestMirror"),
            EXTENSION_REF("ExtensionRef");

            private final String text;

            Type(String text) {
                this.text = text;
            }

            @Override
            public String toString() {
                return text;
            }
        }

        @Override
        public void check(Rules rules) {
            agree(
                    rules,
                    Type.REQUEST_HEADER_MODIFIER,
                    requestHeaderModifier,
                    "requestHeaderModifier");
            agree(
                    rules,
                    Type.RESPONSE_HEADER_MODIFIER,
                    responseHeaderModifier,
                    "responseHeaderModifier");
            agree(rules, Type.REQUEST_MIRROR, requestMirror, "requestMirror");
            agree(rules, Type.EXTENSION_REF, extensionRef, "extensionRef");
        }

        private void agree(Rules rules, Type wanted, Optional<?> value, String field) {
            FilterChecks.agree(rules, type == wanted, wanted.toString(), value.isPresent(), field);
        }

        static void checkTogether(Rules rules, List<Filter> filters) {
            if (!filters.isEmpty()) {
                List<String> types = filters.stream().map(f -> f.type().toString()).toList();
                FilterChecks.once(rules, types, "RequestHeaderModifier");
                FilterChecks.once(rules, types, "ResponseHeaderModifier");
            }
        }
    }

    /** {@code GRPCBackendRef}: a backend, its share of the calls, and what is done on the way. */
    public record BackendRef(
            @Default("") @GroupName String group,
            @Default("Service") @KindName String kind,
            @ObjectName String name,
            Optional<@NamespaceName String> namespace,
            @PortNumber OptionalInt port,
            @Default("1") @Range(min = 0, max = 1_000_000) int weight,
            @Items(max = 16) List<Filter> filters)
            implements PortReference, Checked {

        @Override
        public void check(Rules rules) {
            checkPort(rules);
            Filter.checkTogether(rules, filters);
        }
    }
}
