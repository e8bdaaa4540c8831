package dev.maneki.connect.server;

import dev.maneki.connect.Cors;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpServerStream;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Answers what browsers ask before a page may call, and adds to answers what lets the page read
 * them. Source: Fetch standard, "CORS protocol"; Connect, "CORS".
 */
final class CorsPolicy {
    private static final Set<String> REQUEST_FIELDS =
            Set.of(
                    "content-type",
                    "content-encoding",
                    "connect-protocol-version",
                    "connect-timeout-ms",
                    "connect-content-encoding",
                    "connect-accept-encoding",
                    "grpc-timeout",
                    "grpc-encoding",
                    "grpc-accept-encoding",
                    "x-grpc-web",
                    "x-user-agent");
    private static final Set<String> RESPONSE_FIELDS =
            Set.of(
                    "content-encoding",
                    "connect-content-encoding",
                    "connect-accept-encoding",
                    "grpc-encoding",
                    "grpc-accept-encoding",
                    "grpc-status",
                    "grpc-message",
                    "grpc-status-details-bin");

    private final Cors cors;
    private final boolean anyOrigin;
    private final String allowedHeaders;
    private final String exposedHeaders;
    private final String maxAge;

    CorsPolicy(Cors cors) {
        this.cors = cors;
        this.anyOrigin = cors.origins().contains("*");
        this.allowedHeaders = list(REQUEST_FIELDS, cors.allowedHeaders());
        this.exposedHeaders = list(RESPONSE_FIELDS, cors.exposedHeaders());
        this.maxAge = Long.toString(cors.maxAge().toSeconds());
    }

    private static String list(Set<String> own, Set<String> more) {
        TreeSet<String> all = new TreeSet<>(own);
        all.addAll(more);
        all.remove("*");
        return String.join(", ", all);
    }

    boolean isPreflight(HttpRequest request) {
        return request.method().equals("OPTIONS")
                && request.fields().has("origin")
                && request.fields().has("access-control-request-method");
    }

    void answerPreflight(HttpServerStream stream) {
        HttpRequest request = stream.request();
        Metadata fields = new Metadata();
        fields.append(
                "vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
        if (addOrigin(request, fields)) {
            fields.append("access-control-allow-methods", "GET, POST");
            String headers = allowedHeaders;
            String asked = request.fields().get("access-control-request-headers");
            // A star does not cover Authorization, and means nothing with credentials.
            if (asked != null && cors.allowedHeaders().contains("*") && isList(asked)) {
                headers = asked;
            }
            fields.append("access-control-allow-headers", headers);
            fields.append("access-control-max-age", maxAge);
        }
        BareAnswer.send(stream, 204, fields);
    }

    /** Only what could be names goes back into a field of ours. */
    private static boolean isList(String names) {
        for (int i = 0; i < names.length(); i++) {
            char c = names.charAt(i);
            if (!(c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || "-_, ".indexOf(c) >= 0)) {
                return false;
            }
        }
        return !names.isBlank();
    }

    /** The stream, or one that adds what the answer to this origin needs. */
    HttpServerStream apply(HttpServerStream stream) {
        Metadata fields = new Metadata();
        if (!anyOrigin) {
            fields.append("vary", "Origin"); // without an origin too: caches see both
        }
        if (stream.request().fields().has("origin") && addOrigin(stream.request(), fields)) {
            fields.append("access-control-expose-headers", exposedHeaders);
        }
        return fields.isEmpty() ? stream : new CorsStream(stream, fields);
    }

    private boolean addOrigin(HttpRequest request, Metadata fields) {
        String origin = request.fields().get("origin");
        String allowed = allowed(origin);
        if (allowed == null) {
            return false;
        }
        fields.append("access-control-allow-origin", allowed);
        if (cors.credentials()) {
            fields.append("access-control-allow-credentials", "true");
        }
        return true;
    }

    private @Nullable String allowed(@Nullable String origin) {
        if (origin == null) {
            return null;
        }
        if (anyOrigin) {
            return "*";
        }
        return cors.origins().contains(origin) ? origin : null;
    }
}
