package dev.maneki.resources.yaml;

/**
 * A single value.
 *
 * @param text the value without quotes and escapes
 * @param type what the text is read as
 */
public record ScalarNode(String text, ScalarType type, int line, int column) implements Node {

    public boolean isNull() {
        return type == ScalarType.NULL;
    }

    @Override
    public String describe() {
        return switch (type) {
            case STRING -> "the string '" + shortened() + "'";
            case INTEGER, FLOAT -> "the number " + shortened();
            case BOOLEAN -> "the boolean " + shortened();
            case NULL -> "null";
        };
    }

    private String shortened() {
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }
}
