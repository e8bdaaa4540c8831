package dev.maneki.resources.kinds;

import dev.maneki.resources.schema.IpLiteral;
import dev.maneki.resources.schema.Patterns;
import dev.maneki.resources.schema.Rules;
import java.util.Set;

/** The forms of names that Kubernetes prescribes beside its schemas. */
final class KubernetesNames {
    private static final Patterns.Matcher SUBDOMAIN = Patterns.of(ApiTypes.SUBDOMAIN);
    private static final Patterns.Matcher LABEL = Patterns.of(ApiTypes.LABEL);
    private static final Patterns.Matcher QUALIFIED_NAME =
            Patterns.of("^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$");

    private KubernetesNames() {}

    static boolean isSubdomain(String name) {
        return name.length() <= 253 && SUBDOMAIN.matches(name);
    }

    static boolean isLabel(String name) {
        return name.length() <= 63 && LABEL.matches(name);
    }

    /** A host name, perhaps with the root's dot, or an IP address. */
    static boolean isHost(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return isSubdomain(name) || IpLiteral.isAddress(host);
    }

    /** Keys of labels and annotations: a name, perhaps with a subdomain and a slash before it. */
    static boolean isQualifiedName(String key) {
        int slash = key.indexOf('/');
        if (slash >= 0 && !isSubdomain(key.substring(0, slash))) {
            return false;
        }
        String name = key.substring(slash + 1);
        return name.length() <= 63 && QUALIFIED_NAME.matches(name);
    }

    static boolean isLabelValue(String value) {
        return value.isEmpty() || (value.length() <= 63 && QUALIFIED_NAME.matches(value));
    }

    /** Keys of a ConfigMap's or Secret's data are file names. */
    static void checkDataKeys(Rules rules, Set<String> keys, String field) {
        for (String key : keys) {
            boolean valid = !key.isEmpty() && key.length() <= 253 && !key.startsWith("..");
            for (int i = 0; i < key.length() && valid; i++) {
                char c = key.charAt(i);
                valid =
                        (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || c == '-'
                                || c == '_'
                                || c == '.';
            }
            if (!valid || key.equals(".")) {
                rules.broken(
                        field,
                        "'" + key + "' is not a valid key",
                        "write letters, digits, '-', '_' and '.', at most 253 of them");
            }
        }
    }
}
