package dev.maneki.connect.grpc;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A call's callbacks: one after the other, in order, each seeing what those before it have written,
 * on an executor that may have many threads, or none of its own. A task that is added from within
 * another runs after it. Nothing runs before {@link #open}.
 */
final class Callbacks implements Executor {
    private static final System.Logger LOGGER = System.getLogger(Callbacks.class.getName());

    private final Executor executor;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /** How many tasks have not ended, and one more while it is not open. */
    private final AtomicInteger pending = new AtomicInteger(1);

    Callbacks(Executor executor) {
        this.executor = executor;
    }

    /**
     * Lets the tasks run that there are, and those to come. Once.
     *
     * @throws RejectedExecutionException if the executor refuses; nothing will run then
     */
    void open() {
        if (pending.decrementAndGet() != 0) {
            executor.execute(this::drain);
        }
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (pending.getAndIncrement() == 0) {
            try {
                executor.execute(this::drain);
            } catch (RejectedExecutionException e) {
                // It was shut down under a running call, and there is nowhere to say so but here.
                LOGGER.log(System.Logger.Level.WARNING, "the callbacks of a call are lost", e);
            }
        }
    }

    private void drain() {
        do {
            Runnable task = tasks.poll();
            if (task != null) {
                run(task);
            }
        } while (pending.decrementAndGet() != 0);
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable thrown) { // what can be answered for has been: the next is to run
            log("a callback of a call failed", thrown);
        }
    }

    /** Writes down what an application has thrown. */
    static void log(String what, Throwable thrown) {
        LOGGER.log(System.Logger.Level.WARNING, what, thrown);
    }
}
