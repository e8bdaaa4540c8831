package dev.maneki.connect.client;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.RequestSender;
import dev.maneki.connect.ResponseReceiver;
import dev.maneki.connect.call.Event;
import dev.maneki.connect.call.Inbox;
import dev.maneki.connect.call.LoopTurn;
import dev.maneki.connect.call.MessageCoder;
import dev.maneki.connect.call.Outbox;
import dev.maneki.connect.call.Timer;
import dev.maneki.connect.compress.Compression;
import dev.maneki.connect.protocol.ClientExchange;
import dev.maneki.connect.protocol.ClientSettings;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.RequestMeta;
import dev.maneki.connect.protocol.ResponseEnd;
import dev.maneki.connect.protocol.ResponseMeta;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What carries a call: from its sender through the outbox to the event loop, and from there to its
 * receiver, by the call's inbox or at once.
 *
 * <p>A call with one request goes out when that is there, so that its head can say what it is like.
 * A call that the server refused unprocessed goes out a second time (RFC 9113, section 8.7), unless
 * a stream of requests has begun to go; the exchange, its stream and its loop are new ones then.
 */
final class Attempt<I, O> implements RequestSender<I>, ClientExchange.Listener {
    private static final Object END = new Object();

    private final CalledMethod<I, O> method;
    private final OutgoingCall call;
    private final Metadata metadata;
    private final Arrivals<O> arrivals;
    private final Outbox outbox = new Outbox();
    private final LoopTurn turn = new LoopTurn();
    private final ClientSettings settings;
    private final @Nullable Compression compression;
    private Timer.@Nullable Entry timeout;

    // The sender's.
    private @Nullable I only;
    private boolean requestsEnded;
    private volatile @Nullable Thread waiter;
    private volatile boolean wantsReady;

    // Written before each start, read on the loop.
    private volatile @Nullable Connection connection;
    private boolean launched; // guarded by this
    private @Nullable ConnectException canceledEarly; // guarded by this
    private int askedEarly; // guarded by this

    // The loop's.
    private boolean sentAny;
    private boolean answered;
    private boolean retried;
    private @Nullable Payload response;
    private volatile boolean ended;
    private volatile @Nullable ConnectException failure;

    Attempt(
            CalledMethod<I, O> method,
            OutgoingCall call,
            Metadata metadata,
            ResponseReceiver<O> receiver) {
        this.method = method;
        this.call = call;
        this.metadata = metadata;
        this.settings = method.settings(call.options());
        Compression chosen = call.options().sendCompression();
        this.compression = chosen == null ? method.side.sendCompression() : chosen;
        this.arrivals =
                new Arrivals<>(
                        method, receiver, settings.maxMessageBytes(), call.inbox() == null, this);
    }

    // ---- going out ----

    void begin() {
        if (!call.deadline().isNone()) {
            timeout = Timer.SHARED.set(call.deadline().nanoTime(), this::onDeadline);
        }
        if (method.spec.kind().requestsStream()) {
            launch(compression != null);
        }
    }

    private void onDeadline() {
        cancel(new ConnectException(Code.DEADLINE_EXCEEDED, "the call took too long"));
    }

    private void launch(boolean compressed) {
        long remaining = call.deadline().isNone() ? RequestMeta.NO_TIMEOUT : remaining();
        synchronized (this) {
            if (launched || ended) {
                return; // canceled before
            }
            launched = true;
        }
        if (remaining == 0) {
            onEnd(ResponseEnd.of(new ConnectException(Code.DEADLINE_EXCEEDED, "no time was left")));
            return;
        }
        metadata.freeze();
        connect(compressed, remaining);
    }

    private long remaining() {
        return Math.max(0, call.deadline().remainingNanos());
    }

    private void connect(boolean compressed, long remaining) {
        ClientSide side = method.side;
        Compression named = compression;
        RequestMeta meta =
                new RequestMeta(
                        method.path,
                        side.codec().name(),
                        compressed && named != null ? named.name() : RequestMeta.IDENTITY,
                        side.acceptCompressions().names(),
                        remaining,
                        metadata);
        ClientExchange exchange =
                side.protocol().open(side.target(), meta, method.spec.kind(), settings);
        Connection opened = new Connection(side.transport(), exchange, this::drainOn);
        connection = opened;
        exchange.start(opened, this);
        boolean whole = opened.stream() == null;
        if (whole && !ended) {
            sendFirst(opened);
        }
        ConnectException canceled;
        int asked;
        synchronized (this) {
            canceled = canceledEarly;
            asked = askedEarly;
            askedEarly = 0;
        }
        if (asked > 0) {
            opened.execute(() -> askOn(asked));
        }
        if (canceled != null) {
            opened.execute(() -> cancelOn(opened, canceled));
        } else if (!whole) {
            opened.drain();
        }
    }

