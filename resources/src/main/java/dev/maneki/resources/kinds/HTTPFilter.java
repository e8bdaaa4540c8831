package dev.maneki.resources.kinds;

import dev.maneki.resources.kinds.ApiTypes.HeaderName;
import dev.maneki.resources.kinds.ApiTypes.PortNumber;
import dev.maneki.resources.kinds.ApiTypes.PreciseHostName;
import dev.maneki.resources.schema.Checked;
import dev.maneki.resources.schema.Default;
import dev.maneki.resources.schema.Items;
import dev.maneki.resources.schema.OneOf;
import dev.maneki.resources.schema.Range;
import dev.maneki.resources.schema.Rules;
import dev.maneki.resources.schema.Text;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * {@code HTTPRouteFilter}: one step on the way of a request or response. Exactly the field that the
 * type names is there.
 */
public record HTTPFilter(
        Type type,
        Optional<HeaderModifier> requestHeaderModifier,
        Optional<HeaderModifier> responseHeaderModifier,
        Optional<RequestMirror> requestMirror,
        Optional<RequestRedirect> requestRedirect,
        Optional<URLRewrite> urlRewrite,
        Optional<LocalObjectReference> extensionRef,
        Optional<CORS> cors,
        Optional<ExternalAuth> externalAuth)
        implements Checked {

    /** What a filter does. */
    public enum Type {
        REQUEST_HEADER_MODIFIER("RequestHeaderModifier"),
        RESPONSE_HEADER_MODIFIER("ResponseHeaderModifier"),
        REQUEST_MIRROR("RequestMirror"),
        REQUEST_REDIRECT("RequestRedirect"),
        URL_REWRITE("URLRewrite"),
        EXTENSION_REF("ExtensionRef"),
        CORS("CORS"),
        EXTERNAL_AUTH("ExternalAuth");

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
        agree(rules, Type.REQUEST_HEADER_MODIFIER, requestHeaderModifier, "requestHeaderModifier");
        agree(
                rules,
                Type.RESPONSE_HEADER_MODIFIER,
                responseHeaderModifier,
                "responseHeaderModifier");
        agree(rules, Type.REQUEST_MIRROR, requestMirror, "requestMirror");
        agree(rules, Type.REQUEST_REDIRECT, requestRedirect, "requestRedirect");
        agree(rules, Type.URL_REWRITE, urlRewrite, "urlRewrite");
        agree(rules, Type.EXTENSION_REF, extensionRef, "extensionRef");
        agree(rules, Type.CORS, cors, "cors");
        agree(rules, Type.EXTERNAL_AUTH, externalAuth, "externalAuth");
    }

    private void agree(Rules rules, Type wanted, Optional<?> value, String field) {
        FilterChecks.agree(rules, type == wanted, wanted.toString(), value.isPresent(), field);
    }

    /** States what filters of one rule, or of one backend, may stand together. */
    static void checkTogether(Rules rules, List<HTTPFilter> filters) {
        if (filters.isEmpty()) {
            return;
        }
        List<String> types = filters.stream().map(filter -> filter.type().toString()).toList();
        rules.require(
                !(types.contains("RequestRedirect") && types.contains("URLRewrite")),
                "filters",
                "May specify either httpRouteFilterRequestRedirect or"
                        + " httpRouteFilterRequestRewrite, but not both",
                "remove the RequestRedirect or the URLRewrite filter");
        FilterChecks.once(rules, types, "CORS");
        FilterChecks.once(rules, types, "RequestHeaderModifier");
        FilterChecks.once(rules, types, "ResponseHeaderModifier");
        FilterChecks.once(rules, types, "RequestRedirect");
        FilterChecks.once(rules, types, "URLRewrite");
    }

    /** {@code HTTPRequestRedirectFilter}; what is not given stays as in the request. */
    public record RequestRedirect(
            Optional<@OneOf({"http", "https"}) String> scheme,
            Optional<@PreciseHostName String> hostname,
            Optional<PathModifier> path,
            @PortNumber OptionalInt port,
            @Default("302") @OneOf({"301", "302", "303", "307", "308"}) int statusCode) {}

    /** {@code HTTPURLRewriteFilter}; what is not given stays as in the request. */
    public record URLRewrite(
            Optional<@PreciseHostName String> hostname, Optional<PathModifier> path) {}

    /** {@code HTTPCORSFilter}. */
    public record CORS(
            @Items(max = 64, set = true)
                    List<
                                    @Text(
                                            min = 1,
                                            max = 253,
                                            pattern =
                                                    "(^\\*$)|(^(http(s)?):\\/\\/(((\\*\\.)?([a-zA-Z0-9\\-]+\\.)*[a-zA-Z0-9-]+|\\*)(:([0-9]{1,5}))?)$)",
                                            called =
                                                    "an origin such as https://shop.example:8443,"
                                                            + " https://*.example or *")
                                    String>
                            allowOrigins,
            Optional<Boolean> allowCredentials,
            @Items(max = 9, set = true)
                    List<
                                    @OneOf({
                                        "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT",
                                        "OPTIONS", "TRACE", "PATCH", "*"
                                    })
                                    String>
                            allowMethods,
            @Items(max = 64, set = true) List<@HeaderName String> allowHeaders,
            @Items(max = 64, set = true) List<@HeaderName String> exposeHeaders,
            @Default("5") @Range(min = 1) int maxAge)
            implements Checked {

        @Override
        public void check(Rules rules) {
            alone(
                    rules,
                    allowOrigins,
                    "allowOrigins",
                    "AllowOrigins cannot contain '*' alongside other origins");
            alone(
                    rules,
                    allowMethods,
                    "allowMethods",
                    "AllowMethods cannot contain '*' alongside other methods");
            alone(
                    rules,
                    allowHeaders,
                    "allowHeaders",
                    "AllowHeaders cannot contain '*' alongside other methods");
        }

        private static void alone(Rules rules, List<String> values, String field, String message) {
            if (values.size() > 1 && values.contains("*")) {
                rules.broken(field, message, "write '*' alone, or remove it");
            }
        }
    }

    /** {@code HTTPExternalAuthFilter}: another server is asked first (experimental). */
    public record ExternalAuth(
            Protocol protocol,
            BackendReference backendRef,
            Optional<GRPCAuth> grpc,
            Optional<HTTPAuth> http,
            Optional<ForwardBody> forwardBody)
            implements Checked {

        @Override
        public void check(Rules rules) {
            rules.require(
                    protocol != Protocol.GRPC || grpc.isPresent(),
                    "grpc",
                    "grpc must be specified when protocol is set to 'GRPC'",
                    "add grpc, which may be empty: grpc: {}");
            rules.require(
                    grpc.isEmpty() || protocol == Protocol.GRPC,
                    "protocol",
                    "protocol must be 'GRPC' when grpc is set");
            rules.require(
                    protocol != Protocol.HTTP || http.isPresent(),
                    "http",
                    "http must be specified when protocol is set to 'HTTP'",
                    "add http, which may be empty: http: {}");
            rules.require(
                    http.isEmpty() || protocol == Protocol.HTTP,
                    "protocol",
                    "protocol must be 'HTTP' when http is set");
        }

        /** How the other server is asked. */
        public enum Protocol {
            HTTP,
            GRPC
        }

        /** {@code GRPCAuthConfig}. */
        public record GRPCAuth(@Items(max = 64, set = true) List<String> allowedHeaders) {}

        /** {@code HTTPAuthConfig}. */
        public record HTTPAuth(
                Optional<
                                @Text(
                                        max = 1024,
                                        pattern = HTTPRuleChecks.PATH,
                                        called = "a path of the characters of RFC 3986, 3.3")
                                String>
                        path,
                @Items(max = 64, set = true) List<String> allowedHeaders,
                @Items(max = 64, set = true) List<String> allowedResponseHeaders) {}

        /** {@code ForwardBodyConfig}; bytes, 0 for none. */
        public record ForwardBody(OptionalLong maxSize) {}
    }
}
