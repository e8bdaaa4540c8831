package dev.maneki.proxy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** On an embedded event loop, whose time is moved by hand where only its schedule counts. */
class TimerWheelTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final TimerWheel wheel = new TimerWheel(channel.eventLoop(), new Clock());
    private final List<String> fired = new ArrayList<>();

    private final class Named extends TimerWheel.Timer {
        private final String name;
        private final long setAt = System.nanoTime();
        private long firedAfterMillis = -1;

        Named(String name) {
            this.name = name;
        }

        @Override
        protected void expired() {
            fired.add(name);
            firedAfterMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - setAt);
        }
    }

    private void runUntil(java.util.function.BooleanSupplier condition)
            throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(2);
            channel.runScheduledPendingTasks();
        }
    }

    @Test
    void firesInOrderAndNeverEarly() throws InterruptedException {
        Named late = new Named("late");
        Named early = new Named("early");
        wheel.set(late, 120);
        wheel.set(early, 20);
        runUntil(() -> fired.size() == 2);
        assertThat(fired).containsExactly("early", "late");
        assertThat(early.firedAfterMillis).isGreaterThanOrEqualTo(20);
        assertThat(late.firedAfterMillis).isGreaterThanOrEqualTo(120);
    }

    @Test
    void aTimerThatFailsStopsNoOther() throws InterruptedException {
        TimerWheel.Timer broken =
                new TimerWheel.Timer() {
                    @Override
                    protected void expired() {
                        throw new IllegalStateException("broken");
                    }
                };
        Named other = new Named("other");
        wheel.set(broken, 20);
        wheel.set(other, 60);
        runUntil(() -> !broken.waiting());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        runUntil(() -> !fired.isEmpty() || System.nanoTime() - deadline > 0);
        assertThat(fired).containsExactly("other");
    }

    @Test
    void aCancelledTimerDoesNotFire() throws InterruptedException {
        Named cancelled = new Named("cancelled");
        Named other = new Named("other");
        wheel.set(cancelled, 20);
        wheel.set(other, 60);
        wheel.cancel(cancelled);
        assertThat(cancelled.waiting()).isFalse();
        runUntil(() -> !fired.isEmpty());
        assertThat(fired).containsExactly("other");
    }

    @Test
    void settingAgainMovesTheTime() throws InterruptedException {
        Named moved = new Named("moved");
        Named between = new Named("between");
        wheel.set(moved, 20);
        wheel.set(between, 60);
        wheel.set(moved, 150);
        runUntil(() -> fired.size() == 2);
        assertThat(fired).containsExactly("between", "moved");
    }

    @Test
    void waitsLongerThanOneRound() throws InterruptedException {
        // A round is 512 ticks: a timer beyond it shares a slot with near ones and must not fire
        // with them.
        Named far = new Named("far");
        wheel.set(far, 512 * TimerWheel.TICK_MILLIS + 30);
        Named near = new Named("near");
        wheel.set(near, 30);
        runUntil(() -> !fired.isEmpty());
        Thread.sleep(50);
        channel.runScheduledPendingTasks();
        assertThat(fired).containsExactly("near");
        assertThat(far.waiting()).isTrue();
        wheel.cancel(far);
    }

    @Test
    void manyTimersSetAndCancelledByChanceFireExactlyOnceOrNever() throws InterruptedException {
        SplittableRandom random = new SplittableRandom(7);
        List<Named> timers = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            Named timer = new Named("t" + i);
            timers.add(timer);
            wheel.set(timer, random.nextLong(100));
        }
        for (int i = 0; i < timers.size(); i++) {
            if (random.nextBoolean()) {
                wheel.cancel(timers.get(i));
            } else {
                expected.add("t" + i);
            }
        }
        runUntil(() -> fired.size() >= expected.size());
        assertThat(fired).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void aTimerMaySetItselfAgain() throws InterruptedException {
        TimerWheel.Timer repeating =
                new TimerWheel.Timer() {
                    private int times;

                    @Override
                    protected void expired() {
                        fired.add("again");
                        if (++times < 3) {
                            wheel.set(this, 1);
                        }
                    }
                };
        wheel.set(repeating, 1);
        runUntil(() -> fired.size() == 3);
        assertThat(repeating.waiting()).isFalse();
    }
}
