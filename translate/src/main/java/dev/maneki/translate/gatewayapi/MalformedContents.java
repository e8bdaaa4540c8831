package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.ConfigMap;
import dev.maneki.resources.kinds.Resource;
import dev.maneki.resources.kinds.Secret;
import dev.maneki.translate.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Secrets and ConfigMaps that somebody refers to and that hold no usable certificate: an error of
 * their own, told once and at their place, beside the warning of each who refers to them.
 */
final class MalformedContents {
    private final Map<String, Problem> byPlace = new LinkedHashMap<>();

    /**
     * @param key whose value is malformed
     */
    void add(Resource holder, String key, String fault) {
        String field = field(holder, key);
        byPlace.putIfAbsent(
                holder.id() + " " + field, Problem.error(holder, field, key + ": " + fault));
    }

    List<Problem> problems() {
        return new ArrayList<>(byPlace.values());
    }

    private static String field(Resource holder, String key) {
        String map =
                switch (holder) {
                    case Secret secret when secret.stringData().containsKey(key) -> "stringData";
                    case ConfigMap other when other.binaryData().containsKey(key) -> "binaryData";
                    default -> "data";
                };
        return map + "[" + key + "]";
    }
}
