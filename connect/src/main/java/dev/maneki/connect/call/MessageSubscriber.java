package dev.maneki.connect.call;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a publisher publishes: asks for a batch, and for the next one when that is sent and
 * there is room for more.
 */
public abstract class MessageSubscriber<T> implements Flow.Subscriber<T> {
    private static final int BATCH = 16;

    private final AtomicBoolean waits = new AtomicBoolean();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean canceled;
    private int left; // the publisher's, whose signals come one after another

    /** Sends a message. */
    protected abstract void send(T message);

    /** Whether there is room for more; {@link #onReady} is called when there is again. */
    protected abstract boolean ready();

    @Override
    public final void onSubscribe(Flow.Subscription subscription) {
        Objects.requireNonNull(subscription);
        if (this.subscription != null) {
            subscription.cancel();
            return;
        }
        this.subscription = subscription;
        if (canceled) {
            subscription.cancel();
            return;
        }
        left = BATCH;
        subscription.request(BATCH);
    }

    @Override
    public final void onNext(T message) {
        Objects.requireNonNull(message);
        if (canceled) {
            return;
        }
        try {
            send(message);
        } catch (Throwable e) { // a publisher need not tell anyone of it
            cancel();
            onError(e);
            return;
        }
        if (--left == 0) {
            left = BATCH;
            waits.set(true);
            if (ready()) {
                onReady();
            }
        }
    }

    /** There is room for more. Any thread. */
    public final void onReady() {
        Flow.Subscription from = subscription;
        if (from != null && waits.compareAndSet(true, false)) {
            from.request(BATCH);
        }
    }

    /** Wants no more. Any thread. */
    public final void cancel() {
        canceled = true;
        Flow.Subscription from = subscription;
        if (from != null) {
            from.cancel();
        }
    }

    /** Whether {@link #cancel} was called. */
    protected final boolean canceled() {
        return canceled;
    }
}
