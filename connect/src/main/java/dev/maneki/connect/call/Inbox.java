package dev.maneki.connect.call;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way to one thread that waits for them. Putting is one compare-and-set; taking
 * takes all there are at once, so that a fast sender costs one hand-over for many messages.
 *
 * <p>The weight of what waits is known, so that a sender can be held back: {@link #put} says when
 * there is too much, {@link Flow#drained} is called when there is room again.
 */
public final class Inbox {
    /** How much may wait before the sender is held back, in bytes. */
    public static final int HIGH = 64 * 1024;

    private static final VarHandle TOP;
    private static final VarHandle WEIGHT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TOP = lookup.findVarHandle(Inbox.class, "top", Event.class);
            WEIGHT = lookup.findVarHandle(Inbox.class, "weight", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Who is told that there is room again. Any thread. */
    public interface Flow {
        /** What was put has been taken. */
        void drained();
    }

    private final Flow flow;

    @SuppressWarnings("unused") // by TOP
    private volatile @Nullable Event top;

    private volatile int weight;
    private volatile boolean full;
    private volatile @Nullable Thread waiter;

    private @Nullable Event taken;

    /** An empty one. */
    public Inbox(Flow flow) {
        this.flow = flow;
    }

    /**
     * Puts an event, and wakes who waits. Any thread.
     *
     * @return whether the sender must be held back now, until {@link Flow#drained}
     */
    public boolean put(Event event) {
        int added = event.weight();
        int waiting = added == 0 ? 0 : (int) WEIGHT.getAndAdd(this, added) + added;
        Event old;
        do {
            old = top;
            event.next = old;
        } while (!TOP.compareAndSet(this, old, event));
        wake();
        if (waiting < HIGH || full) {
            return false;
        }
        full = true;
        // All may have been taken between the addition and the flag, and nobody would ever look.
        return weight >= HIGH || !takeFull();
    }

    private void wake() {
        Thread thread = waiter;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /** The next event without taking it, or null. The one thread. */
    public @Nullable Event peek() {
        if (taken == null && top != null) {
            taken = Event.reversed((Event) TOP.getAndSet(this, null));
            int sum = 0;
            for (Event event = taken; event != null; event = event.next) {
                sum += event.weight();
            }
            if (sum != 0) {
                WEIGHT.getAndAdd(this, -sum);
                if (full && takeFull()) {
                    flow.drained();
                }
            }
        }
        return taken;
    }

    private boolean takeFull() {
        synchronized (flow) { // the two ends meet here only when one has run ahead
            boolean was = full;
            full = false;
            return was;
        }
    }

    /** Takes the next event, or null. The one thread. */
    public @Nullable Event poll() {
        Event event = peek();
        if (event != null) {
            taken = event.next;
            event.next = null;
        }
        return event;
    }

    /** Waits until an event is there, or an interrupt, or for no reason. The one thread. */
    public void await() {
        waiter = Thread.currentThread();
        if (taken == null && top == null) {
            LockSupport.park(this);
        }
        waiter = null;
    }
}
