package dev.maneki.resources.kinds;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kind that Maneki reads.
 *
 * @param type its record
 * @param group empty for core
 * @param versions served, the preferred one first
 * @param deprecated those of the versions that one should no longer write
 * @param namespaced whether it stands in a namespace
 */
public record KindType(
        Class<? extends Resource> type,
        String group,
        List<String> versions,
        List<String> deprecated,
        boolean namespaced) {

    private static final String GATEWAY = Reference.GATEWAY_GROUP;
    private static final Map<String, KindType> ALL = new LinkedHashMap<>();

    private static final Map<String, KindType> BY_NAME = new HashMap<>();
    private static final List<KindType> EVERY;

    static {
        add(GatewayClass.class, GATEWAY, false, "v1", "v1beta1");
        add(Gateway.class, GATEWAY, true, "v1", "v1beta1");
        add(HTTPRoute.class, GATEWAY, true, "v1", "v1beta1");
        add(GRPCRoute.class, GATEWAY, true, "v1");
        add(ReferenceGrant.class, GATEWAY, true, "v1", "v1beta1");
        put(
                new KindType(
                        BackendTLSPolicy.class,
                        GATEWAY,
                        List.of("v1", "v1alpha3"),
                        List.of("v1alpha3"),
                        true));
        add(Namespace.class, "", false, "v1");
        add(Service.class, "", true, "v1");
        add(EndpointSlice.class, "discovery.k8s.io", true, "v1");
        add(Secret.class, "", true, "v1");
        add(ConfigMap.class, "", true, "v1");
        add(CorsPolicy.class, CorsPolicy.GROUP, true, "v1alpha1");
        EVERY = List.copyOf(ALL.values());
    }

    private static void add(
            Class<? extends Resource> type, String group, boolean namespaced, String... versions) {
        put(new KindType(type, group, List.of(versions), List.of(), namespaced));
    }

    private static void put(KindType kind) {
        ALL.put(kind.group + "/" + kind.kind(), kind);
        BY_NAME.put(kind.kind(), kind);
    }

    /** The kind of a group; empty for one that Maneki does not read. */
    public static Optional<KindType> find(String group, String kind) {
        return Optional.ofNullable(ALL.get(group + "/" + kind));
    }

    /** The kind of a name; no two groups that Maneki reads have a kind of one name. */
    public static Optional<KindType> named(String kind) {
        return Optional.ofNullable(BY_NAME.get(kind));
    }

    /** Every kind that Maneki reads. */
    public static List<KindType> all() {
        return EVERY;
    }

    /** Such as {@code HTTPRoute}. */
    public String kind() {
        return type.getSimpleName();
    }

    /** Such as {@code gateway.networking.k8s.io/v1}, in the preferred version. */
    public String apiVersion() {
        return apiVersion(versions.getFirst());
    }

    /** Such as {@code gateway.networking.k8s.io/v1beta1}. */
    public String apiVersion(String version) {
        return group.isEmpty() ? version : group + "/" + version;
    }
}
