package dev.maneki.proxy.stream;

import dev.maneki.routing.message.HeaderFields;

/**
 * The head of one response, whichever protocol it came by.
 *
 * <p>Hop-by-hop fields are taken out by the protocol that decoded it; {@code Content-Length} stays
 * as a field, checked. Reused; not thread-safe.
 */
public final class ResponseHead {
    private int status = 200;
    private long contentLength = -1;
    private String upgrade = "";
    private final HeaderFields fields = new HeaderFields();

    /** Back to an empty 200, keeping the room. */
    public void clear() {
        status = 200;
        contentLength = -1;
        upgrade = "";
        fields.clear();
    }

    /** The status code, 100 to 999. */
    public int status() {
        return status;
    }

    /** Sets the status code. */
    public void status(int code) {
        status = code;
    }

    /** The body's length by {@code Content-Length}, or -1 where it is not known ahead. */
    public long contentLength() {
        return contentLength;
    }

    /** Sets the body's length; the field itself is the caller's. */
    public void contentLength(long bytes) {
        contentLength = bytes;
    }

    /** The protocol that a 101 switches to, in lower case; empty otherwise. */
    public String upgrade() {
        return upgrade;
    }

    /** Sets the protocol that a 101 switches to. */
    public void upgrade(String protocol) {
        upgrade = protocol;
    }

    /** The end-to-end fields. */
    public HeaderFields fields() {
        return fields;
    }
}
