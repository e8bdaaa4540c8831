package dev.maneki.connect.call;

import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A stream of messages from the event loop as a publisher, for one subscriber. What it asks for
 * while it is being subscribed waits until that is done, so its signals never overlap (Reactive
 * Streams, rule 1.3).
 */
public abstract class MessagePublisher<T> implements Flow.Publisher<T>, Flow.Subscription {
    // All guarded by this.
    private Flow.@Nullable Subscriber<? super T> subscriber;
    private boolean active;
    private long early;
    private boolean ended;
    private boolean told;
    private boolean canceled; // nothing more is handed over
    private @Nullable Throwable failure;

    /** Asks for that many more messages. */
    protected abstract void ask(int count);

    /** The subscriber wants no more. */
    protected abstract void abandoned();

    @Override
    public final void subscribe(Flow.Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber);
        boolean second;
        synchronized (this) {
            second = this.subscriber != null;
            if (!second) {
                this.subscriber = subscriber;
            }
        }
        if (second) {
            subscriber.onSubscribe(new NoSubscription());
            subscriber.onError(
                    new IllegalStateException("the messages of a call have one subscriber"));
            return;
        }
        subscriber.onSubscribe(this);
        long asked;
        synchronized (this) {
            active = true;
            asked = early;
            early = 0;
        }
        if (asked > 0) {
            ask(clamped(asked));
        }
        tellEnd();
    }

    /** Hands over a message that was asked for. */
    public final void next(T message) {
        Flow.Subscriber<? super T> to;
        synchronized (this) {
            to = canceled || told ? null : subscriber;
        }
        if (to != null) {
            to.onNext(message);
        }
    }

    /** There are no more. */
    public final void complete() {
        synchronized (this) {
            ended = true;
        }
        tellEnd();
    }

    /** There are no more, because of this. */
    public final void fail(Throwable why) {
        synchronized (this) {
            if (!ended) {
                failure = why;
                ended = true;
            }
        }
        tellEnd();
    }

    private void tellEnd() {
        Flow.Subscriber<? super T> to;
        synchronized (this) {
            if (!active || !ended || told || canceled) {
                return;
            }
            told = true;
            to = subscriber;
        }
        if (to == null) {
            return;
        }
        if (failure == null) {
            to.onComplete();
        } else {
            to.onError(failure);
        }
    }

    @Override
    public final void request(long count) {
        if (count <= 0) {
            refuse(count);
            return;
        }
        synchronized (this) {
            if (canceled || ended && told) {
                return;
            }
            if (!active) {
                early = Math.max(early + count, early); // saturates
                return;
            }
        }
        ask(clamped(count));
    }

    /** Reactive Streams, rule 3.9. The subscriber has violated the protocol: it gets no more. */
    private void refuse(long count) {
        synchronized (this) {
            if (canceled || ended) {
                return;
            }
        }
        fail(new IllegalArgumentException("at least one message is asked for; got " + count));
        abandoned();
    }

    @Override
    public final void cancel() {
        synchronized (this) {
            if (canceled) {
                return;
            }
            canceled = true;
        }
        abandoned();
    }

    private static int clamped(long count) {
        return (int) Math.min(count, Integer.MAX_VALUE);
    }

    /** What a second subscriber gets. */
    private static final class NoSubscription implements Flow.Subscription {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
    }
}
