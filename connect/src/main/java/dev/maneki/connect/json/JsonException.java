package dev.maneki.connect.json;

/**
 * What was read is not the JSON that was expected. Without a stack trace, which would tell nothing:
 * the fault is in a stranger's bytes, and strangers may send many.
 */
public final class JsonException extends RuntimeException {
    /** An error; the message says what and where. */
    public JsonException(String message) {
        super(message, null, false, false);
    }
}
