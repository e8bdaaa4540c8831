package dev.maneki.connect.server;

import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Deadline;
import dev.maneki.connect.Receiver;
import dev.maneki.connect.call.Inbox;
import dev.maneki.connect.codec.Codec;
import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.ServerExchange;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A call whose handler and interceptors run on the event loop. Requests that nobody has asked for
 * wait here, and hold the caller back once they are many.
 */
final class EventLoopCall<I, O> extends ServedCall<I, O> {
    private static final Object END = new Object();

    private final ArrayDeque<Object> waiting = new ArrayDeque<>(2);
    private @Nullable Receiver<I> receiver;
    private long asked;
    private int waitingBytes;
    private boolean paused;
    private boolean delivering;
    private boolean canceledTold;

    EventLoopCall(
            ServedMethod<I, O> method,
            HttpServerStream stream,
            ServerExchange exchange,
            Codec codec,
            ServerOptions options,
            Deadline deadline,
            Runnable onEnd) {
        super(method, stream, exchange, codec, options, deadline, onEnd);
    }

    @Override
    void start() {
        try {
            receiver = method.handler().start(this, this);
        } catch (Throwable thrown) { // whatever a handler throws, its caller is answered
            fail(Failures.of(thrown));
            return;
        }
        deliver();
    }

    @Override
    void start(Payload request) {
        start();
        Receiver<I> to = receiver;
        if (to == null || closed()) {
            return;
        }
        I message;
        try {
            message = decode(request);
        } catch (ConnectException malformed) {
            abort(malformed);
            return;
        }
        try {
            to.onMessage(message);
            if (!canceled()) {
                to.onEnd();
            }
        } catch (Throwable thrown) { // as above
            fail(Failures.of(thrown));
        }
    }

    @Override
    void startFailed(ConnectException why) {
        try {
            receiver = method.handler().start(this, this);
        } catch (Throwable thrown) { // the call has failed already
            return;
        }
        receiveCancel(why);
    }

    @Override
    void receive(Payload request) {
        waiting.add(request);
        waitingBytes += request.length();
        deliver();
        if (waitingBytes >= Inbox.HIGH && !paused && !ended) {
            paused = true;
            exchange.pause();
        }
    }

    @Override
    void receiveEnd() {
        waiting.add(END);
        deliver();
    }

    @Override
    void receiveFault(ConnectException fault) {
        abort(fault);
    }

    @Override
    void receiveCancel(ConnectException why) {
        waiting.clear();
        Receiver<I> to = receiver;
        if (to == null || canceledTold) {
            return;
        }
        canceledTold = true;
        try {
            to.onCancel(why);
        } catch (Throwable thrown) { // the call is over: nobody but the log can be told
            onError(thrown);
        }
    }

    @Override
    void becomeReady() {
        Receiver<I> to = receiver;
        if (to == null || closed()) {
            return;
        }
        try {
            to.onReady();
        } catch (Throwable thrown) { // as above
            fail(Failures.of(thrown));
        }
    }

    @Override
    public void request(int count) {
        if (onLoop()) {
            asked += count;
            deliver();
        } else {
            loop.execute(
                    () -> {
                        enter();
                        asked += count;
                        deliver();
                        leave();
                    });
        }
    }

    /** Hands over what was asked for. */
    private void deliver() {
        Receiver<I> to = receiver;
        if (delivering || to == null) {
            return; // if delivering, the loop below sees what has changed
        }
        delivering = true;
        try {
            while (!waiting.isEmpty() && !canceled()) {
                if (waiting.peek() == END) {
                    waiting.poll();
                    to.onEnd();
                } else if (asked > 0 && waiting.poll() instanceof Payload payload) {
                    asked--;
                    waitingBytes -= payload.length();
                    deliver(to, payload);
                } else {
                    break;
                }
            }
        } catch (Throwable thrown) { // as above
            fail(Failures.of(thrown));
        } finally {
            delivering = false;
        }
        if (paused && waitingBytes < Inbox.HIGH / 4 && !ended) {
            paused = false;
            exchange.resume();
        }
    }

    private void deliver(Receiver<I> to, Payload payload) {
        I message;
        try {
            message = decode(payload);
        } catch (ConnectException malformed) {
            abort(malformed);
            return;
        }
        to.onMessage(message);
    }
}
