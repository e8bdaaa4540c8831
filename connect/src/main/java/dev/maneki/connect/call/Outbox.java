package dev.maneki.connect.call;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way to the event loop. Putting is one compare-and-set; only who finds it empty
 * need wake the loop, so many sends are one hop and one flush.
 */
public final class Outbox {
    /** How much may be under way before who sends should wait, in bytes. */
    public static final int HIGH = 64 * 1024;

    /** How little must be under way before who waits goes on, in bytes. */
    public static final int LOW = 16 * 1024;

    private static final VarHandle TOP;
    private static final VarHandle WEIGHT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TOP = lookup.findVarHandle(Outbox.class, "top", Event.class);
            WEIGHT = lookup.findVarHandle(Outbox.class, "weight", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // by TOP
    private volatile @Nullable Event top;

    private volatile int weight;

    // The loop's: what was taken and has not gone out.
    private @Nullable Event first;
    private @Nullable Event last;

    /**
     * Puts an event. Any thread.
     *
     * @return whether it was empty, so that the loop must be told
     */
    public boolean put(Event event) {
        int added = event.weight();
        if (added != 0) {
            WEIGHT.getAndAdd(this, added);
        }
        Event old;
        do {
            old = top;
            event.next = old;
        } while (!TOP.compareAndSet(this, old, event));
        return old == null;
    }

    /** Whether there is room for more. Any thread. */
    public boolean ready() {
        return weight < HIGH;
    }

    /** Whether so much has gone out that who waits can go on. Any thread. */
    public boolean low() {
        return weight <= LOW;
    }

    /** How much is under way, in bytes. Any thread. */
    public int weight() {
        return weight;
    }

    /** Whether nothing waits. The loop. */
    public boolean isEmpty() {
        return first == null && top == null;
    }

    /** The next event without taking it, or null. The loop. */
    public @Nullable Event peek() {
        if (top != null) {
            Event newest = (Event) TOP.getAndSet(this, null);
            Event chain = Event.reversed(newest);
            if (first == null) {
                first = chain;
            } else if (last != null) {
                last.next = chain;
            }
            last = newest;
        }
        return first;
    }

    /** Takes what {@link #peek} gave. The loop. */
    public void take() {
        Event event = first;
        if (event != null) {
            first = event.next;
            event.next = null;
            int gone = event.weight();
            if (gone != 0) {
                WEIGHT.getAndAdd(this, -gone);
            }
        }
    }

    /** Throws away all there is. The loop. */
    public void clear() {
        while (peek() != null) {
            take();
        }
    }
}