    /**
     * Sends the message that the head depends on: the only one, so its end goes with it. No stream
     * is there yet, so no loop either, and this thread is as good as any; but events may come
     * before this returns, so the outbox must be empty by then.
     */
    private void sendFirst(Connection opened) {
        Payload message =
                outbox.peek() instanceof Event event && event.value instanceof Payload only
                        ? only
                        : null;
        outbox.clear();
        if (message != null) {
            opened.sendWithoutLoop(message);
        } else {
            opened.exchange.endRequest(); // says what is wrong with that
        }
    }

    @Override
    public void send(I message) {
        if (ended || requestsEnded) {
            return;
        }
        if (method.spec.kind().requestsStream()) {
            put(new Event(MessageCoder.compressed(encode(message), compression, minBytes())));
        } else {
            only = message;
        }
    }

    private Payload encode(I message) {
        return settings.get()
                ? method.side.codec().encodeDeterministic(method.spec.input(), message)
                : method.side.codec().encode(method.spec.input(), message);
    }

    private int minBytes() {
        return method.side.compressMinBytes();
    }

    @Override
    public void end() {
        if (ended || requestsEnded) {
            return;
        }
        requestsEnded = true;
        if (method.spec.kind().requestsStream()) {
            put(new Event(END));
        } else {
            launch(putOnly());
        }
    }

    /** Puts the one message; whether it is compressed. */
    private boolean putOnly() {
        I message = only;
        boolean compressed = false;
        if (message != null) {
            Payload payload = MessageCoder.compressed(encode(message), compression, minBytes());
            compressed = payload.compressed();
            outbox.put(new Event(payload));
        }
        outbox.put(new Event(END));
        return compressed;
    }

    private void put(Event event) {
        if (outbox.put(event) && !turn.holds()) {
            Connection current = connection;
            if (current != null) {
                current.drain();
            }
        }
    }

    private void drainOn(Connection drained) {
        if (drained != connection) {
            Connection current = connection;
            if (current != null) {
                current.drain();
            }
            return;
        }
        turn.enter();
        leave(drained.exchange);
    }

    private void leave(ClientExchange exchange) {
        if (turn.outermost()) {
            drain(exchange);
        }
        turn.leave();
    }

    private void drain(ClientExchange exchange) {
        boolean flush = false;
        while (!outbox.isEmpty()) {
            if (ended) {
                outbox.clear();
                return;
            }
            Event event = outbox.peek();
            if (event == null || !exchange.writable()) {
                break;
            }
            outbox.take();
            sentAny = true;
            if (event.value instanceof Payload payload) {
                exchange.sendPayload(payload);
                flush = true;
            } else {
                exchange.endRequest();
                flush = false;
            }
            if (wantsReady && outbox.low()) {
                wantsReady = false;
                wakeSender();
                arrivals.tellReady();
            }
        }
        if (flush && !ended) {
            exchange.flush();
        }
    }

    @Override
    public boolean ready() {
        if (outbox.ready() || ended) {
            return true;
        }
        wantsReady = true;
        return outbox.low(); // it may have run empty between the two
    }

    /** Waits until what was sent has gone out, an interrupt, or for no reason. */
    void awaitRoom() {
        waiter = Thread.currentThread();
        if (!outbox.low() && !ended) {
            LockSupport.park(this);
        }
        waiter = null;
    }

