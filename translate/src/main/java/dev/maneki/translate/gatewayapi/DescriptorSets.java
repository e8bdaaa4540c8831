package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.ConfigMap;
import dev.maneki.resources.snapshot.Snapshot;
import dev.maneki.routing.model.Rpc;
import dev.maneki.translate.references.Missing;
import java.util.Base64;
import java.util.Optional;

/** The descriptors in ConfigMaps: key {@code descriptors}, as binary data or as base64. */
final class DescriptorSets {
    private static final String KEY = "descriptors";

    private DescriptorSets() {}

    /**
     * What was found.
     *
     * @param fault why there is none; empty otherwise
     */
    record Found(Optional<Rpc.Schema> schema, String fault) {
        static final Found NOTHING = new Found(Optional.empty(), "");
    }

    static Found find(Snapshot snapshot, String namespace, String name) {
        if (name.isEmpty()) {
            return Found.NOTHING;
        }
        Optional<ConfigMap> map = snapshot.find(ConfigMap.class, namespace, name);
        if (map.isEmpty()) {
            return fault(Missing.message(snapshot, "ConfigMap", namespace, name));
        }
        String source = "ConfigMap " + namespace + "/" + name;
        if (map.get().binaryData().containsKey(KEY)) {
            byte[] bytes = map.get().binaryData().get(KEY).bytes();
            return found(source, Base64.getEncoder().encodeToString(bytes));
        }
        String text = map.get().data().get(KEY);
        if (text == null) {
            return fault(
                    source
                            + " has no key "
                            + KEY
                            + ": put a FileDescriptorSet there, as protoc"
                            + " --include_imports --descriptor_set_out makes it");
        }
        String joined = text.replaceAll("\\s", "");
        try {
            Base64.getDecoder().decode(joined);
        } catch (IllegalArgumentException e) {
            return fault(KEY + " of " + source + " is not base64: " + e.getMessage());
        }
        return found(source, joined);
    }

    private static Found found(String source, String base64) {
        return new Found(Optional.of(new Rpc.Schema(source, base64)), "");
    }

    private static Found fault(String message) {
        return new Found(Optional.empty(), message);
    }
}
