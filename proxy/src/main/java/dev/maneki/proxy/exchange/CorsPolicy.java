package dev.maneki.proxy.exchange;

import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Filter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of the CORS protocol (Fetch standard section 3.3; Gateway API, {@code
 * HTTPCORSFilter}). Immutable.
 *
 * <p>With credentials the wildcard has no meaning to a browser (section 3.3.5), so what the request
 * asks for is echoed.
 */
final class CorsPolicy {
    private static final FieldName ALLOW_ORIGIN = FieldName.of("access-control-allow-origin");
    private static final FieldName ALLOW_CREDENTIALS =
            FieldName.of("access-control-allow-credentials");
    private static final FieldName ALLOW_METHODS = FieldName.of("access-control-allow-methods");
    private static final FieldName ALLOW_HEADERS = FieldName.of("access-control-allow-headers");
    private static final FieldName EXPOSE_HEADERS = FieldName.of("access-control-expose-headers");
    private static final FieldName MAX_AGE = FieldName.of("access-control-max-age");

    private final Filter.Cors cors;
    private final boolean anyOrigin;
    private final Set<String> origins = new HashSet<>();
    private final List<String[]> wildcards = new ArrayList<>();

    CorsPolicy(Filter.Cors cors) {
        this.cors = cors;
        this.anyOrigin = cors.allowOrigins().contains("*");
        for (String each : cors.allowOrigins()) {
            String origin = each.toLowerCase(Locale.ROOT);
            int star = origin.indexOf('*');
            if (star < 0) {
                origins.add(origin);
            } else if (!origin.equals("*")) {
                wildcards.add(new String[] {origin.substring(0, star), origin.substring(star + 1)});
            }
        }
    }

    /** The {@code Origin} of a request if it is cross-origin at all, else null. */
    static @Nullable String origin(RequestHead head) {
        int at = head.fields().find(FieldNames.ORIGIN);
        return at < 0 ? null : head.fields().value(at);
    }

    /** Whether this asks for permission rather than for the resource (section 3.3.2). */
    static boolean preflight(RequestHead head) {
        return head.method().equals("OPTIONS")
                && head.fields().contains(FieldNames.ACCESS_CONTROL_REQUEST_METHOD);
    }

    /** Whether pages of this origin may use the resource. */
    boolean allows(String origin) {
        if (anyOrigin) {
            return true;
        }
        String lower = origin.toLowerCase(Locale.ROOT);
        if (origins.contains(lower)) {
            return true;
        }
        for (String[] ends : wildcards) {
            // The star stands for at least one character, and never reaches beyond the host.
            if (lower.length() > ends[0].length() + ends[1].length()
                    && lower.startsWith(ends[0])
                    && lower.endsWith(ends[1])
                    && lower.indexOf('/', ends[0].length()) < 0) {
                return true;
            }
        }
        return false;
    }

    /** Writes the fields of a preflight's answer; those of a refused one say nothing. */
    void answerPreflight(RequestHead request, String origin, HeaderFields response) {
        vary(response);
        response.add(
                FieldNames.VARY, "Access-Control-Request-Method, Access-Control-Request-Headers");
        if (!allows(origin)) {
            return;
        }
        allowOrigin(origin, response);
        list(
                response,
                ALLOW_METHODS,
                cors.allowMethods(),
                request,
                FieldNames.ACCESS_CONTROL_REQUEST_METHOD);
        list(
                response,
                ALLOW_HEADERS,
                cors.allowHeaders(),
                request,
                FieldNames.ACCESS_CONTROL_REQUEST_HEADERS);
        response.set(MAX_AGE, Long.toString(cors.maxAge().toSeconds()));
    }

    /**
     * Marks the response to an ordinary cross-origin request; what the backend said of it is
     * replaced.
     */
    void mark(String origin, HeaderFields response) {
        response.remove(ALLOW_ORIGIN);
        response.remove(ALLOW_CREDENTIALS);
        response.remove(EXPOSE_HEADERS);
        vary(response);
        if (!allows(origin)) {
            return;
        }
        allowOrigin(origin, response);
        if (!cors.exposeHeaders().isEmpty()) {
            response.set(EXPOSE_HEADERS, String.join(", ", cors.exposeHeaders()));
        }
    }

    private void allowOrigin(String origin, HeaderFields response) {
        boolean literal = anyOrigin && !cors.allowCredentials();
        response.set(ALLOW_ORIGIN, literal ? "*" : origin);
        if (cors.allowCredentials()) {
            response.set(ALLOW_CREDENTIALS, "true");
        }
    }

    private void list(
            HeaderFields response,
            FieldName name,
            List<String> allowed,
            RequestHead request,
            FieldName asked) {
        if (allowed.isEmpty()) {
            return;
        }
        if (allowed.contains("*") && cors.allowCredentials()) {
            int at = request.fields().find(asked);
            if (at >= 0) {
                response.set(name, request.fields().value(at));
            }
            return;
        }
        response.set(name, String.join(", ", allowed));
    }

    private void vary(HeaderFields response) {
        if (!anyOrigin || cors.allowCredentials()) {
            response.add(FieldNames.VARY, "Origin");
        }
    }
}
