package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.Resource;
import java.util.Locale;
import java.util.Map;

/**
 * What annotations say of calls; those of a route come before those of a Service.
 *
 * @param off whether calls are not to be translated: {@code maneki.dev/bridge: "off"}
 * @param descriptorSet the name of a ConfigMap, in the same namespace, with the descriptors of what
 *     is called: {@code maneki.dev/descriptor-set}; empty for none
 */
record RpcAnnotations(boolean off, String descriptorSet) {
    static final RpcAnnotations NONE = new RpcAnnotations(false, "");

    static RpcAnnotations of(Resource resource) {
        Map<String, String> annotations = resource.metadata().annotations();
        if (annotations.isEmpty()) {
            return NONE;
        }
        return new RpcAnnotations(
                annotations
                        .getOrDefault("maneki.dev/bridge", "")
                        .toLowerCase(Locale.ROOT)
                        .equals("off"),
                annotations.getOrDefault("maneki.dev/descriptor-set", "").strip());
    }
}
