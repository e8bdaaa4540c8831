package dev.maneki.app.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The names that people give to kinds, as kubectl takes them: singular, plural, short. */
final class Kinds {
    private static final Map<String, List<String>> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put("GatewayClass", List.of("gc", "gatewayclasses"));
        NAMES.put("Gateway", List.of("gw", "gtw"));
        NAMES.put("HTTPRoute", List.of("hr"));
        NAMES.put("GRPCRoute", List.of("gr"));
        NAMES.put("ReferenceGrant", List.of("refgrant"));
        NAMES.put("BackendTLSPolicy", List.of("btlspolicy", "btp", "backendtlspolicies"));
        NAMES.put("Namespace", List.of("ns"));
        NAMES.put("Service", List.of("svc"));
        NAMES.put("EndpointSlice", List.of("es"));
        NAMES.put("Secret", List.of());
        NAMES.put("ConfigMap", List.of("cm"));
        NAMES.put("CorsPolicy", List.of("corspolicies"));
    }

    private Kinds() {}

    /** Every kind's proper name. */
    static List<String> all() {
        return List.copyOf(NAMES.keySet());
    }

    /** The kind that is called so: {@code httproute}, {@code httproutes}, {@code hr}. */
    static Optional<String> named(String text) {
        // kubectl also takes a group: httproutes.gateway.networking.k8s.io.
        String name = text.toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        String bare = dot > 0 ? name.substring(0, dot) : name;
        return NAMES.entrySet().stream()
                .filter(kind -> isCalled(kind.getKey(), kind.getValue(), bare))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean isCalled(String kind, List<String> others, String name) {
        String singular = kind.toLowerCase(Locale.ROOT);
        return name.equals(singular) || name.equals(singular + "s") || others.contains(name);
    }
}
