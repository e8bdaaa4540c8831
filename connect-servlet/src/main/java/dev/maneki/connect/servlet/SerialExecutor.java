package dev.maneki.connect.servlet;

import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stream's event loop: runs tasks one after another. A container's own threads run them at once,
 * where they are; for all others a virtual thread does.
 *
 * <p>Never the thread that asks: it may be a handler's, which is interrupted when its call is
 * cancelled, and an interrupted thread that writes to a channel closes it, with all the other
 * streams of its connection.
 */
final class SerialExecutor implements Executor {
    private static final int MAX_WAIT_SECONDS = 5;

    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>(4); // guarded by itself
    private boolean running; // guarded by tasks
    private @Nullable Thread runner; // guarded by tasks
    private boolean here; // the loop's

    /** Runs a task, elsewhere. Any thread. */
    @Override
    public void execute(Runnable task) {
        if (begin(task)) {
            Thread.startVirtualThread(() -> run(false));
        }
    }

    /** Runs a task here and now; or leaves it to who is running others. A container's thread. */
    void executeHere(Runnable task) {
        if (begin(task)) {
            run(true);
        }
    }

    /**
     * Runs a task here and now; or waits until who is running others has run it: they never block.
     * Within the loop, it leaves it for later. A container's thread.
     */
    void executeHereAndWait(Runnable task) {
        CountDownLatch done = new CountDownLatch(1);
        executeHere(
                () -> {
                    task.run();
                    done.countDown();
                });
        synchronized (tasks) {
            if (runner == Thread.currentThread()) {
                return;
            }
        }
        try {
            // A bound, since the container may hold a lock meanwhile that who runs waits for.
            boolean unused = done.await(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the loop runs in a container's thread. The loop. */
    boolean isHere() {
        return here;
    }

    private boolean begin(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            boolean first = !running;
            running = true;
            return first;
        }
    }

    private void run(boolean inContainersThread) {
        here = inContainersThread;
        synchronized (tasks) {
            runner = Thread.currentThread();
        }
        while (true) {
            Runnable task;
            synchronized (tasks) {
                task = tasks.poll();
                if (task == null) {
                    running = false;
                    runner = null;
                    return;
                }
            }
            try {
                task.run();
            } catch (RuntimeException | Error e) { // of one task; the loop goes on, as others do
                Thread current = Thread.currentThread();
                current.getUncaughtExceptionHandler().uncaughtException(current, e);
            }
        }
    }
}
