package dev.maneki.connect.netty.http1;

import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.http.Peer;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.netty.http1.MessageWriter.Connection;
import dev.maneki.connect.netty.wire.Peers;
import dev.maneki.connect.netty.wire.ServedConnection;
import dev.maneki.connect.netty.wire.ServerLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A server's HTTP/1.1 connection: one request after the other, in the order they came.
 *
 * <p>Bytes behind a request whose response is not whole (pipelining), and bytes of a body that
 * nobody wants yet, are held, and then nothing more is read: the client waits by TCP's means. So a
 * connection holds at most what one read gave.
 */
public final class Http1ServerConnection extends ChannelInboundHandlerAdapter
        implements ServedConnection {
    /**
     * How much of a request is read for nothing after an early answer, so that its connection can
     * go on. Closing instead may cost the client's next request, which it has sent before it hears
     * of the close. As much as the longest message by default: an answer to one that is too long is
     * what comes early most often.
     */
    private static final int MAX_DROPPED_BYTES = 4 * 1024 * 1024;

    private static final long LINGER_MILLIS = 1000;

    private final Consumer<HttpServerStream> server;
    private final ServerLimits limits;
    private final HeadParser parser;
    private final BodyDecoder body;
    private final MessageWriter writer = new MessageWriter();
    private final long born = System.nanoTime();

    private @Nullable ChannelHandlerContext context;
    private @Nullable Peer peer;
    private @Nullable Http1ServerStream stream;
    private @Nullable ByteBuf held;
    private boolean reading;
    private boolean processing;
    private boolean paused;
    private boolean draining;
    private boolean closing;
    private boolean flushWanted;
    private boolean closeAfterResponse;
    private int dropped;
    private long progress = System.nanoTime();

    /**
     * @param scheme of the requests, {@code http} or {@code https}
     */
    public Http1ServerConnection(
            Consumer<HttpServerStream> server, ServerLimits limits, String scheme) {
        this.server = server;
        this.limits = limits;
        parser = new HeadParser(limits.maxHeaderBytes(), true, scheme);
        body = new BodyDecoder(limits.maxHeaderBytes());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
        scheduleCheck(checkInterval());
    }

    // --- In

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (closing) {
            in.release();
            return;
        }
        reading = true;
        ByteBuf before = held;
        held =
                before == null
                        ? in
                        : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(
                                context.alloc(), before, in);
        process();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        if (flushWanted) {
            flushWanted = false;
            context.flush();
        }
    }

    private void process() {
        if (processing) {
            return;
        }
        processing = true;
        try {
            ByteBuf in = held;
            while (in != null && in.isReadable() && !closing && step(in)) {
                in = held;
            }
        } catch (BadMessageException e) {
            refuse(e);
        } finally {
            processing = false;
        }
        ByteBuf in = held;
        if (in != null && (!in.isReadable() || closing)) {
            in.release();
            held = null;
        }
        if (!closing) {
            boolean wanted = held == null && !paused;
            ChannelHandlerContext context = context();
            if (context.channel().config().isAutoRead() != wanted) {
                context.channel().config().setAutoRead(wanted);
            }
        }
    }

    /** Whether there may be more to do with the bytes there are. */
    private boolean step(ByteBuf in) {
        Http1ServerStream current = stream;
        if (current == null) {
            boolean started = parser.started();
            RequestHead head = parser.request(in);
            if (head == null) {
                if (!started) {
                    progress = System.nanoTime();
                }
                return false;
            }
            begin(head);
            return true;
        }
        if (current.requestEnded()) {
            return false; // The next one waits until this one has its response.
        }
        if (paused && !current.responseEnded()) {
            return false;
        }
        int ready = body.next(in);
        if (ready > 0) {
            if (current.responseEnded()) {
                dropped += ready;
                if (dropped > MAX_DROPPED_BYTES) {
                    lingerAndClose(true);
                    return false;
                }
            } else {
                progress = System.nanoTime();
                current.data(in.nioBuffer(in.readerIndex(), ready));
            }
            if (closing) {
                return false;
            }
            in.skipBytes(ready);
            body.taken(ready);
        }
        if (body.done()) {
            endRequest(current);
            return true;
        }
        return ready > 0;
    }

    private void begin(RequestHead head) {
        Http1ServerStream current = new Http1ServerStream(this, head);
        stream = current;
        paused = false;
        dropped = 0;
        progress = System.nanoTime();
        if (head.bodyBytes() < 0) {
            body.startChunked();
        } else {
            body.startFixed(head.bodyBytes());
        }
        server.accept(current);
        if (closing) {
            return;
        }
        if (head.expectsContinue() && !current.headSent() && !body.done()) {
            write(ByteBufUtil.writeAscii(context().alloc(), "HTTP/1.1 100 Continue\r\n\r\n"));
            flushSoon();
        }
        if (body.done()) {
            endRequest(current);
        }
    }

    private void endRequest(Http1ServerStream current) {
        progress = System.nanoTime();
        current.requestEnded(body.trailers());
        if (current.responseEnded() && stream == current) {
            next();
        }
    }

    /** A response is whole. */
    void responseEnded(Http1ServerStream ended) {
        flushSoon();
        if (stream != ended || closing) {
            return;
        }
        paused = false;
        if (!ended.requestEnded()) {
            if (!keepAlive(ended.head()) || restUnwanted(ended.head())) {
                lingerAndClose(true);
            } else {
                process();
            }
            return;
        }
        next();
        process();
    }

    private void next() {
        Http1ServerStream ended = stream;
        stream = null;
        progress = System.nanoTime();
        if (ended != null && !keepAlive(ended.head())) {
            lingerAndClose(false);
        }
    }

    /**
     * Whether what is left of the request's body is too much to be read for nothing. A response
     * that begins before its request has ended is an early answer more often than not, so it says
     * then that the connection will close: a client that is not told sends its next request into
     * the void.
     */
    private boolean restUnwanted(RequestHead head) {
        return !body.done() && (body.left() > MAX_DROPPED_BYTES || head.expectsContinue());
    }

    private boolean keepAlive(RequestHead head) {
        return head.keepAlive() && !draining && !closeAfterResponse;
    }

    void closeAfterResponse() {
        closeAfterResponse = true;
    }

    Connection says(RequestHead head) {
        boolean old = limits.maxAgeNanos() > 0 && System.nanoTime() - born > limits.maxAgeNanos();
        closeAfterResponse |= old || restUnwanted(head);
        return Http1ServerStream.says(head, keepAlive(head));
    }

    void pause(Http1ServerStream of, boolean pause) {
        if (stream == of && !of.responseEnded() && paused != pause && !closing) {
            paused = pause;
            if (pause) {
                context().channel().config().setAutoRead(false);
            } else {
                process();
            }
        }
    }

    // --- Out

    MessageWriter writer() {
        return writer;
    }

    ByteBuf allocate(int size) {
        return context().alloc().directBuffer(size);
    }

    void write(ByteBuf bytes) {
        context().write(bytes, context().voidPromise());
    }

    /** Flushes at the end of the read that this is part of, or now. */
    void flushSoon() {
        if (reading) {
            flushWanted = true;
        } else {
            context().flush();
        }
    }

    boolean writable() {
        return context().channel().isWritable();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        progress = System.nanoTime();
        Http1ServerStream current = stream;
        if (current != null && context.channel().isWritable()) {
            current.becameWritable();
        }
    }

    private void refuse(BadMessageException bad) {
        Http1ServerStream current = stream;
        if (current == null || !current.headSent()) {
            write(ErrorResponse.of(context().alloc(), bad));
        }
        if (current != null) {
            current.broken(
                    new StreamReset(
                            StreamReset.Cause.PROTOCOL, "the client broke HTTP: " + bad.what()));
        }
        lingerAndClose(true);
    }

    /**
     * Closes so that the client reads what was sent: a close with bytes unread would send a RST,
     * which may overtake them (RFC 9112, section 9.6).
     */
    private void lingerAndClose(boolean unread) {
        if (closing) {
            return;
        }
        closing = true;
        stream = null;
        ChannelHandlerContext context = context();
        flushWanted = false;
        context.writeAndFlush(context.alloc().buffer(0, 0))
                .addListener(
                        (ChannelFutureListener)
                                written -> {
                                    if (unread) {
                                        Lingering.close(context.channel(), LINGER_MILLIS);
                                    } else {
                                        context.close();
                                    }
                                });
        context.channel().config().setAutoRead(true);
    }

    /** Closes at once: the client sees that its response is not whole. */
    void abort() {
        if (!closing) {
            closing = true;
            stream = null;
            context().close();
        }
    }

    // --- Ends

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closing = true;
        Http1ServerStream current = stream;
        stream = null;
        if (held != null && !processing) {
            held.release();
            held = null;
        }
        if (current != null) {
            current.broken(
                    new StreamReset(
                            StreamReset.Cause.CANCELED, "the client's connection was closed"));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close(); // What it meant for the stream, channelInactive tells.
    }

    @Override
    public void drain() {
        if (!draining) {
            draining = true;
            if (stream == null && !parser.started()) {
                lingerAndClose(false);
            }
        }
    }

    /** One timer that looks when it fires costs less than one that is moved by each request. */
    private void scheduleCheck(long nanos) {
        if (nanos > 0) {
            context().executor().schedule(this::check, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private long checkInterval() {
        return limits.headerNanos() > 0 && limits.headerNanos() < limits.idleNanos()
                ? limits.headerNanos()
                : limits.idleNanos();
    }

    private void check() {
        if (closing || !context().channel().isActive()) {
            return;
        }
        Http1ServerStream current = stream;
        long allowed = limits.idleNanos();
        if (current == null) {
            allowed = parser.started() ? limits.headerNanos() : allowed;
        } else if (writable() && (current.requestEnded() || paused)) {
            allowed = 0; // The server's turn.
        }
        long left = allowed - (System.nanoTime() - progress);
        if (allowed > 0 && left <= 0) {
            if (current != null || parser.started()) {
                refuse(new BadMessageException(408, "the rest of the request did not come"));
            } else {
                lingerAndClose(false);
            }
            return;
        }
        scheduleCheck(allowed > 0 ? Math.min(left, checkInterval()) : checkInterval());
    }

    Executor executor() {
        return context().executor();
    }

    Peer peer() {
        Peer known = peer;
        if (known == null) {
            known = Peers.of(context().channel());
            peer = known;
        }
        return known;
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext context = this.context;
        if (context == null) {
            throw new IllegalStateException("the connection is not in a pipeline yet");
        }
        return context;
    }
}
