package dev.maneki.resources.kinds;

import dev.maneki.resources.schema.Checked;
import dev.maneki.resources.schema.Default;
import dev.maneki.resources.schema.Given;
import dev.maneki.resources.schema.Rules;
import dev.maneki.resources.schema.Sensitive;
import dev.maneki.resources.schema.Tolerates;
import java.util.Map;
import java.util.Optional;

/**
 * Bytes by key that are not for everyone's eyes. Core, v1.
 *
 * @param type such as {@code kubernetes.io/tls}; whoever uses the Secret checks what is in it
 * @param data written in base64
 * @param stringData written as text; wins over {@code data}
 */
@Tolerates("immutable")
public record Secret(
        @Given Origin origin,
        @Given Metadata metadata,
        @Default("Opaque") String type,
        Map<String, @Sensitive SecretValue> data,
        Map<String, @Sensitive String> stringData)
        implements Resource, Checked {

    /** The type of a certificate with its key. */
    public static final String TLS = "kubernetes.io/tls";

    /** The value of a key, from {@code stringData} or {@code data}. */
    public Optional<SecretValue> value(String key) {
        String text = stringData.get(key);
        if (text != null) {
            return Optional.of(SecretValue.ofText(text));
        }
        return Optional.ofNullable(data.get(key));
    }

    @Override
    public void check(Rules rules) {
        KubernetesNames.checkDataKeys(rules, data.keySet(), "data");
        KubernetesNames.checkDataKeys(rules, stringData.keySet(), "stringData");
    }

    /** Names the Secret and its keys, never a value. */
    @Override
    public String toString() {
        return id() + " " + type + " data" + data.keySet() + " stringData" + stringData.keySet();
    }
}
