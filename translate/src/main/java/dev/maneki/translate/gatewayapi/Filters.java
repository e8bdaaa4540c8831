package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.CorsPolicy;
import dev.maneki.resources.kinds.GRPCRoute;
import dev.maneki.resources.kinds.HTTPFilter;
import dev.maneki.resources.kinds.HeaderModifier;
import dev.maneki.resources.kinds.LocalObjectReference;
import dev.maneki.resources.kinds.PathModifier;
import dev.maneki.resources.kinds.RequestMirror;
import dev.maneki.routing.model.BackendId;
import dev.maneki.routing.model.BackendTarget;
import dev.maneki.routing.model.Filter;
import dev.maneki.translate.references.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Translates the filters of one rule, or of one backend of it. */
final class Filters {
    private final BackendTargets targets;
    private final List<Filter> result = new ArrayList<>();
    private Optional<BackendTarget.Unresolved> rejection = Optional.empty();
    private Optional<RuleFault> unsupported = Optional.empty();

    private Filters(BackendTargets targets) {
        this.targets = targets;
    }

    static Filters ofHttp(List<HTTPFilter> filters, String field, BackendTargets targets) {
        Filters result = new Filters(targets);
        for (int i = 0; i < filters.size(); i++) {
            result.add(filters.get(i), field + "[" + i + "]");
        }
        return result;
    }

    static Filters ofGrpc(List<GRPCRoute.Filter> filters, String field, BackendTargets targets) {
        Filters result = new Filters(targets);
        for (int i = 0; i < filters.size(); i++) {
            result.add(filters.get(i), field + "[" + i + "]");
        }
        return result;
    }

    /** Those that can be run. */
    List<Filter> result() {
        return result;
    }

    /** Why requests must be refused: a filter that cannot be run may not be skipped. */
    Optional<BackendTarget.Unresolved> rejection() {
        return rejection;
    }

    /** The filter that this gateway does not have. */
    Optional<RuleFault> unsupported() {
        return unsupported;
    }

    private void add(HTTPFilter filter, String field) {
        switch (filter.type()) {
            case REQUEST_HEADER_MODIFIER -> requestHeaders(filter.requestHeaderModifier());
            case RESPONSE_HEADER_MODIFIER -> responseHeaders(filter.responseHeaderModifier());
            case REQUEST_MIRROR -> filter.requestMirror().ifPresent(m -> mirror(m, field));
            case EXTENSION_REF -> filter.extensionRef().ifPresent(r -> extension(r, field));
            case REQUEST_REDIRECT -> filter.requestRedirect().ifPresent(this::redirect);
            case URL_REWRITE -> filter.urlRewrite().ifPresent(this::rewrite);
            case CORS -> filter.cors().ifPresent(this::cors);
            case EXTERNAL_AUTH ->
                    filter.externalAuth().ifPresent(a -> externalAuth(a, field + ".externalAuth"));
        }
    }

    private void add(GRPCRoute.Filter filter, String field) {
        switch (filter.type()) {
            case REQUEST_HEADER_MODIFIER -> requestHeaders(filter.requestHeaderModifier());
            case RESPONSE_HEADER_MODIFIER -> responseHeaders(filter.responseHeaderModifier());
            case REQUEST_MIRROR -> filter.requestMirror().ifPresent(m -> mirror(m, field));
            case EXTENSION_REF -> filter.extensionRef().ifPresent(r -> extension(r, field));
        }
    }

    private void requestHeaders(Optional<HeaderModifier> modifier) {
        modifier.ifPresent(each -> result.add(new Filter.RequestHeaders(changes(each))));
    }

    private void responseHeaders(Optional<HeaderModifier> modifier) {
        modifier.ifPresent(each -> result.add(new Filter.ResponseHeaders(changes(each))));
    }

    private static Filter.FieldChanges changes(HeaderModifier modifier) {
        return new Filter.FieldChanges(
                fields(modifier.set()), fields(modifier.add()), modifier.remove());
    }

    /** Of entries with one name, in any case, the first counts. */
    private static List<Filter.Field> fields(List<HeaderModifier.Header> headers) {
        List<Filter.Field> fields = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (HeaderModifier.Header header : headers) {
            if (seen.add(header.name().toLowerCase(Locale.ROOT))) {
                fields.add(new Filter.Field(header.name(), header.value()));
            }
        }
        return fields;
    }

    private void redirect(HTTPFilter.RequestRedirect redirect) {
        result.add(
                new Filter.Redirect(
                        redirect.scheme(),
                        redirect.hostname(),
                        redirect.path().map(Filters::pathChange),
                        redirect.port().isPresent()
                                ? Optional.of(redirect.port().getAsInt())
                                : Optional.empty(),
                        redirect.statusCode()));
    }

