package dev.maneki.routing.model;

import java.util.List;

/**
 * One socket to listen on, and the listeners that share it by host name.
 *
 * @param address the IP address to bind, textual; empty for every address of the machine
 * @param number the port number, 1 to 65535
 * @param protocol what is spoken on it
 * @param listeners those that share it; their host names differ
 */
public record Port(String address, int number, Protocol protocol, List<Listener> listeners) {
    /** What is spoken on a port. */
    public enum Protocol {
        /** HTTP/1.1 and HTTP/2 with prior knowledge (h2c), in the clear. */
        HTTP,
        /** HTTP/1.1 and HTTP/2 over TLS, chosen by ALPN. */
        HTTPS
    }

    /** Copies the list. */
    public Port {
        listeners = List.copyOf(listeners);
    }
}
