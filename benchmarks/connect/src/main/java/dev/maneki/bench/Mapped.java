package dev.maneki.bench;

import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;

/** Hands on each element, changed. */
record Mapped<T>(Flow.Subscriber<? super T> next, UnaryOperator<T> change)
        implements Flow.Subscriber<T> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        next.onSubscribe(subscription);
    }

    @Override
    public void onNext(T item) {
        next.onNext(change.apply(item));
    }

    @Override
    public void onError(Throwable thrown) {
        next.onError(thrown);
    }

    @Override
    public void onComplete() {
        next.onComplete();
    }
}
