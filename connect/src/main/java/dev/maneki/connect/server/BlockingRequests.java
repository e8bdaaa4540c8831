package dev.maneki.connect.server;

import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Receiver;
import dev.maneki.connect.Requests;
import dev.maneki.connect.Responder;
import java.util.ArrayDeque;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A stream of requests, read by pumping the call's events until one has come through to here. All
 * on the call's thread.
 */
final class BlockingRequests<I> implements Requests<I>, Receiver<I> {
    private final Pump pump;
    private final Responder<?> responder;
    private final ArrayDeque<I> messages = new ArrayDeque<>(2);
    private boolean ended;
    private @Nullable ConnectException failure;

    BlockingRequests(Pump pump, Responder<?> responder) {
        this.pump = pump;
        this.responder = responder;
    }

    @Override
    public boolean hasNext() {
        if (!messages.isEmpty()) {
            return true;
        }
        if (!ended && failure == null) {
            responder.request(1); // one for each message, as interceptors may count
            while (messages.isEmpty() && !ended && failure == null) {
                pump.pump();
            }
        }
        if (messages.isEmpty() && failure != null) {
            throw failure;
        }
        return !messages.isEmpty();
    }

    @Override
    public I next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the requests have ended");
        }
        return messages.remove();
    }

    @Override
    public void onMessage(I message) {
        messages.add(message);
    }

    @Override
    public void onEnd() {
        ended = true;
    }

    @Override
    public void onCancel(ConnectException why) {
        failure = why;
    }
}
