package dev.maneki.connect;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Which web pages may call, as browsers ask before they let them (Fetch standard, "CORS protocol").
 * What Connect and gRPC-Web need is allowed and exposed as it is. Immutable: each method gives a
 * new one.
 *
 * @param origins that may call, as {@code https://app.example.com}; {@code *} for all
 * @param allowedHeaders that pages may send beside the protocols' own, in lower case; {@code *} for
 *     all
 * @param exposedHeaders that pages may read beside the protocols' own, in lower case
 * @param credentials whether cookies and the like may go along; origins must be named then
 * @param maxAge how long a browser remembers the answer
 */
public record Cors(
        Set<String> origins,
        Set<String> allowedHeaders,
        Set<String> exposedHeaders,
        boolean credentials,
        Duration maxAge) {
    /** Every page may call, without credentials. */
    public static final Cors ANY_ORIGIN =
            new Cors(Set.of("*"), Set.of("*"), Set.of(), false, Duration.ofHours(2));

    /**
     * Checks it.
     *
     * @throws IllegalArgumentException if credentials are allowed to every origin
     */
    public Cors {
        origins = Set.copyOf(origins);
        allowedHeaders = lowerCase(allowedHeaders);
        exposedHeaders = lowerCase(exposedHeaders);
        if (credentials && origins.contains("*")) {
            throw new IllegalArgumentException(
                    "credentials cannot be allowed to every origin: name the origins");
        }
    }

    /** Pages of these origins may call, and send the protocols' own headers. */
    public static Cors of(String... origins) {
        return new Cors(Set.of(origins), Set.of(), Set.of(), false, Duration.ofHours(2));
    }

    /** Pages may send these header fields too. */
    public Cors allowHeaders(String... names) {
        return new Cors(origins, with(allowedHeaders, names), exposedHeaders, credentials, maxAge);
    }

    /** Pages may read these fields of responses too, as a service's own metadata. */
    public Cors exposeHeaders(String... names) {
        return new Cors(origins, allowedHeaders, with(exposedHeaders, names), credentials, maxAge);
    }

    /** Cookies and the like may go along. */
    public Cors allowCredentials() {
        return new Cors(origins, allowedHeaders, exposedHeaders, true, maxAge);
    }

    private static Set<String> with(Set<String> old, String... more) {
        Set<String> all = new LinkedHashSet<>(old);
        all.addAll(Set.of(more));
        return all;
    }

    private static Set<String> lowerCase(Set<String> names) {
        Set<String> lower = new LinkedHashSet<>();
        for (String name : names) {
            lower.add(name.toLowerCase(Locale.ROOT));
        }
        return Set.copyOf(lower);
    }
}
