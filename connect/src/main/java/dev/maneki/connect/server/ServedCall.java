package dev.maneki.connect.server;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Deadline;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.MethodKind;
import dev.maneki.connect.MethodSpec;
import dev.maneki.connect.Responder;
import dev.maneki.connect.call.Event;
import dev.maneki.connect.call.LoopTurn;
import dev.maneki.connect.call.MessageCoder;
import dev.maneki.connect.call.Outbox;
import dev.maneki.connect.call.Timer;
import dev.maneki.connect.codec.Codec;
import dev.maneki.connect.compress.Compression;
import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.RequestMeta;
import dev.maneki.connect.protocol.ResponseEnd;
import dev.maneki.connect.protocol.ResponseMeta;
import dev.maneki.connect.protocol.ServerExchange;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One call: what both forms share. Messages in are counted here, and handed to the form; messages
 * out are written on whatever thread sends them and go through the outbox to the event loop, where
 * the exchange lives.
 *
 * <p>The call is over once {@link #ended}: the response has an end, or nobody is there to have one.
 * Only the event loop decides that, so handler, deadline and caller cannot contradict each other.
 */
abstract class ServedCall<I, O> extends CallContext
        implements Responder<O>, ServerExchange.Listener {
    /** Sent in place of a message: the metadata alone. */
    private static final Object METADATA = new Object();

    /** How many of the longest messages' length may wait for a request's end over HTTP/1.1. */
    private static final int HELD_MESSAGES = 4;

    final ServedMethod<I, O> method;
    final ServerExchange exchange;
    final ServerOptions options;
    final Executor loop;
    final Outbox outbox = new Outbox();
    private final Runnable drainTask = this::drainOnLoop;
    private final Runnable onEnd;
    private final Codec codec;
    private final @Nullable Compression requestCompression;
    private final @Nullable Compression responseCompression;
    private final boolean holdsUntilRequestEnd;
    private Timer.@Nullable Entry timeout;

    // The event loop's.
    private final LoopTurn turn = new LoopTurn();
    private boolean metaSent;
    private volatile boolean requestEnded; // read by those who send as well
    private @Nullable Payload only;
    private boolean started;
    boolean ended;

    // The sender's.
    private boolean metadataGone;
    private @Nullable Payload held;
    private volatile boolean finished;
    private volatile boolean wantsReady;

    /** What the rest of the requests failed with: the call cannot end well any more. */
    @Nullable ConnectException fault;

    ServedCall(
            ServedMethod<I, O> method,
            HttpServerStream stream,
            ServerExchange exchange,
            Codec codec,
            ServerOptions options,
            Deadline deadline,
            Runnable onEnd) {
        super(stream, exchange.protocol(), exchange.request(), deadline);
        this.method = method;
        this.exchange = exchange;
        this.options = options;
        this.loop = stream.executor();
        this.codec = codec;
        this.onEnd = onEnd;
        this.requestCompression = options.compressions().find(request.compression());
        this.responseCompression = responseCompression(request);
        this.holdsUntilRequestEnd =
                method.spec().kind() == MethodKind.BIDI_STREAM
                        && !stream.request().version().fullDuplex();
    }

    /** The request's own, if the caller reads it; else the first it reads that is known here. */
    private @Nullable Compression responseCompression(RequestMeta request) {
        return requestCompression != null
                        && (request.acceptCompression().isEmpty()
                                || request.acceptCompression().contains(requestCompression.name()))
                ? requestCompression
                : options.compressions().firstOf(request.acceptCompression());
    }

    /** Begins. The event loop, or before it knows of the stream. */
    final void begin() {
        enter();
        exchange.start(this);
        if (!ended && !deadline().isNone()) {
            timeout = Timer.SHARED.set(deadline().nanoTime(), () -> loop.execute(this::onDeadline));
        }
        if (!ended && method.spec().kind().requestsStream() && !started) {
            started = true;
            start();
        }
        leave();
    }

    // ---- what a form does ----

    /** Starts the handler of a method with a stream of requests. */
    abstract void start();

    /** Starts the handler of a method with one request, which is this. */
    abstract void start(Payload request);

    /** Starts the handler of a call that failed before its one request was whole. */
    abstract void startFailed(ConnectException why);

    /** One of a stream of requests. */
    abstract void receive(Payload request);

    /** The end of a stream of requests. */
    abstract void receiveEnd();

    /** What follows in a stream of requests cannot be read. */
    abstract void receiveFault(ConnectException fault);

    /** The handler is running, and the call is over. */
    abstract void receiveCancel(ConnectException why);

    /** There is room for more responses. */
    abstract void becomeReady();

    // ---- the call, for handlers ----

    @Override
    public final MethodSpec<I, O> method() {
        return method.spec();
    }

    @Override
    final void onError(Throwable thrown) {
        try {
            options.onError().accept(this, thrown);
        } catch (Throwable ofTheListener) { // its caller is answered all the same
            thrown.addSuppressed(ofTheListener);
        }
    }

    // ---- requests ----

    /** Notes that the event loop is in here, so that what is sent now waits for {@link #leave}. */
    final void enter() {
        turn.enter();
    }

    /** Puts out what was sent meanwhile. */
    final void leave() {
        if (turn.outermost()) {
            drain();
        }
        turn.leave();
    }

    final boolean onLoop() {
        return turn.holds();
    }

    @Override
    public final void onPayload(Payload payload) {
        if (ended || requestEnded) {
            return;
        }
        enter();
        if (method.spec().kind().requestsStream()) {
            receive(payload);
        } else if (only == null) {
            only = payload;
        } else {
            fault("the request has more than one message");
        }
        leave();
    }

    @Override
    public final void onRequestEnd() {
        if (ended || requestEnded) {
            return;
        }
        enter();
        requestEnded = true;
        Payload payload = only;
        if (method.spec().kind().requestsStream()) {
            receiveEnd();
        } else if (payload == null) {
            fault("the request has no message");
        } else {
            only = null;
            started = true;
            start(payload);
        }
        leave();
    }

    // Which code: gRPC, "statuscodes.md", cardinality violations.
    private void fault(String text) {
        takeFault(new ConnectException(Code.UNIMPLEMENTED, text + ": " + method.spec().path()));
    }

    @Override
    public final void onFault(ConnectException fault) {
        if (ended || requestEnded && started) {
            return;
        }
        enter();
        takeFault(fault);
        leave();
    }

    private void takeFault(ConnectException fault) {
        requestEnded = true;
        if (method.spec().kind().requestsStream()) {
            receiveFault(fault);
        } else {
            abort(fault);
        }
    }

    @Override
    public final void onReset(StreamReset reset) {
        if (ended) {
            return;
        }
        enter();
        conclude();
        abort(new ConnectException(Code.CANCELED, "the caller broke off: " + reset.detail()));
        leave();
    }

    private void onDeadline() {
        if (ended) {
            return;
        }
        enter();
        abort(new ConnectException(Code.DEADLINE_EXCEEDED, "the call took too long"));
        leave();
    }

    /** Ends the call, and tells the handler if there is one. */
    final void abort(ConnectException why) {
        if (!ended) {
            conclude();
            exchange.end(ResponseEnd.of(why));
        }
        setCanceled(why);
        outbox.clear();
        only = null;
        if (started) {
            receiveCancel(why);
        } else {
            started = true;
            startFailed(why);
        }
    }

    private void conclude() {
        ended = true;
        if (timeout != null) {
            timeout.cancel();
        }
        onEnd.run();
    }

    /** Reads a message, on whatever thread. */
    final I decode(Payload payload) {
        return MessageCoder.decode(
                method.spec().input(),
                payload,
                codec,
                requestCompression,
                options.maxMessageBytes());
    }

    // ---- responses ----

    @Override
    public final void sendMetadata() {
        if (!closed() && !metadataGone) {
            metadataGone = true;
            responseMetadata().freeze();
            put(new Event(METADATA));
        }
    }

    @Override
    public final void send(O message) {
        if (closed()) {
            return;
        }
        Payload payload =
                MessageCoder.encode(
                        method.spec().output(),
                        message,
                        codec,
                        responseCompression,
                        options.compressMinBytes());
        if (!metadataGone) {
            metadataGone = true;
            responseMetadata().freeze();
        }
        if (method.spec().kind().responsesStream()) {
            if (holding() && outbox.weight() > HELD_MESSAGES * (long) options.maxMessageBytes()) {
                throw new ConnectException(
                        Code.RESOURCE_EXHAUSTED,
                        "over HTTP/1.1, responses wait for the end of the requests: too many do");
            }
            put(new Event(payload));
        } else if (held == null) {
            held = payload;
        } else {
            held = null;
            fail(
                    new ConnectException(
                            Code.INTERNAL, "the handler answered with more than one message"));
        }
    }

    @Override
    public final void end() {
        if (closed()) {
            return;
        }
        if (!method.spec().kind().responsesStream() && held == null) {
            fail(new ConnectException(Code.INTERNAL, "the handler answered with no message"));
            return;
        }
        finish(null);
    }

    @Override
    public final void fail(ConnectException error) {
        if (closed()) {
            return;
        }
        Throwable hidden = Failures.hiddenIn(error);
        if (hidden != null) {
            onError(hidden);
        }
        held = null;
        finish(error);
    }

    private void finish(@Nullable ConnectException thrown) {
        finished = true;
        ConnectException error = thrown == null ? fault : thrown;
        responseMetadata().freeze();
        Metadata trailers = responseTrailers().freeze();
        put(
                new Event(
                        error == null && trailers.isEmpty()
                                ? ResponseEnd.OK
                                : new ResponseEnd(error, trailers)));
    }

    final boolean closed() {
        return finished || canceled();
    }

    @Override
    public final boolean ready() {
        if (outbox.ready() || closed() || holding()) {
            return true;
        }
        wantsReady = true;
        // It may have run empty between the two, and then nobody would tell.
        return outbox.low();
    }

    /** Whether nothing can go out before the request's end, so that waiting for it is no use. */
    private boolean holding() {
        return holdsUntilRequestEnd && !requestEnded;
    }

    private void put(Event event) {
        if (outbox.put(event) && !onLoop()) {
            loop.execute(drainTask);
        }
    }

    @Override
    public final void onWritable() {
        enter();
        leave();
    }

    private void drainOnLoop() {
        enter();
        leave();
    }

    /** Puts out as much as the exchange takes; handlers that then want to send more are asked. */
    private void drain() {
        boolean flush = false;
        while (!outbox.isEmpty()) {
            Event event = outbox.peek();
            if (ended) {
                outbox.clear();
                return;
            }
            if (event == null || !takes(event.value)) {
                break;
            }
            outbox.take();
            flush = true;
            write(event.value);
            if (wantsReady && outbox.low()) {
                wantsReady = false;
                becomeReady();
            }
        }
        if (flush && !ended) {
            exchange.flush();
        }
    }

    private boolean takes(Object value) {
        if (value instanceof ResponseEnd end && end.error() != null) {
            return true;
        }
        // Over HTTP/1.1, clients take a response as the end of their request.
        return exchange.writable() && !holding();
    }

    private void write(Object value) {
        switch (value) {
            case Payload payload -> {
                sendMeta(payload.compressed());
                exchange.sendPayload(payload);
            }
            case ResponseEnd end -> {
                Payload message = held;
                if (end.error() == null) {
                    if (message != null) {
                        sendMeta(message.compressed());
                        exchange.sendPayload(message);
                    } else {
                        sendMeta(false);
                    }
                } else if (!metaSent && !responseMetadata().isEmpty()) {
                    sendMeta(false);
                }
                conclude();
                exchange.end(end);
            }
            default -> sendMeta(false);
        }
    }

    private void sendMeta(boolean compressed) {
        if (metaSent) {
            return;
        }
        metaSent = true;
        Compression compression = responseCompression;
        // Streams say what may be used; where the body is the message, it is what was used.
        boolean named = compression != null && (exchange.streaming() || compressed);
        exchange.sendMeta(
                new ResponseMeta(
                        request.codec(),
                        named && compression != null ? compression.name() : RequestMeta.IDENTITY,
                        options.compressions().names(),
                        responseMetadata()));
    }
}
