package dev.maneki.proxy;

import dev.maneki.proxy.access.AccessLog;
import java.util.List;
import java.util.Optional;

/**
 * How a data plane is set up, once.
 *
 * @param workers how many event loops; 0 for one a core
 * @param limits the process's
 * @param trustedProxies networks in CIDR form that are believed about the client's address, for
 *     Gateways that set none
 * @param accessLog where requests are recorded; closed by whoever made it, after the proxy
 */
public record ProxyOptions(
        int workers, Limits limits, List<String> trustedProxies, Optional<AccessLog> accessLog) {
    /** One worker a core, default limits, nobody trusted, nothing recorded. */
    public static final ProxyOptions DEFAULT =
            new ProxyOptions(0, Limits.DEFAULT, List.of(), Optional.empty());

    /** Copies the list. */
    public ProxyOptions {
        trustedProxies = List.copyOf(trustedProxies);
    }
}
