package dev.maneki.proxy.worker;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Timeouts of one event loop: coarse, cheap to set and to cancel, none allocated.
 *
 * <p>Timeouts guard requests and nearly never fire, so a timer is a node of an intrusive list in a
 * wheel of slots. The wheel turns only while something waits in it. A timer fires at its time or up
 * to one tick later, never early. Event loop only.
 */
public final class TimerWheel {
    /** The length of a tick in milliseconds: how late a timer may be. */
    public static final long TICK_MILLIS = 16;

    private static final int SLOTS = 512;

    /** Something that waits; extend it, or keep one as a field. */
    public abstract static class Timer {
        private @Nullable Timer previous;
        private @Nullable Timer next;
        private @Nullable TimerWheel wheel;
        private int slot;
        private long dueTick;

        /** Whether it waits. */
        public final boolean waiting() {
            return wheel != null;
        }

        /** Its time has come; it no longer waits, and may be set again. */
        protected abstract void expired();
    }

    private final EventLoop loop;
    private final Clock clock;
    private final @Nullable Timer[] slots = new @Nullable Timer[SLOTS];
    private final long origin = System.nanoTime();
    private long tick;
    private int waiting;
    private boolean turning;

    /** A wheel that turns on {@code loop}, and refreshes its clock when it does. */
    public TimerWheel(EventLoop loop, Clock clock) {
        this.loop = loop;
        this.clock = clock;
    }

    /**
     * Sets {@code timer} to fire in {@code millis} milliseconds; if it waits already, it is set
     * anew.
     */
    public void set(Timer timer, long millis) {
        cancel(timer);
        long now = currentTick();
        if (waiting == 0) {
            tick = now;
        }
        long due = now + Math.max(1, (millis + TICK_MILLIS - 1) / TICK_MILLIS + 1);
        timer.dueTick = due;
        timer.slot = (int) (due & (SLOTS - 1));
        timer.wheel = this;
        Timer head = slots[timer.slot];
        timer.next = head;
        if (head != null) {
            head.previous = timer;
        }
        slots[timer.slot] = timer;
        waiting++;
        if (!turning) {
            turning = true;
            schedule();
        }
    }

    /** Takes {@code timer} out; nothing happens if it does not wait. */
    public void cancel(Timer timer) {
        if (timer.wheel == null) {
            return;
        }
        Timer before = timer.previous;
        Timer after = timer.next;
        if (before != null) {
            before.next = after;
        } else {
            slots[timer.slot] = after;
        }
        if (after != null) {
            after.previous = before;
        }
        timer.previous = null;
        timer.next = null;
        timer.wheel = null;
        waiting--;
    }

    private long currentTick() {
        return (System.nanoTime() - origin) / (TICK_MILLIS * 1_000_000L);
    }

    private void schedule() {
        // The result is of no use: the turn passes on what its timers throw.
        var unused = loop.schedule(this::turn, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void turn() {
        clock.refresh();
        long now = currentTick();
        // After a long stall one round visits every slot; more would find nothing.
        long from = Math.max(tick + 1, now - SLOTS + 1);
        tick = now;
        for (long at = from; at <= now; at++) {
            fire((int) (at & (SLOTS - 1)), now);
        }
        if (waiting > 0) {
            schedule();
        } else {
            turning = false;
        }
    }

    /** A timer that fails must not stop the wheel, and with it the timeouts of all others. */
    private void expire(Timer timer) {
        try {
            timer.expired();
        } catch (RuntimeException wrong) {
            // The event loop logs what its tasks throw.
            loop.execute(
                    () -> {
                        throw wrong;
                    });
        }
    }

    private void fire(int slot, long now) {
        Timer timer = slots[slot];
        while (timer != null) {
            if (timer.dueTick <= now) {
                cancel(timer);
                expire(timer);
                // Whatever it did to the list: begin again. Fired ones are out, so this ends.
                timer = slots[slot];
            } else {
                timer = timer.next;
            }
        }
    }
}
