package dev.maneki.resources.kinds;

import java.util.List;
import java.util.Map;

/**
 * Kubernetes' {@code LabelSelector}: all labels and all expressions must hold; none holds always.
 */
public record LabelSelector(Map<String, String> matchLabels, List<Expression> matchExpressions) {

    /**
     * @param operator {@code In}, {@code NotIn}, {@code Exists} or {@code DoesNotExist}; the schema
     *     allows any, and another matches nothing
     */
    public record Expression(String key, String operator, List<String> values) {

        public boolean matches(Map<String, String> labels) {
            return switch (operator) {
                case "In" -> labels.containsKey(key) && values.contains(labels.get(key));
                case "NotIn" -> !labels.containsKey(key) || !values.contains(labels.get(key));
                case "Exists" -> labels.containsKey(key);
                case "DoesNotExist" -> !labels.containsKey(key);
                default -> false;
            };
        }
    }

    public boolean matches(Map<String, String> labels) {
        for (Map.Entry<String, String> wanted : matchLabels.entrySet()) {
            if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
                return false;
            }
        }
        for (Expression expression : matchExpressions) {
            if (!expression.matches(labels)) {
                return false;
            }
        }
        return true;
    }
}
