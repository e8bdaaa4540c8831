package dev.maneki.proxy.http2;

import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.model.Limit;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What both halves of HTTP/2 have in common of a connection (RFC 9113): frames in and out, the
 * table of streams, the connection's windows, budgets, and the end.
 *
 * <p>It is the only handler of its channel besides TLS. All on the event loop.
 */
abstract class Http2Connection extends ChannelInboundHandlerAdapter {
    /** What each stream's window starts with, and our SETTINGS_INITIAL_WINDOW_SIZE. */
    static final int STREAM_WINDOW = 65_536;

    /** The window of the connection: the most that paused streams can make us hold. */
    static final int CONNECTION_WINDOW = 1 << 20;

    /** SETTINGS_HEADER_TABLE_SIZE, its default. */
    static final int TABLE_SIZE = 4_096;

    /** More than this beyond the buffer's limit can only be answers to frames: stop reading. */
    private static final int CONTROL_SLACK = 131_072;

    final Worker worker;
    final PeerSettings peer = new PeerSettings();
    final SendScheduler scheduler = new SendScheduler();
    final HpackDecoder decoder = new HpackDecoder(TABLE_SIZE);
    final HpackEncoder encoder = new HpackEncoder();
    final IntObjectHashMap<Http2Stream> streams = new IntObjectHashMap<>(16);
    final RecentResets recentResets = new RecentResets();
    final TrailerDecoder trailerDecoder = new TrailerDecoder();

    /** Control frames: PING, SETTINGS and the like. */
    final FrameBudget budget;

    /** {@link System#nanoTime()}, but only as often as it is looked at. */
    long clock = System.nanoTime();

    final HeaderBlock headerBlock;

    @SuppressWarnings("NullAway.Init") // by handlerAdded, before anything else
    ChannelHandlerContext context;

    @SuppressWarnings("NullAway.Init") // likewise
    FrameWriter writer;

    /** Whether the peer is the client. */
    final boolean server;

    /** When what was written goes out. */
    final Http2Output output;

    private final InboundFrames frames;
    private final FrameReader reader;
    private final int bufferLimit;

    /** Bytes of DATA that may still come for streams that we have reset. */
    private long underWay;

    private boolean started;
    private boolean terminated;
    private boolean readingStopped;
    private final ReceiveWindow receiveWindow = new ReceiveWindow(CONNECTION_WINDOW);

    /**
     * @param server whether the peer is the client
     * @param bufferLimit {@link Limit#CONNECTION_BUFFER}
     * @param headerLimit bytes of a header section; twice as much may come encoded before the
     *     connection, and not the request alone, is refused
     * @param controlLimit {@link Limit#CONTROL_FRAME_BUDGET}
     */
    Http2Connection(
            Worker worker, boolean server, int bufferLimit, int headerLimit, int controlLimit) {
        this.worker = worker;
        this.server = server;
        this.bufferLimit = bufferLimit;
        this.output = new Http2Output(this, worker.flushQueue());
        this.frames = new InboundFrames(this);
        this.reader = new FrameReader(frames, server);
        this.budget = new FrameBudget(controlLimit);
        int encoded = headerLimit > (1 << 29) ? Integer.MAX_VALUE : 2 * headerLimit;
        this.headerBlock = new HeaderBlock(Math.max(encoded, Frames.MAX_PAYLOAD));
    }

    // What a half adds.

    /** The connection stands: write what comes first. */
    abstract void start();

    /** A whole header block; must be decoded in any case. */
    abstract void onHeaderBlock(
            int streamId, boolean endStream, boolean selfDependent, byte[] block, int length);

    /** Whether no stream of this number has been opened yet (RFC 9113 section 5.1.1). */
    abstract boolean isIdle(int streamId);

    /** The last of the peer's streams that we looked at, for GOAWAY. */
    abstract int lastPeerStream();

    abstract void onPeerSettings();

    abstract void onPingAcknowledged(long opaque);

    abstract void onGoAway(int lastStreamId, int code);

    /** The peer reset a stream. */
    abstract void onStreamReset(Http2Stream stream, int code);

