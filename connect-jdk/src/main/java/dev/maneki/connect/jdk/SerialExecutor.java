package dev.maneki.connect.jdk;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/** A stream's event loop: tasks one after another, on a virtual thread while there are any. */
final class SerialExecutor implements Executor {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>(4); // guarded by itself
    private boolean running; // guarded by tasks

    @Override
    public void execute(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        Thread.startVirtualThread(this::run);
    }

    private void run() {
        while (true) {
            Runnable task;
            synchronized (tasks) {
                task = tasks.poll();
                if (task == null) {
                    running = false;
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
