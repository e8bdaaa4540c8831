package dev.maneki.resources.kinds;

import dev.maneki.resources.yaml.MapNode;
import dev.maneki.resources.yaml.Node;
import dev.maneki.resources.yaml.ScalarNode;
import org.jspecify.annotations.Nullable;

/**
 * What an object says of its own type.
 *
 * @param apiVersion empty where it is not written
 * @param kind empty where it is not written
 */
record TypeMeta(String apiVersion, String kind) {

    static TypeMeta of(MapNode map) {
        return new TypeMeta(string(map.get("apiVersion")), string(map.get("kind")));
    }

    private static String string(@Nullable Node node) {
        return node instanceof ScalarNode scalar && !scalar.isNull() ? scalar.text() : "";
    }

    boolean isEmpty() {
        return apiVersion.isEmpty() && kind.isEmpty();
    }

    /** Empty for core kinds. */
    String group() {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    String version() {
        return apiVersion.substring(apiVersion.indexOf('/') + 1);
    }
}
