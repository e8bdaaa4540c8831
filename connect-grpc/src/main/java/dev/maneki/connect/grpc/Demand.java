package dev.maneki.connect.grpc;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Holds a message until the application has asked for it, and with it all that follows. Where there
 * is just one, the library hands it over unasked; grpc-java's applications expect to ask.
 */
final class Demand {
    private final Callbacks callbacks;
    private final AtomicInteger asked = new AtomicInteger();
    private final ArrayDeque<Runnable> held = new ArrayDeque<>(2); // the callbacks'
    private volatile boolean waiting;

    Demand(Callbacks callbacks) {
        this.callbacks = callbacks;
    }

    /** The application asks. Any thread. */
    void ask(int count) {
        if (asked.getAndAdd(count) == 0 && waiting) {
            callbacks.execute(this::release);
        }
    }

    /** Hands the message over, now or later. A callback. */
    void message(Runnable delivery) {
        held.add(delivery);
        waiting = true; // before the look at what was asked, so that one of the two sees the other
        release();
    }

    /** Tells what follows the message, now or later. A callback. */
    void after(Runnable event) {
        if (held.isEmpty()) {
            event.run();
        } else {
            held.add(event);
        }
    }

    private void release() {
        if (asked.get() > 0) {
            waiting = false;
            for (Runnable next = held.poll(); next != null; next = held.poll()) {
                next.run();
            }
        }
    }
}
