package dev.maneki.connect.call;

import dev.maneki.connect.protocol.Payload;
import org.jspecify.annotations.Nullable;

/** Something on its way between threads: a link of an {@link Inbox} or {@link Outbox}. */
public final class Event {
    /** What it is: a {@link Payload}, or what the two ends have agreed on. */
    public final Object value;

    /** Who put it there, where there can be several. */
    public final @Nullable Object source;

    @Nullable Event next;

    /** An event of the only source there is. */
    public Event(Object value) {
        this(value, null);
    }

    /** An event of this source. */
    public Event(Object value, @Nullable Object source) {
        this.value = value;
        this.source = source;
    }

    /** How much it counts against limits of memory: a message its length, and each a little. */
    public int weight() {
        return value instanceof Payload payload ? payload.length() + OVERHEAD : 0;
    }

    /** What follows it in a chain that was taken. */
    public @Nullable Event next() {
        return next;
    }

    private static final int OVERHEAD = 64;

    /** Turns a chain, last first, into one that is first first. */
    static @Nullable Event reversed(@Nullable Event chain) {
        Event reversed = null;
        while (chain != null) {
            Event next = chain.next;
            chain.next = reversed;
            reversed = chain;
            chain = next;
        }
        return reversed;
    }
}
