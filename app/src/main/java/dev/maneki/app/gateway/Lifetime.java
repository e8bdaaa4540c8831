package dev.maneki.app.gateway;

import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;

/**
 * The signals that tell the process what to do: SIGTERM and SIGINT to end, once more to end at
 * once, SIGHUP to begin a new access log file.
 *
 * <p>Not a shutdown hook: with one, the JVM's exit code is the signal's, and a drained gateway's is
 * 0.
 */
public final class Lifetime {
    private static final int ENDED_AT_ONCE = 1;

    private final CountDownLatch asked = new CountDownLatch(1);

    private Lifetime() {}

    /** Takes the signals over from now on. */
    public static Lifetime begin() {
        Lifetime lifetime = new Lifetime();
        for (String name : new String[] {"TERM", "INT"}) {
            Signal.handle(new Signal(name), _ -> lifetime.end());
        }
        return lifetime;
    }

    /** What SIGHUP does; where there is no such signal (Windows), nothing. */
    public void onHangUp(Runnable action) {
        try {
            Signal.handle(new Signal("HUP"), _ -> action.run());
        } catch (IllegalArgumentException unknown) {
            // Then files are not rotated so either.
        }
    }

    /** Ends the process's work, as a signal does. */
    public void end() {
        if (asked.getCount() == 0) {
            // Not System.exit: nothing is to be waited for.
            Runtime.getRuntime().halt(ENDED_AT_ONCE);
        }
        asked.countDown();
    }

    /** Waits until the process is asked to end. */
    public void await() throws InterruptedException {
        asked.await();
    }
}
