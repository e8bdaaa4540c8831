package dev.maneki.connect.call;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Tells calls that their deadline has passed, up to a hundredth of a second late.
 *
 * <p>Nearly every call ends long before its deadline, so setting and cancelling must be nearly
 * free: setting pushes onto a stack, cancelling clears a field. One thread looks at the stack each
 * tick, throws away what was cancelled meanwhile, and sorts the rest into a wheel of {@value
 * #SLOTS} slots (Varghese and Lauck, "Hashed and hierarchical timing wheels", 1987). What is
 * cancelled later stays in its slot for one turn, some five seconds, without what it would have
 * called. While there is nothing to wait for, the thread sleeps.
 */
public final class Timer {
    /** The one of this process. */
    public static final Timer SHARED = new Timer();

    private static final int SLOTS = 512;
    private static final long TICK_NANOS = 10_000_000;

    private final AtomicReference<@Nullable Entry> added = new AtomicReference<>();
    private final @Nullable Entry[] wheel = new @Nullable Entry[SLOTS];
    private final long origin = System.nanoTime();
    private final Thread thread;
    private volatile boolean asleep;
    private long waiting; // the thread's

    private Timer() {
        thread = Thread.ofPlatform().daemon().name("connect-timer").unstarted(this::run);
        thread.start();
    }

    /** Something to be done at some time. */
    public static final class Entry {
        private final long nanoTime;
        private volatile @Nullable Runnable action;
        private @Nullable Entry next;

        private Entry(long nanoTime, Runnable action) {
            this.nanoTime = nanoTime;
            this.action = action;
        }

        /** Forgets it. If it is being done at this moment, it is done. Any thread. */
        public void cancel() {
            action = null;
        }
    }

    /**
     * Sets what is to be done.
     *
     * @param nanoTime when, by {@link System#nanoTime}
     * @param action done on the timer's thread: must not block
     */
    public Entry set(long nanoTime, Runnable action) {
        Entry entry = new Entry(nanoTime, action);
        Entry old;
        do {
            old = added.get();
            entry.next = old;
        } while (!added.compareAndSet(old, entry));
        if (asleep) {
            LockSupport.unpark(thread);
        }
        return entry;
    }

    private void run() {
        long tick = 0;
        while (true) {
            if (waiting == 0 && added.get() == null) {
                asleep = true;
                while (added.get() == null) {
                    LockSupport.park(this);
                }
                asleep = false;
                tick = now(); // nothing waits in the slots between
            }
            long pause = origin + (tick + 1) * TICK_NANOS - System.nanoTime();
            if (pause > 0) {
                LockSupport.parkNanos(this, pause);
            }
            sort(tick);
            for (long now = now(); tick < now; tick++) {
                turn(tick);
            }
        }
    }

    private long now() {
        return (System.nanoTime() - origin) / TICK_NANOS;
    }

    /** Puts what was added into the slots of its ticks; what is late, into the coming one. */
    private void sort(long tick) {
        Entry entry = added.getAndSet(null);
        while (entry != null) {
            Entry next = entry.next;
            if (entry.action != null) {
                long due = Math.max(tick, (entry.nanoTime - origin) / TICK_NANOS);
                int slot = (int) (due % SLOTS);
                entry.next = wheel[slot];
                wheel[slot] = entry;
                waiting++;
            } else {
                entry.next = null;
            }
            entry = next;
        }
    }

    /** Does what is due in a slot; what is due a turn or more later stays. */
    private void turn(long tick) {
        int slot = (int) (tick % SLOTS);
        Entry entry = wheel[slot];
        wheel[slot] = null;
        long end = origin + (tick + 1) * TICK_NANOS;
        while (entry != null) {
            Entry next = entry.next;
            Runnable action = entry.action;
            if (action == null) {
                waiting--;
            } else if (entry.nanoTime - end < 0) {
                waiting--;
                entry.cancel();
                perform(action);
            } else {
                entry.next = wheel[slot];
                wheel[slot] = entry;
            }
            entry = next;
        }
    }

    private static void perform(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            // An executor that has been shut down: its calls are over. The others go on.
            Thread current = Thread.currentThread();
            current.getThreadGroup().uncaughtException(current, e);
        }
    }
}
