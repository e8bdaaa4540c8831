package dev.maneki.bench;

import java.util.concurrent.CompletableFuture;

/** Calls again and again until the tally says that it is over. */
interface Caller {
    /** Starts; what it gives is done when the last call is. */
    CompletableFuture<?> start(Tally tally);

    /** A blocking loop as a caller, on a virtual thread. */
    static Caller blocking(Loop loop) {
        return tally -> {
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            Thread.startVirtualThread(
                    () -> {
                        try {
                            while (!tally.over()) {
                                loop.call(tally);
                            }
                            done.complete(true);
                        } catch (Throwable thrown) { // the measurement must fail, not wait
                            done.completeExceptionally(thrown);
                        }
                    });
            return done;
        };
    }

    /** One call, or one stream for as long as it takes. */
    interface Loop {
        void call(Tally tally) throws Exception;
    }
}
