package dev.maneki.proxy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlushQueueTest {
    @Test
    void flushesWhatEntersDuringAFlush() {
        FlushQueue queue = new FlushQueue();
        List<String> flushed = new ArrayList<>();
        queue.add(
                () -> {
                    flushed.add("first");
                    queue.add(() -> flushed.add("second"));
                });
        queue.flushAll();
        assertThat(flushed).containsExactly("first", "second");
    }

    @Test
    void losesNothingWhenAFlushAsksForAnother() {
        FlushQueue queue = new FlushQueue();
        List<String> flushed = new ArrayList<>();
        queue.add(
                () -> {
                    flushed.add("first");
                    queue.add(() -> flushed.add("third"));
                    queue.flushAll();
                });
        queue.add(() -> flushed.add("second"));
        queue.flushAll();
        assertThat(flushed).containsExactly("first", "second", "third");
    }
}
