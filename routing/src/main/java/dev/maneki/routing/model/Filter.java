package dev.maneki.routing.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Something that happens to a request or its response on the way. */
public sealed interface Filter {
    /** Changes request fields before they go to the backend. */
    record RequestHeaders(FieldChanges changes) implements Filter {}

    /** Changes response fields before they go to the client. */
    record ResponseHeaders(FieldChanges changes) implements Filter {}

    /**
     * Changes to header fields.
     *
     * @param set replace what there is
     * @param add come after what there is
     * @param remove names to take out
     */
    record FieldChanges(List<Field> set, List<Field> add, List<String> remove) {
        /** Copies the lists. */
        public FieldChanges {
            set = List.copyOf(set);
            add = List.copyOf(add);
            remove = List.copyOf(remove);
        }
    }

    /** A name and its value. */
    record Field(String name, String value) {}

    /**
     * Answers with a redirect; what is absent is taken from the request.
     *
     * @param scheme {@code http} or {@code https}
     * @param port absent: the scheme's well-known port where a scheme is given, else the listener's
     * @param status 301, 302, 303, 307 or 308
     */
    record Redirect(
            Optional<String> scheme,
            Optional<String> hostname,
            Optional<PathChange> path,
            Optional<Integer> port,
            int status)
            implements Filter {}

    /** Changes the host and the path before the request goes to the backend. */
    record Rewrite(Optional<String> hostname, Optional<PathChange> path) implements Filter {}

    /** How a path is changed. */
    sealed interface PathChange {
        /** The new text. */
        String value();

        /** The whole path becomes {@code value}; the query stays. */
        record Full(String value) implements PathChange {}

        /** The prefix that the rule matched becomes {@code value}; only with a prefix match. */
        record Prefix(String value) implements PathChange {}
    }

    /**
     * Sends a copy of requests to another backend, whose answer is thrown away.
     *
     * @param numerator of the share of requests that are copied
     * @param denominator of the share
     */
    record Mirror(BackendTarget target, int numerator, int denominator) implements Filter {}

    /**
     * Cross-origin resource sharing (the Fetch standard): answers preflight requests, marks others.
     *
     * @param allowOrigins {@code *}, or origins, which may have a {@code *.} in front of the host
     * @param allowMethods method names, or {@code *}
     * @param allowHeaders field names, or {@code *}
     * @param exposeHeaders field names, or {@code *}
     * @param maxAge how long a preflight answer may be kept
     */
    record Cors(
            List<String> allowOrigins,
            boolean allowCredentials,
            List<String> allowMethods,
            List<String> allowHeaders,
            List<String> exposeHeaders,
            Duration maxAge)
            implements Filter {
        /** Copies the lists. */
        public Cors {
            allowOrigins = List.copyOf(allowOrigins);
            allowMethods = List.copyOf(allowMethods);
            allowHeaders = List.copyOf(allowHeaders);
            exposeHeaders = List.copyOf(exposeHeaders);
        }
    }

    /**
     * Asks an authorization server whether a request may pass, and lets it change the request
     * (GEP-1494).
     *
     * @param server a backend of {@link RoutingModel#backends()}
     * @param dialect how it is asked
     * @param maxBody bytes of the request's body that it is shown, 0 for none; a request with more
     *     gets 413
     */
    record ExternalAuth(BackendId server, AuthDialect dialect, int maxBody) implements Filter {}

    /** How an authorization server is asked. */
    sealed interface AuthDialect {
        /**
         * By the request itself, without its body and most of its fields; 200 lets it pass.
         *
         * @param pathPrefix put before the request's path, normalised, without a slash at its end;
         *     may be empty
         * @param requestFields names that it is shown beside {@code Authorization}
         * @param responseFields names that it may set in the request; empty for all
         */
        record Http(String pathPrefix, List<String> requestFields, List<String> responseFields)
                implements AuthDialect {
            /** Copies the lists. */
            public Http {
                requestFields = List.copyOf(requestFields);
                responseFields = List.copyOf(responseFields);
            }
        }

        /**
         * By Envoy's {@code envoy.service.auth.v3.Authorization/Check}.
         *
         * @param requestFields names that it is shown; empty for all
         */
        record Grpc(List<String> requestFields) implements AuthDialect {
            /** Copies the list. */
            public Grpc {
                requestFields = List.copyOf(requestFields);
            }
        }
    }
}
