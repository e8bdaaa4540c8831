package dev.maneki.app.quickstart;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that ask all the time, and count what they get. */
final class Load implements AutoCloseable {
    private final List<Thread> clients = new ArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private volatile boolean ended;

    /** Requests that got a 200, and those that did not. */
    record Count(int answered, int failed) {}

    Load(Visitor visitor, int number) {
        for (int i = 0; i < number; i++) {
            clients.add(Thread.ofVirtual().start(() -> ask(visitor)));
        }
    }

    private void ask(Visitor visitor) {
        while (!ended) {
            try {
                if (visitor.get("/load").statusCode() == 200) {
                    answered.incrementAndGet();
                } else {
                    failed.incrementAndGet();
                }
            } catch (IOException noAnswer) {
                failed.incrementAndGet();
            } catch (InterruptedException interrupted) {
                return;
            }
        }
    }

    /** Ends with the requests that run. */
    Count end() throws InterruptedException {
        ended = true;
        for (Thread client : clients) {
            client.join();
        }
        return new Count(answered.get(), failed.get());
    }

    @Override
    public void close() {
        ended = true;
    }
}
