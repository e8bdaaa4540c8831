package dev.maneki.proxy;

import dev.maneki.routing.model.Port;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * How it stands with a port of the model.
 *
 * @param port which
 * @param bound where it listens, with the real number if the model says 0; empty if it does not
 * @param error why it does not listen, and what to do
 */
public record PortStatus(Port port, Optional<InetSocketAddress> bound, Optional<String> error) {}
