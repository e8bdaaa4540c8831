package dev.maneki.proxy.access;

/**
 * How records are written: JSON lines, text for people, or whatever a sink wants to be given.
 *
 * <p>A format may keep state from record to record; each worker has its own. What it appends for
 * one record is kept or dropped as a whole, and reaches the sink in one piece.
 */
@FunctionalInterface
public interface AccessFormat {
    /** Appends one record. Called on the event loop: must not block, should not allocate. */
    void encode(AccessRecord record, LineBuffer out);
}
