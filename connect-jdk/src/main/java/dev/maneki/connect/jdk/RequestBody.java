package dev.maneki.connect.jdk;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A request's body as the JDK reads it: as much as it asks for. All on the stream's loop. */
final class RequestBody implements BodyPublisher, Flow.Subscription {
    private static final int HIGH = 64 * 1024;
    private static final int LOW = 16 * 1024;

    private final Executor loop;
    private final long length;
    private final Runnable onWritable;
    private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>(4);
    private int waitingBytes;
    private Flow.@Nullable Subscriber<? super ByteBuffer> subscriber;
    private long demand;
    private boolean begun;
    private boolean ended;
    private boolean over;
    private boolean awaited;
    private boolean sending;

    /** The JDK asks for the body a second time: the server had refused the request unprocessed. */
    static final class RefusedException extends IOException {
        RefusedException() {
            super("the server refused the request");
        }
    }

    /**
     * A body.
     *
     * @param length in bytes, or -1
     */
    RequestBody(Executor loop, long length, Runnable onWritable) {
        this.loop = loop;
        this.length = length;
        this.onWritable = onWritable;
    }

    // ---- the JDK's threads ----

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        loop.execute(() -> begin(subscriber));
    }

    @Override
    public void request(long count) {
        loop.execute(
                () -> {
                    demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
                    send();
                });
    }

    @Override
    public void cancel() {
        loop.execute(this::drop);
    }

    // ---- the loop ----

    private void begin(Flow.Subscriber<? super ByteBuffer> to) {
        if (begun) {
            to.onSubscribe(Ignored.SUBSCRIPTION);
            to.onError(new RefusedException());
            return;
        }
        begun = true;
        subscriber = to;
        to.onSubscribe(this);
        send();
    }

    void sendData(byte[] array, int offset, int size, boolean end) {
        if (ended || over) {
            return;
        }
        ended = end;
        if (size > 0) {
            waiting.add(ByteBuffer.wrap(array, offset, size));
            waitingBytes += size;
        }
    }

    void flush() {
        send();
    }

    boolean writable() {
        boolean writable = waitingBytes < HIGH;
        awaited |= !writable;
        return writable;
    }

    /** No more is to be sent, and the JDK is told, so that it resets the stream. */
    void abort() {
        Flow.Subscriber<? super ByteBuffer> to = subscriber;
        boolean wasOver = over;
        drop();
        if (to != null && !wasOver) {
            to.onError(new CancellationException("the call was cancelled"));
        }
    }

    private void drop() {
        over = true;
        waiting.clear();
        waitingBytes = 0;
    }

    private void send() {
        if (sending) {
            return; // whoever is told that there is room sends in the loop below
        }
        sending = true;
        do {
            sendAll();
        } while (tellWritable());
        sending = false;
    }

    private void sendAll() {
        Flow.Subscriber<? super ByteBuffer> to = subscriber;
        while (to != null && !over) {
            ByteBuffer next = waiting.peek();
            if (next == null) {
                if (ended) {
                    over = true;
                    to.onComplete();
                }
                return;
            }
            if (demand == 0) {
                return;
            }
            demand--;
            waiting.remove();
            waitingBytes -= next.remaining();
            to.onNext(next);
        }
    }

    private boolean tellWritable() {
        if (!awaited || waitingBytes > LOW || ended || over) {
            return false;
        }
        awaited = false;
        onWritable.run();
        return true;
    }

    private enum Ignored implements Flow.Subscription {
        SUBSCRIPTION;

        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
    }
}
