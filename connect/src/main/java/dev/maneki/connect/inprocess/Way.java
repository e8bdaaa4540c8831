package dev.maneki.connect.inprocess;

import dev.maneki.connect.Metadata;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One way of a stream, from the loop of who sends to the loop of who receives. What is under way is
 * counted, so that who sends can be held back.
 */
final class Way {
    private static final int HIGH = 64 * 1024;
    private static final int LOW = 16 * 1024;

    /** Who receives. */
    interface Target {
        void onHead(Head head);

        void onData(ByteBuffer data);

        void onEnd(Metadata trailers);
    }

    /** A response's head. */
    record Head(int status, Metadata fields, boolean end) {}

    private record Data(byte[] array, int offset, int length) {}

    private record End(Metadata trailers) {}

    private final Executor senderLoop;
    private final Executor receiverLoop;
    private final Runnable onWritable;
    private final AtomicInteger underWay = new AtomicInteger();

    // The receiver's loop's.
    private final ArrayDeque<Object> arrived = new ArrayDeque<>();
    private @Nullable Target target;
    private boolean paused;
    private boolean dropping;
    private boolean delivering;

    /**
     * A way.
     *
     * @param onWritable run on the sender's loop when there is room again
     */
    Way(Executor senderLoop, Executor receiverLoop, Runnable onWritable) {
        this.senderLoop = senderLoop;
        this.receiverLoop = receiverLoop;
        this.onWritable = onWritable;
    }

    // ---- the sender's loop ----

    void head(int status, Metadata fields, boolean end) {
        put(new Head(status, new Metadata(fields).freeze(), end));
    }

    void data(byte[] array, int offset, int length, boolean end) {
        underWay.addAndGet(length);
        put(new Data(array, offset, length));
        if (end) {
            end(Metadata.EMPTY);
        }
    }

    void end(Metadata trailers) {
        put(new End(new Metadata(trailers).freeze()));
    }

    boolean writable() {
        return underWay.get() < HIGH;
    }

    private void put(Object item) {
        receiverLoop.execute(
                () -> {
                    arrived.add(item);
                    deliver();
                });
    }

    // ---- the receiver's loop ----

    void start(Target target) {
        this.target = target;
        deliver();
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        deliver();
    }

    /** Drops what comes from now on, and holds nobody back. */
    void drop() {
        dropping = true;
        deliver();
    }

    private void deliver() {
        Target to = target;
        if (delivering || to == null && !dropping) {
            return;
        }
        delivering = true;
        try {
            while (!arrived.isEmpty()
                    && (dropping || !paused || !(arrived.peek() instanceof Data))) {
                Object item = arrived.remove();
                if (item instanceof Data data) {
                    read(data.length());
                }
                if (!dropping && to != null) {
                    tell(to, item);
                }
            }
        } finally {
            delivering = false;
        }
    }

    private void read(int length) {
        int before = underWay.getAndAdd(-length);
        if (before >= LOW && before - length < LOW) {
            senderLoop.execute(onWritable);
        }
    }

    private static void tell(Target to, Object item) {
        switch (item) {
            case Head head -> to.onHead(head);
            case Data data ->
                    to.onData(ByteBuffer.wrap(data.array(), data.offset(), data.length()));
            case End end -> to.onEnd(end.trailers());
            default -> throw new IllegalStateException("no such item: " + item);
        }
    }
}
