package dev.maneki.app.gateway;

import dev.maneki.routing.model.Limit;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * All that a gateway process is told when it starts.
 *
 * @param folder where the resources are
 * @param admin where the admin address listens
 * @param adminName as the admin address was written, for the {@code Host} check
 * @param accessLog where access records go: a file, {@code -} for standard output, {@code off}
 * @param accessFormat {@code JSON} or {@code TEXT}
 * @param drain how long running requests may take once the process is asked to end
 * @param limits those that differ from their defaults
 * @param trustedProxies networks whose forwarded fields are believed, in CIDR form
 * @param workers event loops that carry traffic; 0 for one per processor
 */
public record GatewayOptions(
        Path folder,
        InetSocketAddress admin,
        String adminName,
        String accessLog,
        AccessFormat accessFormat,
        Duration drain,
        Map<Limit, Long> limits,
        List<String> trustedProxies,
        int workers) {
    /** How access records are written. */
    public enum AccessFormat {
        JSON,
        TEXT;

        /** As it is written on the command line. */
        @Override
        public String toString() {
            return this == JSON ? "json" : "text";
        }
    }

    /** Copies the collections. */
    public GatewayOptions {
        limits = Map.copyOf(limits);
        trustedProxies = List.copyOf(trustedProxies);
    }
}
