package dev.maneki.resources.kinds;

import dev.maneki.resources.schema.Checked;
import dev.maneki.resources.schema.Given;
import dev.maneki.resources.schema.Rules;
import dev.maneki.resources.schema.Tolerates;
import java.util.Map;

/** Text by key; certificates of authorities stand in {@code ca.crt}. Core, v1. */
@Tolerates("immutable")
public record ConfigMap(
        @Given Origin origin,
        @Given Metadata metadata,
        Map<String, String> data,
        Map<String, SecretValue> binaryData)
        implements Resource, Checked {

    @Override
    public void check(Rules rules) {
        KubernetesNames.checkDataKeys(rules, data.keySet(), "data");
        KubernetesNames.checkDataKeys(rules, binaryData.keySet(), "binaryData");
        for (String key : binaryData.keySet()) {
            if (data.containsKey(key)) {
                rules.broken(
                        "binaryData",
                        "duplicate of key '" + key + "' present in data",
                        "remove one of the two");
            }
        }
    }
}
