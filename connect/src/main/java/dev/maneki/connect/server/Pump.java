package dev.maneki.connect.server;

import dev.maneki.connect.Key;

/**
 * How a handler that blocks gets at the events of its call: on its own thread, through all
 * interceptors, when it waits for them. Found on the call under {@link #KEY}.
 */
interface Pump {
    /** Where it is found. */
    Key<Pump> KEY = Key.of("pump");

    /** What a handler of a stream of requests does; run once all interceptors have begun. */
    void body(Runnable body);

    /** Waits for one event, and hands it to the outermost receiver. */
    void pump();

    /** Waits until there is room for another response; throws if the call is canceled. */
    void awaitReady();
}
