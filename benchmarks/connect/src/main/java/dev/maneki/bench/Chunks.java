package dev.maneki.bench;

import com.google.protobuf.ByteString;
import dev.maneki.bench.v1.Chunk;
import dev.maneki.bench.v1.StreamRequest;
import java.util.concurrent.Flow;

/** As many chunks as were asked for, as they are wanted. Everything on the subscriber's thread. */
final class Chunks implements Flow.Publisher<Chunk>, Flow.Subscription {
    private final ByteString body;
    private long left;
    private long wanted;
    private boolean sending;
    private Flow.Subscriber<? super Chunk> subscriber;

    @SuppressWarnings("NullAway") // the subscriber comes before anything is wanted of it
    Chunks(StreamRequest request) {
        body = ByteString.copyFrom(new byte[request.getSize()]);
        left = request.getCount();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Chunk> subscriber) {
        this.subscriber = subscriber;
        subscriber.onSubscribe(this);
    }

    @Override
    public void request(long n) {
        wanted = Math.min(Long.MAX_VALUE - n, wanted) + n;
        if (sending) {
            return;
        }
        sending = true;
        while (wanted > 0 && left > 0) {
            wanted--;
            left--;
            subscriber.onNext(Chunk.newBuilder().setBody(body).build());
            if (left == 0) {
                subscriber.onComplete();
            }
        }
        sending = false;
    }

    @Override
    public void cancel() {
        left = 0;
    }
}
