package dev.maneki.proxy.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BufferRingTest {
    @Test
    void givesBackInOrder() {
        BufferRing ring = new BufferRing(2);
        LineBuffer first = new LineBuffer(1);
        LineBuffer second = new LineBuffer(1);

        for (int round = 0; round < 5; round++) {
            assertThat(ring.isEmpty()).isTrue();
            ring.add(first);
            ring.add(second);
            assertThat(ring.isEmpty()).isFalse();
            assertThat(ring.take()).isSameAs(first);
            assertThat(ring.take()).isSameAs(second);
            assertThat(ring.take()).isNull();
        }
    }

    @Test
    void passesContentBetweenThreads() throws InterruptedException {
        BufferRing full = new BufferRing(4);
        BufferRing empty = new BufferRing(4);
        for (int i = 0; i < 4; i++) {
            empty.add(new LineBuffer(8));
        }
        int rounds = 20_000;
        Thread filling =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    for (int i = 0; i < rounds; i++) {
                                        LineBuffer buffer = await(empty);
                                        buffer.clear();
                                        buffer.number(i);
                                        full.add(buffer);
                                    }
                                });
        int wrong = 0;
        LineBuffer expected = new LineBuffer(8);
        for (int i = 0; i < rounds; i++) {
            LineBuffer buffer = await(full);
            expected.clear();
            expected.number(i);
            if (!Arrays.equals(
                    buffer.array(), 0, buffer.length(), expected.array(), 0, expected.length())) {
                wrong++;
            }
            empty.add(buffer);
        }
        filling.join();

        assertThat(wrong).isZero();
    }

    private static LineBuffer await(BufferRing ring) {
        LineBuffer buffer = ring.take();
        while (buffer == null) {
            Thread.yield();
            buffer = ring.take();
        }
        return buffer;
    }
}
