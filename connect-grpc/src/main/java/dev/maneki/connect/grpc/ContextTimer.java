package dev.maneki.connect.grpc;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** The clock that contexts with a deadline ask for. One daemon thread, once there is a deadline. */
final class ContextTimer {
    static final ScheduledExecutorService SHARED = timer();

    private ContextTimer() {}

    private static ScheduledExecutorService timer() {
        ScheduledThreadPoolExecutor timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("grpc-context-timer").factory());
        timer.setRemoveOnCancelPolicy(true); // most calls end before their deadline
        return timer;
    }
}
