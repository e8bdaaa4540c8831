package dev.maneki.connect.server;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Deadline;
import dev.maneki.connect.Key;
import dev.maneki.connect.Receiver;
import dev.maneki.connect.call.Event;
import dev.maneki.connect.call.Inbox;
import dev.maneki.connect.codec.Codec;
import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.ServerExchange;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A call on a thread of its own, where handler and interceptors run, and messages are read and
 * written. One request is handed over with the thread, so that a unary call changes threads once
 * each way; a stream of requests comes through an inbox.
 */
final class BlockingCall<I, O> extends ServedCall<I, O> implements Runnable, Pump, Inbox.Flow {
    private static final Object END = new Object();
    private static final Object CANCEL = new Object();

    private final @Nullable Inbox inbox;
    private @Nullable Payload request;
    private @Nullable ConnectException failedBefore;
    private @Nullable Runnable body;
    private @Nullable Receiver<I> receiver;
    private boolean canceledTold;
    private boolean endTold;
    private volatile @Nullable Thread sender;
    private @Nullable Thread worker; // guarded by this
    private boolean left; // guarded by this

    BlockingCall(
            ServedMethod<I, O> method,
            HttpServerStream stream,
            ServerExchange exchange,
            Codec codec,
            ServerOptions options,
            Deadline deadline,
            Runnable onEnd) {
        super(method, stream, exchange, codec, options, deadline, onEnd);
        this.inbox = method.spec().kind().requestsStream() ? new Inbox(this) : null;
    }

    // ---- the event loop's side ----

    @Override
    void start() {
        try {
            options.executor().execute(this);
        } catch (RejectedExecutionException e) {
            abort(new ConnectException(Code.UNAVAILABLE, "the server is shutting down"));
        }
    }

    @Override
    void start(Payload request) {
        this.request = request;
        start();
    }

    @Override
    void startFailed(ConnectException why) {
        failedBefore = why;
        try {
            options.executor().execute(this);
        } catch (RejectedExecutionException e) {
            // The caller has its answer; there is no thread to tell interceptors of it.
        }
    }

    @Override
    void receive(Payload payload) {
        if (inbox != null && inbox.put(new Event(payload))) {
            exchange.pause();
        }
    }

    @Override
    public void drained() {
        loop.execute(
                () -> {
                    if (!ended) {
                        exchange.resume();
                    }
                });
    }

    @Override
    void receiveEnd() {
        put(END);
    }

    @Override
    void receiveFault(ConnectException fault) {
        put(fault);
    }

    private void put(Object value) {
        if (inbox != null) {
            inbox.put(new Event(value));
        }
    }

    @Override
    void receiveCancel(ConnectException why) {
        put(CANCEL);
        becomeReady();
        boolean nobodyThere;
        synchronized (this) {
            if (worker != null) {
                worker.interrupt();
            }
            nobodyThere = left;
        }
        if (nobodyThere) { // an interceptor answers later, from elsewhere
            startFailed(why);
        }
    }

    @Override
    void becomeReady() {
        Thread waiting = sender;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    // ---- the call's own thread ----

    @Override
    public void run() {
        synchronized (this) {
            worker = Thread.currentThread();
            if (canceled()) {
                worker.interrupt();
            }
        }
        try {
            serve();
        } catch (
                Throwable
                        thrown) { // a handler's StackOverflowError must not leave a caller waiting
            fail(Failures.of(thrown));
        } finally {
            synchronized (this) {
                worker = null;
                left = true;
            }
            if (canceled()) {
                Thread.interrupted(); // the thread may be another call's next
            }
        }
    }

    private void serve() {
        Receiver<I> to = receiver;
        if (to == null) {
            to = method.handler().start(this, this);
            receiver = to;
        }
        Payload payload = request;
        request = null;
        if (failedBefore != null) {
            tellCanceled(to, failedBefore);
        } else if (payload != null) {
            serve(to, payload);
        } else if (body != null) {
            body.run();
        } else {
            while (!endTold && !canceledTold && !closed()) {
                pump();
            }
        }
        ConnectException why = cancellation();
        if (why != null) {
            tellCanceled(to, why);
        }
    }

    private void serve(Receiver<I> to, Payload payload) {
        I message;
        try {
            message = decode(payload);
        } catch (ConnectException malformed) {
            fail(malformed);
            tellCanceled(to, malformed);
            return;
        }
        to.onMessage(message);
        if (!canceled()) {
            to.onEnd();
        }
    }

    private void tellCanceled(Receiver<I> to, ConnectException why) {
        if (!canceledTold) {
            canceledTold = true;
            to.onCancel(why);
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the key's type says what it finds
    public <T> @Nullable T attribute(Key<T> key) {
        return key == (Key<?>) Pump.KEY ? (T) this : super.attribute(key);
    }

    @Override
    public void body(Runnable body) {
        this.body = body;
    }

    @Override
    public void request(int count) {
        // Whoever blocks asks by waiting; the inbox holds the caller back meanwhile.
    }

    @Override
    public void pump() {
        Inbox from = inbox;
        Receiver<I> to = receiver;
        if (from == null || to == null) {
            throw new IllegalStateException("requests cannot be read before the call has begun");
        }
        while (true) {
            ConnectException why = cancellation();
            if (why != null) {
                tellCanceled(to, why);
                return;
            }
            Event event = from.poll();
            if (event != null) {
                tell(to, event.value);
                return;
            }
            if (Thread.interrupted() && !canceled()) {
                Thread.currentThread().interrupt();
                throw new ConnectException(
                        Code.CANCELED, "the thread was interrupted while it waited for a request");
            }
            from.await();
        }
    }

    private void tell(Receiver<I> to, Object value) {
        if (value instanceof Payload payload) {
            I message;
            try {
                message = decode(payload);
            } catch (ConnectException malformed) {
                fault = malformed;
                tellCanceled(to, malformed);
                return;
            }
            to.onMessage(message);
        } else if (value instanceof ConnectException found) {
            fault = found;
            tellCanceled(to, found);
        } else if (value == END) {
            endTold = true;
            to.onEnd();
        }
    }

    @Override
    public void awaitReady() {
        while (true) {
            ConnectException why = cancellation();
            if (why != null) {
                throw why;
            }
            if (ready()) {
                return;
            }
            if (Thread.interrupted() && !canceled()) {
                Thread.currentThread().interrupt();
                throw new ConnectException(
                        Code.CANCELED, "the thread was interrupted while it waited to send");
            }
            sender = Thread.currentThread();
            if (!outbox.low() && !canceled()) {
                LockSupport.park(this);
            }
            sender = null;
        }
    }
}
