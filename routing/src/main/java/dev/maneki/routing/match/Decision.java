package dev.maneki.routing.match;

import dev.maneki.routing.model.ListenerId;

/**
 * What became of a request. All of them are made ahead: deciding allocates nothing.
 *
 * @param <A> the caller's payload of a rule
 */
public sealed interface Decision<A>
        permits Entry, Decision.NoRoute, Decision.NoListener, Decision.Misdirected {

    /**
     * The listener has no rule for it: 404.
     *
     * @param listener the one that the request belongs to
     */
    record NoRoute<A>(ListenerId listener) implements Decision<A> {}

    /** No listener of the port is for this host: 404. */
    record NoListener<A>() implements Decision<A> {}

    /**
     * The connection's server name chose one listener, the host belongs to another: 421 (RFC 9110
     * section 15.5.20; Gateway API, {@code Listener.hostname}).
     *
     * @param listener the one that the request belongs to
     */
    record Misdirected<A>(ListenerId listener) implements Decision<A> {}
}