    /** The peer broke a rule of one stream; false if it has done so too often. */
    abstract boolean onStreamError();

    /** A stream is out of the table. */
    abstract void onForgotten(Http2Stream stream);

    /** A flush is done, and the exchange has been told of what ended with it. */
    abstract void onFlushed();

    /** All is over; streams have been told. */
    abstract void onTerminated();

    /** The fault for streams that end with the connection. */
    abstract StreamFault connectionFault(String detail);

    // The channel.

    @Override
    public final void handlerAdded(ChannelHandlerContext ctx) {
        worker.clock().refresh();
        context = ctx;
        writer = new FrameWriter(ctx);
        ctx.channel()
                .config()
                .setWriteBufferWaterMark(new WriteBufferWaterMark(bufferLimit / 2, bufferLimit));
        if (ctx.channel().isActive()) {
            begin();
        }
    }

    @Override
    public final void channelActive(ChannelHandlerContext ctx) {
        begin();
    }

    private void begin() {
        if (!started) {
            started = true;
            start();
            writer.windowUpdate(0, CONNECTION_WINDOW - Frames.DEFAULT_WINDOW);
            output.flushNow();
        }
    }

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object message) {
        worker.clock().refresh();
        ByteBuf in = (ByteBuf) message;
        try {
            if (!terminated) {
                reader.read(in);
            }
        } catch (ConnectionException e) {
            fail(e.code(), e.detail());
        } finally {
            in.release();
        }
    }

    @Override
    public final void channelReadComplete(ChannelHandlerContext ctx) {
        worker.flushQueue().flushAll();
        if (!readingStopped && pendingBytes() > (long) bufferLimit + CONTROL_SLACK) {
            // The peer makes us answer and does not read the answers.
            readingStopped = true;
            ctx.channel().config().setAutoRead(false);
        }
    }

    private long pendingBytes() {
        return context.channel().bytesBeforeWritable() + writer.pending();
    }

    @Override
    public final void channelWritabilityChanged(ChannelHandlerContext ctx) {
        worker.clock().refresh();
        if (!ctx.channel().isWritable()) {
            return;
        }
        if (readingStopped) {
            readingStopped = false;
            ctx.channel().config().setAutoRead(true);
        }
        if (!scheduler.isIdle()) {
            touch();
            // Inside a flush the loop there goes on by itself; else nobody else would flush.
            if (!output.flushing()) {
                worker.flushQueue().flushAll();
            }
        }
    }

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
        worker.clock().refresh();
        terminate(connectionFault("the connection was closed"));
        worker.flushQueue().flushAll();
    }

    @Override
    public final void handlerRemoved(ChannelHandlerContext ctx) {
        terminate(connectionFault("the connection was closed"));
        worker.flushQueue().flushAll();
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        worker.clock().refresh();
        terminate(connectionFault(String.valueOf(cause)));
        ctx.close();
        worker.flushQueue().flushAll();
    }

    // Errors of one stream.

    /** Resets a stream because its message breaks the rules (RFC 9113 section 8.1.1). */
    final void malformed(Http2Stream stream, String detail) {
        streamError(stream, stream.id, ErrorCode.PROTOCOL_ERROR, detail);
    }

    /** Resets a stream for what the peer did; counts that, since the peer can cause it at will. */
    final void streamError(@Nullable Http2Stream stream, int streamId, int code, String detail) {
        reset(streamId, code);
        if (stream != null) {
            forget(stream);
            stream.deliverReset(stream.malformed(detail));
        }
        if (!onStreamError()) {
            worker.metrics().limitHit(Limit.RESET_BUDGET);
            fail(ErrorCode.ENHANCE_YOUR_CALM, "too many streams reset");
        }
    }

    /** Writes RST_STREAM, and remembers that what is still to come must be ignored. */
    final void reset(int streamId, int code) {
        writer.reset(streamId, code);
        recentResets.add(streamId);
        Http2Stream stream = streams.get(streamId);
        if (stream != null) {
            underWay += stream.receivable();
        }
        touch();
    }

    /**
     * Counts DATA of a stream that is no more. What may have been under way when we reset a stream
     * was ours to ask for, and costs nothing, in however many frames it comes; false if it is more
     * than that.
     */
    final boolean takeUnderWay(int length) {
        if (length == 0 || length > underWay) {
            return false;
        }
        underWay -= length;
        return true;
    }

    /** Takes a stream out of the table and throws away what waits. */
    final void forget(Http2Stream stream) {
        if (streams.remove(stream.id) != null) {
            stream.dispose();
            onForgotten(stream);
        }
    }

    /** Takes a stream out of the table that has ended both ways; what waits is still delivered. */
    final void retire(Http2Stream stream) {
        if (streams.remove(stream.id) != null) {
            stream.closed = true;
            onForgotten(stream);
        }
    }

    // Out.

    /** Something has been written: it goes out with the next flush. */
    final void touch() {
        output.touch();
    }

    /** Calls {@link Http2Stream#afterFlush} after the next flush. */
    final void afterFlush(Http2Stream stream) {
        output.afterFlush(stream);
    }

    /** Whether the socket's buffer takes more. */
    final boolean hasRoom() {
        return scheduler.isIdle() && context.channel().bytesBeforeUnwritable() > writer.pending();
    }

    /** Whether the streams together have as much waiting as one connection may. */
    final boolean isBufferFull() {
        return scheduler.queued() >= bufferLimit;
    }

    final ByteBufAllocator allocator() {
        return context.alloc();
    }

    /** Counts a DATA frame against the connection's window; false if it is beyond it. */
    final boolean takeReceiveWindow(int length) {
        return receiveWindow.take(length);
    }

    /** Gives the peer credit on the connection for bytes that are no longer with us. */
    final void credit(int count) {
        int increment = receiveWindow.give(count);
        if (increment > 0 && !terminated) {
            writer.windowUpdate(0, increment);
            touch();
        }
    }

    /** Whether the peer may send nothing, whichever stream made it so. */
    final boolean isHoldingBack() {
        return receiveWindow.left() < Frames.MAX_PAYLOAD;
    }

    /** Writes trailers, which end the stream. */
    final void writeTrailers(int streamId, HeaderFields trailers) {
        encoder.begin();
        encoder.fields(trailers);
        writer.headers(streamId, encoder, true);
        budget.earn(2);
    }

    // The end.

    /** How many frames have come. */
    final int framesRead() {
        return frames.read();
    }

    /** Whether it is over. */
    final boolean isTerminated() {
        return terminated;
    }

    /** Whether a frame has begun and not ended, DATA aside. */
    final boolean isMidFrame() {
        return !reader.prefaceRead() || (!reader.idle() && !frames.inData());
    }

    /** Ends the connection with GOAWAY (RFC 9113 section 5.4.1). */
    final void fail(int code, String detail) {
        if (terminated) {
            return;
        }
        writer.goAway(lastPeerStream(), code);
        writer.writeOut();
        context.flush();
        terminate(connectionFault(ErrorCode.name(code) + ": " + detail));
        Closing.gently(context);
    }

    /** Closes once all that was written is out. */
    final void closeAfterFlush() {
        output.closeAfterFlush();
    }

    /** Tells all streams that it is over. */
    final void terminate(StreamFault fault) {
        if (terminated) {
            return;
        }
        terminated = true;
        reader.stop();
        writer.discard();
        ArrayList<Http2Stream> running = new ArrayList<>(streams.values());
        streams.clear();
        for (Http2Stream stream : running) {
            if (stream.outlivesConnection()) {
                stream.discardOutbound();
                stream.closed = true;
            } else {
                stream.dispose();
                stream.deliverReset(stream.whenClosed(fault));
            }
        }
        onTerminated();
        touch();
    }

    /** Closes at once. */
    final void close(StreamFault fault) {
        terminate(fault);
        context.close();
    }

    static ConnectionException protocolError(String detail) {
        return new ConnectionException(ErrorCode.PROTOCOL_ERROR, detail);
    }
}
