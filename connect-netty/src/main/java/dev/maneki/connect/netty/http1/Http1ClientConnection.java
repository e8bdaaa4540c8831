package dev.maneki.connect.netty.http1;

import dev.maneki.connect.http.HttpClientStream;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.netty.pool.ClientConnection;
import dev.maneki.connect.netty.wire.ClientLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client's HTTP/1.1 connection: one request at a time. It is used again only when the request and
 * the response were both whole, and neither side wanted to close.
 */
public final class Http1ClientConnection extends ChannelInboundHandlerAdapter
        implements ClientConnection {
    private final ClientLimits limits;
    private final Listener listener;
    private final HeadParser parser;
    private final BodyDecoder body;
    private final MessageWriter writer = new MessageWriter();

    private @Nullable ChannelHandlerContext context;
    private @Nullable Http1ClientStream stream;
    private @Nullable ByteBuf held;
    private boolean processing;
    private boolean reading;
    private boolean flushWanted;
    private boolean ended;
    private boolean keepAlive;
    private long idleSince = System.nanoTime();

    /** For a connection whose handshakes are over. */
    public Http1ClientConnection(ClientLimits limits, Listener listener) {
        this.limits = limits;
        this.listener = listener;
        parser = new HeadParser(limits.maxHeaderBytes(), false, "");
        body = new BodyDecoder(limits.maxHeaderBytes());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
        scheduleIdleCheck(limits.idleNanos());
    }

    @Override
    public int available() {
        return ended || stream != null || !context().channel().isActive() ? 0 : 1;
    }

    @Override
    public @Nullable HttpClientStream start(
            HttpRequest request, boolean end, HttpClientStream.Handler handler) {
        Http1ClientStream started = new Http1ClientStream(this, request, end, handler);
        stream = started;
        keepAlive = true;
        if (end) {
            started.flush();
        }
        return started;
    }

    @Override
    public void close() {
        end();
        context().close();
    }

    // --- In

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (stream == null || ended) {
            in.release();
            close(); // Nobody asked: whose response would it be?
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
            while (in != null && in.isReadable() && !ended && step(in)) {
                in = held;
            }
        } catch (BadMessageException e) {
            fail(StreamReset.Cause.PROTOCOL, "the server broke HTTP: " + e.what());
        } finally {
            processing = false;
        }
        ByteBuf in = held;
        Http1ClientStream current = stream;
        boolean paused = current != null && current.paused();
        if (in != null && !(paused && in.isReadable() && !ended)) {
            boolean unasked = in.isReadable();
            in.release();
            held = null;
            if (unasked && !ended) {
                close();
            }
        }
        if (!ended && context().channel().config().isAutoRead() == paused) {
            context().channel().config().setAutoRead(!paused);
        }
    }

    private boolean step(ByteBuf in) {
        Http1ClientStream current = stream;
        if (current == null || current.paused()) {
            return false;
        }
        if (!current.headReceived()) {
            ResponseHead head = parser.response(in);
            if (head != null) {
                begin(current, head);
            }
            return head != null;
        }
        int ready = body.next(in);
        if (ready > 0) {
            current.data(in.nioBuffer(in.readerIndex(), ready));
            if (ended) {
                return false;
            }
            in.skipBytes(ready);
            body.taken(ready);
        }
        if (body.done()) {
            responseEnded(current, false);
            return false;
        }
        return ready > 0;
    }

    private void begin(Http1ClientStream current, ResponseHead head) {
        int status = head.status();
        if (status < 200) {
            if (status == 101) {
                throw new BadMessageException(502, "101 where no upgrade was asked for");
            }
            return; // There may be any number of them before the response (RFC 9110, 15.2).
        }
        keepAlive &= head.keepAlive();
        boolean bodyless = current.head() || status == 204 || status == 304;
        if (bodyless) {
            body.startFixed(0);
        } else if (head.chunked()) {
            body.startChunked();
        } else if (head.contentLength() >= 0) {
            body.startFixed(head.contentLength());
        } else {
            keepAlive = false;
            body.startUntilClose();
        }
        boolean whole = body.done();
        current.head(status, head.fields(), whole);
        if (whole && !ended) {
            responseEnded(current, true);
        }
    }

    private void responseEnded(Http1ClientStream current, boolean told) {
        boolean reusable = keepAlive && current.requestEnded();
        if (reusable) {
            stream = null;
            idleSince = System.nanoTime();
        } else {
            end();
            context().close();
        }
        current.ended(body.trailers(), told);
        if (reusable && !ended && stream == null) {
            listener.available(this);
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

    void pauseChanged() {
        Http1ClientStream current = stream;
        if (current != null && !ended) {
            if (current.paused()) {
                context().channel().config().setAutoRead(false);
            } else {
                process();
            }
        }
    }

    /** The request is not wanted any more: closing is the only way to say so. */
    void abandon(Http1ClientStream abandoned) {
        if (stream == abandoned) {
            stream = null;
            close();
        }
    }

    Executor executor() {
        return context().executor();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        Http1ClientStream current = stream;
        if (current != null && context.channel().isWritable()) {
            current.becameWritable();
        }
    }

    // --- Ends

    private void end() {
        if (!ended) {
            ended = true;
            listener.ended(this);
        }
    }

    private void fail(StreamReset.Cause cause, String detail) {
        Http1ClientStream current = stream;
        stream = null;
        end();
        context().close();
        if (current != null) {
            current.broken(new StreamReset(cause, detail));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
        if (held != null) {
            held.release();
            held = null;
        }
        Http1ClientStream current = stream;
        stream = null;
        if (current == null) {
            return;
        }
        if (current.headReceived() && body.endsByClose()) {
            current.ended(body.trailers(), false);
        } else {
            current.broken(
                    gone(current, "the connection was closed before the response was whole"));
        }
    }

    /** A server may have acted on a request of which it has got anything (RFC 9110, 9.2.2). */
    private static StreamReset gone(Http1ClientStream stream, String detail) {
        return stream.sent()
                ? new StreamReset(StreamReset.Cause.BROKEN, detail)
                : new StreamReset(StreamReset.Cause.REFUSED, detail + "; nothing had been sent");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Http1ClientStream current = stream;
        String detail = "the connection broke: " + cause;
        fail(current == null ? StreamReset.Cause.BROKEN : gone(current, detail).cause(), detail);
    }

    private void scheduleIdleCheck(long nanos) {
        if (nanos > 0) {
            context().executor().schedule(this::checkIdle, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void checkIdle() {
        if (ended) {
            return;
        }
        long left = limits.idleNanos() - (System.nanoTime() - idleSince);
        if (stream == null && left <= 0) {
            close();
        } else {
            scheduleIdleCheck(stream == null ? left : limits.idleNanos());
        }
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext context = this.context;
        if (context == null) {
            throw new IllegalStateException("the connection is not in a pipeline yet");
        }
        return context;
    }
}