    private void wakeSender() {
        Thread waiting = waiter;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    // ---- ending it here ----

    @Override
    public void cancel(ConnectException why) {
        Connection current;
        boolean before;
        synchronized (this) {
            if (ended) {
                return;
            }
            before = !launched;
            launched = true;
            current = connection;
            if (!before && (current == null || current.stream() == null)) {
                canceledEarly = why; // whoever is opening the stream does it
                return;
            }
        }
        if (before) {
            onEnd(ResponseEnd.of(why));
        } else if (current != null) {
            current.execute(() -> cancelOn(current, why));
        }
    }

    private void cancelOn(Connection from, ConnectException why) {
        if (from != connection) {
            cancel(why); // it went out once more meanwhile, on another loop
            return;
        }
        if (!ended) {
            from.exchange.cancel();
            onEnd(ResponseEnd.of(why));
        }
    }

    boolean ended() {
        return ended;
    }

    @Nullable ConnectException failure() {
        return failure;
    }

    // ---- coming back ----

    @Override
    public void onMeta(ResponseMeta meta) {
        if (ended) {
            return;
        }
        answered = true;
        only = null;
        turn.enter();
        Compression used = method.side.acceptCompressions().find(meta.compression());
        if (used == null && !meta.compression().equals(RequestMeta.IDENTITY)) {
            breakOff(
                    new ConnectException(
                            Code.INTERNAL,
                            "the server answers with the compression '"
                                    + meta.compression()
                                    + "', which was not asked for"));
        } else {
            arrivals.meta(meta, used);
            if (method.spec.kind().responsesStream()) {
                arrive(meta);
            }
        }
        leave(exchange());
    }

    @Override
    public void onPayload(Payload payload) {
        if (ended) {
            return;
        }
        turn.enter();
        if (method.spec.kind().responsesStream()) {
            arrive(payload);
        } else if (response == null) {
            response = payload;
        } else {
            breakOff(cardinality("more than one message"));
        }
        leave(exchange());
    }

    // Which code: gRPC, "statuscodes.md", cardinality violations.
    private ConnectException cardinality(String text) {
        return new ConnectException(
                Code.UNIMPLEMENTED, "the server answered with " + text + ": " + method.path);
    }

    @Override
    public void onEnd(ResponseEnd end) {
        if (ended) {
            return;
        }
        turn.enter();
        if (end.error() == null || !retry()) {
            ConnectException error = end.error();
            if (error == null && !method.spec.kind().responsesStream() && response == null) {
                error = cardinality("no message");
            }
            finish(error == null ? null : explained(error, end.trailers()), end.trailers());
        }
        Connection current = connection;
        if (current != null) {
            leave(current.exchange);
        } else {
            turn.leave();
        }
    }

    /** An error with all that came beside it; what broke because time was up, says so. */
    private ConnectException explained(ConnectException error, Metadata trailers) {
        if (!error.fromPeer()) {
            boolean broken = error.code() == Code.CANCELED || error.code() == Code.UNAVAILABLE;
            return broken && call.deadline().expired()
                    ? new ConnectException(Code.DEADLINE_EXCEEDED, "the call took too long", error)
                    : error;
        }
        Metadata before = arrivals.metadata();
        return before.isEmpty() && trailers.isEmpty()
                ? error
                : error.withMetadata(new Metadata(before).addAll(trailers));
    }

    private void breakOff(ConnectException why) {
        exchange().cancel();
        finish(why, Metadata.EMPTY);
    }

    private void finish(@Nullable ConnectException error, Metadata trailers) {
        synchronized (this) {
            ended = true;
            failure = error;
        }
        only = null;
        if (timeout != null) {
            timeout.cancel();
        }
        wakeSender();
        Payload message = response;
        response = null;
        arrive(new Arrivals.End(error == null ? message : null, error, trailers));
    }

    /** Whether the call goes out once more. */
    private boolean retry() {
        Connection refused = connection;
        boolean streaming = method.spec.kind().requestsStream();
        if (refused == null
                || !refused.refused()
                || retried
                || answered
                || streaming && sentAny
                || !streaming && only == null) {
            return false;
        }
        retried = true;
        boolean compressed = compression != null;
        if (!streaming) {
            outbox.clear();
            compressed = putOnly();
        }
        long remaining = call.deadline().isNone() ? RequestMeta.NO_TIMEOUT : remaining();
        connect(compressed, remaining);
        return true;
    }

    private void arrive(Object value) {
        Inbox inbox = call.inbox();
        if (inbox == null) {
            arrivals.deliver(value);
        } else if (inbox.put(new Event(value, this))) {
            exchange().pause();
        }
    }

    @Override
    public void onWritable() {
        if (!ended) {
            turn.enter();
            leave(exchange());
        }
    }

    private ClientExchange exchange() {
        Connection current = connection;
        if (current == null) {
            throw new IllegalStateException("an event came before the call went out");
        }
        return current.exchange;
    }

    // ---- the receiver's side ----

    /** Hands an event to the receiver. On the caller's thread. */
    void tell(Object value) {
        arrivals.tell(value);
    }

    @Override
    public void request(int count) {
        if (call.inbox() != null) {
            return; // whoever blocks asks by waiting
        }
        if (turn.holds()) {
            arrivals.request(count);
            return;
        }
        Connection current;
        synchronized (this) {
            current = connection;
            if (current == null || current.stream() == null) {
                askedEarly += count; // whoever is opening the stream passes it on
                return;
            }
        }
        current.execute(() -> askOn(count));
    }

    private void askOn(int count) {
        turn.enter();
        arrivals.request(count);
        leave(exchange());
    }

    /** What arrived has been read: more may come. Any thread. */
    void goOn() {
        Connection current = connection;
        if (current != null) {
            current.execute(
                    () -> {
                        if (!ended) {
                            current.exchange.resume();
                        }
                    });
        }
    }

    /** Holds the server back. The loop. */
    void holdBack(boolean back) {
        if (ended) {
            return;
        }
        if (back) {
            exchange().pause();
        } else {
            exchange().resume();
        }
    }

    /** What arrived cannot be read, or the receiver failed. The receiver's thread. */
    void failed(ConnectException why) {
        cancel(why);
    }
}