    private void rewrite(HTTPFilter.URLRewrite rewrite) {
        result.add(new Filter.Rewrite(rewrite.hostname(), rewrite.path().map(Filters::pathChange)));
    }

    private static Filter.PathChange pathChange(PathModifier modifier) {
        return switch (modifier.type()) {
            case REPLACE_FULL_PATH ->
                    new Filter.PathChange.Full(modifier.replaceFullPath().orElse("/"));
            case REPLACE_PREFIX_MATCH ->
                    new Filter.PathChange.Prefix(modifier.replacePrefixMatch().orElse("/"));
        };
    }

    /** A mirror that leads nowhere is left out, and told of; the request itself goes on. */
    private void mirror(RequestMirror mirror, String field) {
        BackendTarget target =
                targets.resolve(mirror.backendRef(), field + ".requestMirror.backendRef");
        if (target instanceof BackendTarget.Resolved) {
            int numerator =
                    mirror.fraction()
                            .map(RequestMirror.Fraction::numerator)
                            .orElse(mirror.percent().orElse(100));
            int denominator =
                    mirror.fraction().map(RequestMirror.Fraction::denominator).orElse(100);
            result.add(new Filter.Mirror(target, numerator, denominator));
        }
    }

    private void cors(HTTPFilter.CORS cors) {
        result.add(
                new Filter.Cors(
                        cors.allowOrigins(),
                        cors.allowCredentials().orElse(false),
                        cors.allowMethods(),
                        cors.allowHeaders(),
                        cors.exposeHeaders(),
                        Duration.ofSeconds(cors.maxAge())));
    }

    private void extension(LocalObjectReference reference, String field) {
        String named = reference.kind() + " " + reference.name();
        Fault fault;
        if (reference.refersTo(CorsPolicy.GROUP, "CorsPolicy")) {
            Optional<HTTPFilter.CORS> cors = targets.cors(reference.name());
            if (cors.isPresent()) {
                cors(cors.get());
                return;
            }
            fault =
                    new Fault(
                            Vocabulary.INVALID_KIND,
                            targets.missingCors(reference.name())
                                    + "; requests are refused with 500");
            rejection = Optional.of(targets.unresolved(named, fault, field + ".extensionRef"));
            return;
        }
        fault =
                new Fault(
                        Vocabulary.INVALID_KIND,
                        "there are no filters of kind "
                                + Kinds.describe(reference.group(), reference.kind())
                                + "; requests are refused with 500");
        rejection = Optional.of(targets.unresolved(named, fault, field + ".extensionRef"));
    }

    /** One whose server cannot be asked refuses every request: it must fail closed (GEP-1494). */
    private void externalAuth(HTTPFilter.ExternalAuth auth, String field) {
        boolean grpc = auth.protocol() == HTTPFilter.ExternalAuth.Protocol.GRPC;
        String path = auth.http().flatMap(HTTPFilter.ExternalAuth.HTTPAuth::path).orElse("");
        Optional<String> prefix = AuthPaths.prefix(path);
        if (prefix.isEmpty()) {
            String message =
                    "the path cannot be put before another: it has escapes or dots that servers read in different ways; requests are refused with 500";
            unsupported = Optional.of(new RuleFault(field + ".http.path", message));
            rejection =
                    Optional.of(
                            new BackendTarget.Unresolved(
                                    "ExternalAuth", Vocabulary.UNSUPPORTED_VALUE, message));
            return;
        }
        switch (targets.resolve(auth.backendRef(), field + ".backendRef", grpc)) {
            case BackendTarget.Unresolved nowhere -> rejection = Optional.of(nowhere);
            case BackendTarget.Resolved(BackendId server) ->
                    result.add(
                            new Filter.ExternalAuth(
                                    server,
                                    dialect(auth, prefix.get()),
                                    auth.forwardBody().map(Filters::maxBody).orElse(0)));
        }
    }

    private static Filter.AuthDialect dialect(HTTPFilter.ExternalAuth auth, String prefix) {
        return switch (auth.protocol()) {
            case GRPC ->
                    new Filter.AuthDialect.Grpc(
                            auth.grpc()
                                    .map(HTTPFilter.ExternalAuth.GRPCAuth::allowedHeaders)
                                    .orElse(List.of()));
            case HTTP ->
                    new Filter.AuthDialect.Http(
                            prefix,
                            auth.http()
                                    .map(HTTPFilter.ExternalAuth.HTTPAuth::allowedHeaders)
                                    .orElse(List.of()),
                            auth.http()
                                    .map(HTTPFilter.ExternalAuth.HTTPAuth::allowedResponseHeaders)
                                    .orElse(List.of()));
        };
    }

    /** The API's type is an unsigned 16 bit number, which its schema forgets to say. */
    private static int maxBody(HTTPFilter.ExternalAuth.ForwardBody body) {
        return (int) Math.clamp(body.maxSize().orElse(0), 0, 0xffff);
    }
}
