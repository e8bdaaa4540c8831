package dev.maneki.routing.model;

import java.util.List;
import java.util.Map;

/**
 * What a Gateway sets beyond the API's fields, read from the ConfigMap that its {@code
 * parametersRef} names.
 *
 * @param trustedProxies networks in CIDR form whose {@code Forwarded} and {@code X-Forwarded-*}
 *     fields are believed; from anyone else they are replaced by what the connection itself says
 * @param limits values of limits by their names; what is not here has the process's value
 */
public record GatewaySettings(List<String> trustedProxies, Map<String, Long> limits) {
    /** Trusts nobody, keeps the process's limits. */
    public static final GatewaySettings DEFAULT = new GatewaySettings(List.of(), Map.of());

    /** Copies both collections. */
    public GatewaySettings {
        trustedProxies = List.copyOf(trustedProxies);
        limits = Map.copyOf(limits);
    }
}
