package dev.maneki.app.explain;

import dev.maneki.app.output.Tree;
import dev.maneki.routing.model.BackendTarget;
import dev.maneki.routing.model.Filter;
import dev.maneki.routing.model.PathMatch;
import dev.maneki.routing.model.Retry;
import dev.maneki.routing.model.RouteMatch;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Parts of the model as data, in the words that resources use for them. */
final class Describe {
    private Describe() {}

    static Tree match(RouteMatch match) {
        Tree.Builder tree = Tree.object().with("path", path(match.path()));
        match.method().ifPresent(method -> tree.with("method", method));
        if (!match.headers().isEmpty()) {
            tree.with("headers", match.headers().stream().map(Describe::field).toList());
        }
        if (!match.queryParams().isEmpty()) {
            tree.with("queryParams", match.queryParams().stream().map(Describe::field).toList());
        }
        return tree.build();
    }

    private static Tree path(PathMatch path) {
        String type =
                switch (path) {
                    case PathMatch.Exact _ -> "Exact";
                    case PathMatch.Prefix _ -> "PathPrefix";
                    case PathMatch.Regex _ -> "RegularExpression";
                };
        return Tree.object().with("type", type).with("value", path.value()).build();
    }

    private static Tree field(RouteMatch.FieldMatch field) {
        return Tree.object()
                .with("type", field.regex() ? "RegularExpression" : "Exact")
                .with("name", field.name())
                .with("value", field.value())
                .build();
    }

    static Tree filter(Filter filter) {
        return switch (filter) {
            case Filter.RequestHeaders(Filter.FieldChanges changes) ->
                    changes("RequestHeaderModifier", changes);
            case Filter.ResponseHeaders(Filter.FieldChanges changes) ->
                    changes("ResponseHeaderModifier", changes);
            case Filter.Redirect redirect -> redirect(redirect);
            case Filter.Rewrite rewrite -> {
                Tree.Builder tree = Tree.object().with("type", "URLRewrite");
                rewrite.hostname().ifPresent(name -> tree.with("hostname", name));
                rewrite.path().ifPresent(change -> path(tree, change));
                yield tree.build();
            }
            case Filter.Mirror mirror ->
                    Tree.object()
                            .with("type", "RequestMirror")
                            .with("backend", target(mirror.target()))
                            .with("numerator", mirror.numerator())
                            .with("denominator", mirror.denominator())
                            .build();
            case Filter.Cors cors ->
                    Tree.object()
                            .with("type", "CORS")
                            .with("allowOrigins", Tree.texts(cors.allowOrigins()))
                            .with("allowMethods", Tree.texts(cors.allowMethods()))
                            .build();
            case Filter.ExternalAuth auth -> externalAuth(auth);
        };
    }

    private static Tree redirect(Filter.Redirect redirect) {
        Tree.Builder tree =
                Tree.object().with("type", "RequestRedirect").with("statusCode", redirect.status());
        redirect.scheme().ifPresent(scheme -> tree.with("scheme", scheme));
        redirect.hostname().ifPresent(name -> tree.with("hostname", name));
        redirect.port().ifPresent(port -> tree.with("port", port));
        redirect.path().ifPresent(change -> path(tree, change));
        return tree.build();
    }

    private static Tree externalAuth(Filter.ExternalAuth auth) {
        Tree.Builder tree =
                Tree.object()
                        .with("type", "ExternalAuth")
                        .with("backend", auth.server().toString());
        switch (auth.dialect()) {
            case Filter.AuthDialect.Http http -> {
                tree.with("protocol", "HTTP");
                if (!http.pathPrefix().isEmpty()) {
                    tree.with("path", http.pathPrefix());
                }
                names(tree, "allowedHeaders", http.requestFields());
                names(tree, "allowedResponseHeaders", http.responseFields());
            }
            case Filter.AuthDialect.Grpc(List<String> requestFields) -> {
                tree.with("protocol", "GRPC");
                names(tree, "allowedHeaders", requestFields);
            }
        }
        if (auth.maxBody() > 0) {
            tree.with("maxSize", auth.maxBody());
        }
        return tree.build();
    }

    private static void names(Tree.Builder tree, String field, List<String> names) {
        if (!names.isEmpty()) {
            tree.with(field, Tree.texts(names));
        }
    }

    private static void path(Tree.Builder tree, Filter.PathChange change) {
        switch (change) {
            case Filter.PathChange.Full(String value) -> tree.with("replaceFullPath", value);
            case Filter.PathChange.Prefix(String value) -> tree.with("replacePrefixMatch", value);
        }
    }

    private static Tree changes(String type, Filter.FieldChanges changes) {
        Tree.Builder tree = Tree.object().with("type", type);
        if (!changes.set().isEmpty()) {
            tree.with("set", fields(changes.set()));
        }
        if (!changes.add().isEmpty()) {
            tree.with("add", fields(changes.add()));
        }
        if (!changes.remove().isEmpty()) {
            tree.with("remove", Tree.texts(changes.remove()));
        }
        return tree.build();
    }

    private static List<Tree> fields(List<Filter.Field> fields) {
        return fields.stream()
                .<Tree>map(
                        field ->
                                Tree.object()
                                        .with("name", field.name())
                                        .with("value", field.value())
                                        .build())
                .toList();
    }

    static Tree retry(Retry retry) {
        Tree.Builder tree = Tree.object().with("attempts", retry.attempts().orElse(1));
        List<Tree> codes =
                retry.codes().stream().sorted().<Tree>map(code -> new Tree.Number(code)).toList();
        if (!codes.isEmpty()) {
            tree.with("codes", codes);
        }
        retry.backoff().ifPresent(backoff -> tree.with("backoff", text(backoff)));
        return tree.build();
    }

    private static String target(BackendTarget target) {
        return switch (target) {
            case BackendTarget.Resolved resolved -> resolved.backend().toString();
            case BackendTarget.Unresolved unresolved -> unresolved.reference();
        };
    }

    /** As the API writes durations (GEP-2257). */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
