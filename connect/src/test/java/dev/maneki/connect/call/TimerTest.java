package dev.maneki.connect.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimerTest {
    @Test
    void whatIsSetIsDoneOnceAndNeverBeforeItsTime() throws Exception {
        int count = 2000;
        CountDownLatch done = new CountDownLatch(count);
        AtomicInteger early = new AtomicInteger();
        for (int i = 0; i < count; i++) {
            long due = System.nanoTime() + i * 100_000L; // up to a fifth of a second
            Timer.SHARED.set(
                    due,
                    () -> {
                        if (System.nanoTime() - due < 0) {
                            early.incrementAndGet();
                        }
                        done.countDown();
                    });
        }
        done.await();
        assertThat(early).hasValue(0);
    }

    @Test
    void whatIsCancelledIsNotDone() throws Exception {
        AtomicInteger done = new AtomicInteger();
        List<Timer.Entry> entries = new ArrayList<>();
        long due = System.nanoTime() + 50_000_000;
        for (int i = 0; i < 1000; i++) {
            entries.add(Timer.SHARED.set(due, done::incrementAndGet));
        }
        entries.forEach(Timer.Entry::cancel);
        CountDownLatch later = new CountDownLatch(1);
        Timer.SHARED.set(due + 50_000_000, later::countDown);
        later.await();
        assertThat(done).hasValue(0);
    }

    @Test
    void onesFailureIsNotTheOthers() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        Timer.SHARED.set(
                System.nanoTime(),
                () -> {
                    throw new IllegalStateException("as the test wants it");
                });
        Timer.SHARED.set(System.nanoTime() + 30_000_000, done::countDown);
        done.await();
    }
}
