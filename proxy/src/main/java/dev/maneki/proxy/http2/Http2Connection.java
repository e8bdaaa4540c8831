package dev.maneki.proxy.http2;

import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.proxy.worker.FlushQueue;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.model.Limit;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
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
abstract class Http2Connection extends ChannelInboundHandlerAdapter
        implements FrameReader.Listener, FlushQueue.Flushable {
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

    /** How often it has been flushed. */
    long flushes;

    /** How many frames, other than DATA, have been read whole: shows progress. */
    int framesRead;

    final HeaderBlock headerBlock;

    @SuppressWarnings("NullAway.Init") // by handlerAdded, before anything else
    ChannelHandlerContext context;

    @SuppressWarnings("NullAway.Init") // likewise
    FrameWriter writer;

    private final FrameReader reader;
    private final boolean server;
    private final int bufferLimit;

    /** Streams whose end the exchange is told of after the flush, and room for the next ones. */
    private ArrayList<Http2Stream> afterFlush = new ArrayList<>(4);

    private ArrayList<Http2Stream> spare = new ArrayList<>(4);

    private boolean started;
    private boolean dirty;
    private boolean flushing;
    private boolean terminated;
    private boolean closeWhenFlushed;
    private boolean readingStopped;
    private int uncredited;
    private int receiveWindow = CONNECTION_WINDOW;
    private @Nullable Http2Stream dataStream;
    private boolean dataEndsStream;

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
        this.reader = new FrameReader(this, server);
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
            flushNow();
        }
    }

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object message) {
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
            if (!flushing) {
                worker.flushQueue().flushAll();
            }
        }
    }

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
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
        terminate(connectionFault(String.valueOf(cause)));
        ctx.close();
        worker.flushQueue().flushAll();
    }

    // Frames in.

    @Override
    public final void onDataStart(int streamId, int length, boolean endStream) {
        checkOrder(Frames.DATA, streamId);
        if (isIdle(streamId)) {
            throw protocolError("DATA on an idle stream");
        }
        if (length == 0 && !endStream) {
            spend();
        }
        receiveWindow -= length;
        if (receiveWindow < 0) {
            throw new ConnectionException(
                    ErrorCode.FLOW_CONTROL_ERROR, "DATA beyond the connection's window");
        }
        dataEndsStream = endStream;
        Http2Stream stream = streams.get(streamId);
        dataStream = stream;
        if (stream == null) {
            if (!server || recentResets.contains(streamId)) {
                // What was under way when we reset the stream is little; more is a flood.
                spend();
            } else {
                streamError(null, streamId, ErrorCode.STREAM_CLOSED, "DATA on a closed stream");
            }
        } else if (stream.remoteEnded) {
            dataStream = null;
            streamError(stream, streamId, ErrorCode.STREAM_CLOSED, "DATA after END_STREAM");
        } else if (!stream.takeReceiveWindow(length)) {
            dataStream = null;
            streamError(stream, streamId, ErrorCode.FLOW_CONTROL_ERROR, "DATA beyond the window");
        } else if (length > 0) {
            budget.earn(2);
        }
    }

    @Override
    public final void onDataPadding(int bytes) {
        Http2Stream stream = dataStream;
        if (stream == null || stream.closed) {
            credit(bytes);
        } else {
            stream.credit(bytes, dataEndsStream);
        }
    }

    @Override
    public final void onData(ByteBuf piece) {
        Http2Stream stream = dataStream;
        if (stream == null || stream.closed) {
            credit(piece.readableBytes());
            piece.release();
        } else {
            stream.receive(piece, dataEndsStream);
        }
    }

    @Override
    public final void onDataEnd() {
        Http2Stream stream = dataStream;
        dataStream = null;
        if (dataEndsStream && stream != null && !stream.closed) {
            stream.receiveEnd(null);
        }
    }

    @Override
    public final void onFrame(int type, int flags, int streamId, byte[] payload, int length) {
        framesRead++;
        checkOrder(type, streamId);
        switch (type) {
            case Frames.HEADERS -> onHeaders(flags, streamId, payload, length);
            case Frames.CONTINUATION -> onContinuation(flags, payload, length);
            case Frames.PRIORITY -> onPriority(streamId, payload, length);
            case Frames.RST_STREAM -> onReset(streamId, payload, length);
            case Frames.SETTINGS -> onSettings(flags, streamId, payload, length);
            case Frames.PUSH_PROMISE -> throw protocolError("PUSH_PROMISE");
            case Frames.PING -> onPing(flags, streamId, payload, length);
            case Frames.GOAWAY -> {
                if (streamId != 0) {
                    throw protocolError("GOAWAY on a stream");
                }
                if (length < 8) {
                    throw sizeError("GOAWAY");
                }
                onGoAway(
                        FrameReader.integer(payload, 0) & 0x7fffffff,
                        FrameReader.integer(payload, 4));
            }
            case Frames.WINDOW_UPDATE -> onWindowUpdate(streamId, payload, length);
            default -> spend(); // RFC 9113 section 4.1: ignored
        }
    }

    /** SETTINGS come first (section 3.4), and nothing between HEADERS and CONTINUATION (6.10). */
    private void checkOrder(int type, int streamId) {
        if (headerBlock.isOpen() != (type == Frames.CONTINUATION)
                || (headerBlock.isOpen() && streamId != headerBlock.streamId())) {
            throw protocolError("CONTINUATION out of order");
        }
        if (!peer.received() && type != Frames.SETTINGS) {
            throw protocolError("the first frame is not SETTINGS");
        }
    }

    private void onHeaders(int flags, int streamId, byte[] payload, int length) {
        if (streamId == 0) {
            throw protocolError("HEADERS on stream 0");
        }
        int from = 0;
        int to = length;
        if ((flags & Frames.FLAG_PADDED) != 0) {
            if (length < 1) {
                throw sizeError("HEADERS");
            }
            from = 1;
            to -= payload[0] & 0xff;
        }
        boolean selfDependent = false;
        if ((flags & Frames.FLAG_PRIORITY) != 0) {
            if (length - from < 5) {
                throw sizeError("HEADERS");
            }
            selfDependent = (FrameReader.integer(payload, from) & 0x7fffffff) == streamId;
            from += 5;
        }
        if (to < from) {
            throw protocolError("padding beyond the frame");
        }
        budget.earn(2);
        boolean end = (flags & Frames.FLAG_END_STREAM) != 0;
        if ((flags & Frames.FLAG_END_HEADERS) == 0) {
            headerBlock.begin(streamId, end, selfDependent);
            appendFragment(payload, from, to);
            return;
        }
        if (from > 0) {
            System.arraycopy(payload, from, payload, 0, to - from);
        }
        onHeaderBlock(streamId, end, selfDependent, payload, to - from);
    }

    private void onContinuation(int flags, byte[] payload, int length) {
        appendFragment(payload, 0, length);
        if ((flags & Frames.FLAG_END_HEADERS) != 0) {
            int id = headerBlock.streamId();
            byte[] block = headerBlock.array();
            headerBlock.end();
            onHeaderBlock(
                    id,
                    headerBlock.endStream(),
                    headerBlock.selfDependent(),
                    block,
                    headerBlock.length());
        }
    }

    private void appendFragment(byte[] payload, int from, int to) {
        if (!headerBlock.append(payload, from, to)) {
            worker.metrics().limitHit(Limit.HEADER_BYTES);
            throw new ConnectionException(ErrorCode.ENHANCE_YOUR_CALM, "header block too large");
        }
    }

    private void onPriority(int streamId, byte[] payload, int length) {
        if (streamId == 0) {
            throw protocolError("PRIORITY on stream 0");
        }
        if (length != 5) {
            throw sizeError("PRIORITY");
        }
        if ((FrameReader.integer(payload, 0) & 0x7fffffff) == streamId) {
            throw protocolError("a stream that depends on itself");
        }
        spend();
    }

    private void onReset(int streamId, byte[] payload, int length) {
        if (streamId == 0 || isIdle(streamId)) {
            throw protocolError("RST_STREAM on an idle stream");
        }
        if (length != 4) {
            throw sizeError("RST_STREAM");
        }
        Http2Stream stream = streams.get(streamId);
        if (stream == null) {
            spend();
        } else {
            onStreamReset(stream, FrameReader.integer(payload, 0));
        }
    }

    private void onSettings(int flags, int streamId, byte[] payload, int length) {
        if (streamId != 0) {
            throw protocolError("SETTINGS on a stream");
        }
        if ((flags & Frames.FLAG_ACK) != 0) {
            if (length != 0) {
                throw sizeError("SETTINGS");
            }
            if (!peer.received()) {
                throw protocolError("the first frame acknowledges SETTINGS");
            }
            spend();
            return;
        }
        if (length % 6 != 0) {
            throw sizeError("SETTINGS");
        }
        spend();
        int before = peer.initialWindow();
        peer.apply(payload, length, !server);
        encoder.peerTableSize(peer.headerTableSize());
        int change = peer.initialWindow() - before;
        if (change != 0) {
            for (Http2Stream stream : streams.values()) {
                if (!stream.changeSendWindow(change)) {
                    throw new ConnectionException(
                            ErrorCode.FLOW_CONTROL_ERROR, "a stream's window above 2^31-1");
                }
            }
        }
        writer.settingsAcknowledged();
        touch();
        onPeerSettings();
    }

    private void onPing(int flags, int streamId, byte[] payload, int length) {
        if (streamId != 0) {
            throw protocolError("PING on a stream");
        }
        if (length != 8) {
            throw sizeError("PING");
        }
        long opaque =
                (long) FrameReader.integer(payload, 0) << 32
                        | (FrameReader.integer(payload, 4) & 0xffffffffL);
        spend();
        if ((flags & Frames.FLAG_ACK) != 0) {
            onPingAcknowledged(opaque);
        } else {
            writer.ping(true, opaque);
            touch();
        }
    }

    private void onWindowUpdate(int streamId, byte[] payload, int length) {
        if (length != 4) {
            throw sizeError("WINDOW_UPDATE");
        }
        int increment = FrameReader.integer(payload, 0) & 0x7fffffff;
        if (streamId == 0) {
            if (increment == 0) {
                throw protocolError("WINDOW_UPDATE of 0");
            }
            spend();
            scheduler.increase(increment);
            touch();
            return;
        }
        if (isIdle(streamId)) {
            throw protocolError("WINDOW_UPDATE on an idle stream");
        }
        spend();
        Http2Stream stream = streams.get(streamId);
        if (stream == null) {
            return;
        }
        if (increment == 0) {
            streamError(stream, streamId, ErrorCode.PROTOCOL_ERROR, "WINDOW_UPDATE of 0");
        } else if (!stream.changeSendWindow(increment)) {
            streamError(stream, streamId, ErrorCode.FLOW_CONTROL_ERROR, "window above 2^31-1");
        }
    }

    /** Counts a frame of control. */
    private void spend() {
        if (!budget.spend()) {
            worker.metrics().limitHit(Limit.CONTROL_FRAME_BUDGET);
            throw new ConnectionException(ErrorCode.ENHANCE_YOUR_CALM, "too many control frames");
        }
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
        touch();
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
        if (!dirty) {
            dirty = true;
            worker.flushQueue().add(this);
        }
    }

    @Override
    public final void flushNow() {
        dirty = false;
        if (terminated) {
            writer.discard();
        } else {
            flushing = true;
            flushes++;
            do {
                scheduler.pump(context.channel(), writer);
                writer.writeOut();
                context.flush();
            } while (!terminated && scheduler.pump(context.channel(), writer));
            flushing = false;
            writer.writeOut();
        }
        if (!afterFlush.isEmpty()) {
            ArrayList<Http2Stream> batch = afterFlush;
            afterFlush = spare;
            spare = batch;
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).afterFlush();
            }
            batch.clear();
        }
        if (!terminated) {
            onFlushed();
        }
        if (closeWhenFlushed && !terminated) {
            closeWhenFlushed = false;
            // Behind all that the socket has not yet taken.
            context.writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(written -> Closing.gently(context));
        }
    }

    /** Calls {@link Http2Stream#afterFlush} after the next flush. */
    final void afterFlush(Http2Stream stream) {
        afterFlush.add(stream);
        touch();
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

    /** Gives the peer credit on the connection for bytes that are no longer with us. */
    final void credit(int count) {
        uncredited += count;
        if (uncredited >= CONNECTION_WINDOW / 2 && !terminated) {
            writer.windowUpdate(0, uncredited);
            receiveWindow += uncredited;
            uncredited = 0;
            touch();
        }
    }

    /** Whether the peer may send nothing, whichever stream made it so. */
    final boolean isHoldingBack() {
        return receiveWindow < Frames.MAX_PAYLOAD;
    }

    /** Writes trailers, which end the stream. */
    final void writeTrailers(int streamId, HeaderFields trailers) {
        encoder.begin();
        encodeFields(trailers);
        writer.headers(streamId, encoder, true);
        budget.earn(2);
    }

    /** Encodes all fields that HTTP/2 may carry. */
    final void encodeFields(HeaderFields fields) {
        byte[] array = fields.array();
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.live(i)) {
                continue;
            }
            int from = fields.nameStart(i);
            int to = fields.nameEnd(i);
            int hash = fields.nameHash(i);
            if (!FieldSyntax.isConnectionSpecific(array, from, to, hash)) {
                encoder.field(
                        array, from, to, array, fields.valueStart(i), fields.valueEnd(i), hash);
            }
        }
    }

    // The end.

    /** Whether it is over. */
    final boolean isTerminated() {
        return terminated;
    }

    /** Whether a frame has begun and not ended, DATA aside. */
    final boolean isMidFrame() {
        return !reader.prefaceRead() || (!reader.idle() && dataStream == null);
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
        closeWhenFlushed = true;
        touch();
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
            stream.dispose();
            stream.deliverReset(stream.whenClosed(fault));
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

    private static ConnectionException sizeError(String frame) {
        return new ConnectionException(ErrorCode.FRAME_SIZE_ERROR, frame + " of a wrong size");
    }
}
