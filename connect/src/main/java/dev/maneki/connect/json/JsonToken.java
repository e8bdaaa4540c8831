package dev.maneki.connect.json;

/** What a {@link JsonReader} stands on. */
public enum JsonToken {
    BEGIN_OBJECT("an object"),
    END_OBJECT("the end of an object"),
    BEGIN_ARRAY("an array"),
    END_ARRAY("the end of an array"),
    /** A member's name; its value follows. */
    NAME("a name"),
    STRING("a string"),
    NUMBER("a number"),
    TRUE("true"),
    FALSE("false"),
    NULL("null"),
    /** The one value is whole, and nothing but white space followed. */
    END("the end");

    private final String text;

    JsonToken(String text) {
        this.text = text;
    }

    /** How a message for people calls it, as {@code an object}. */
    public String text() {
        return text;
    }
}
