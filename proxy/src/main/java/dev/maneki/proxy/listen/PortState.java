package dev.maneki.proxy.listen;

import dev.maneki.proxy.stream.ListenContext;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * How it stands with a port that should be open.
 *
 * @param context which port
 * @param bound where it listens, with the real number if 0 was asked for; empty if it does not
 * @param error why it does not listen, and what to do; empty if it does
 */
public record PortState(
        ListenContext context, Optional<InetSocketAddress> bound, Optional<String> error) {}
