package dev.maneki.routing.match;

import java.util.List;

/**
 * Which rule serves a request, and why each of the others does not.
 *
 * @param decision what {@link PortRouter#match} answers for the request
 * @param rejected all other matches of all rules of all routes of the port, the nearest misses
 *     first
 * @param <A> the caller's payload of a rule
 */
public record Explanation<A>(Decision<A> decision, List<Rejection<A>> rejected) {
    /** Copies the list. */
    public Explanation {
        rejected = List.copyOf(rejected);
    }

    /**
     * A match that does not serve the request.
     *
     * @param entry which one
     * @param reason the first of its conditions that does not hold, or what comes before it
     */
    public record Rejection<A>(Entry<A> entry, Reason reason) {}
}
