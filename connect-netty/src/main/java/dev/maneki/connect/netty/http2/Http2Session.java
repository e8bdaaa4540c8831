package dev.maneki.connect.netty.http2;

import dev.maneki.connect.Metadata;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/2 connection, whatever its side: frames to {@link Http2Exchange}s and back.
 *
 * <p>Sends only queue. They are flushed once when the read is over that they are part of, else once
 * at the end of the event loop's turn, so that many streams share one write.
 */
abstract class Http2Session extends Http2ConnectionHandler {
    private static final int MAX_SMALL_CONTINUATIONS = 16;

    private final Http2Connection.PropertyKey exchangeKey;
    private @Nullable ChannelHandlerContext context;
    private boolean reading;
    private boolean flushScheduled;
    private boolean flushing;
    private boolean flushAgain;
    private long lastRead = System.nanoTime();

    Http2Session(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings) {
        super(decoder, encoder, settings, true, true);
        exchangeKey = connection().newKey();
        // A client is not closed by slow streams when it errs; there is no graceful close here.
        gracefulShutdownTimeoutMillis(0);
        encoder.flowController().listener(this::writabilityChanged);
    }

    // --- The codec

    /** A connection whose streams share its window equally. */
    static Http2Connection newConnection(boolean server) {
        DefaultHttp2Connection connection = new DefaultHttp2Connection(server);
        connection
                .remote()
                .flowController(
                        new DefaultHttp2RemoteFlowController(
                                connection, new UniformStreamByteDistributor(connection)));
        connection
                .local()
                .flowController(new DefaultHttp2LocalFlowController(connection, 0.5f, false));
        return connection;
    }

    static Http2ConnectionEncoder newEncoder(Http2Connection connection, int maxResets) {
        return new ControlFrameBudget(
                new DefaultHttp2ConnectionEncoder(connection, BatchedFrameWriter.create()),
                maxResets);
    }

    static Http2ConnectionDecoder newDecoder(
            Http2Connection connection, Http2ConnectionEncoder encoder, int maxHeaderBytes) {
        DefaultHttp2HeadersDecoder fields =
                new DefaultHttp2HeadersDecoder(true, maxHeaderBytes) {
                    @Override
                    protected Http2Headers newHeaders() {
                        return new InboundFields();
                    }
                };
        return new DefaultHttp2ConnectionDecoder(
                connection,
                encoder,
                new DefaultHttp2FrameReader(fields, MAX_SMALL_CONTINUATIONS),
                Http2PromisedRequestVerifier.ALWAYS_VERIFY,
                true,
                true,
                true,
                true);
    }

    // --- In

    @Override
    public void handlerAdded(ChannelHandlerContext context) throws Exception {
        this.context = context;
        super.handlerAdded(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        reading = true;
        super.channelRead(context, message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        reading = false;
        lastRead = System.nanoTime();
        super.channelReadComplete(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close(); // What it meant for the streams, their closing tells.
    }

    private void writabilityChanged(Http2Stream stream) {
        Http2Exchange exchange = exchange(stream);
        if (exchange != null && writable(stream)) {
            exchange.becameWritable();
        }
    }

    final @Nullable Http2Exchange exchange(@Nullable Http2Stream stream) {
        return stream == null ? null : stream.getProperty(exchangeKey);
    }

    final void attach(Http2Stream stream, Http2Exchange exchange) {
        stream.setProperty(exchangeKey, exchange);
    }

    final long silentNanos() {
        return System.nanoTime() - lastRead;
    }

    // --- Out

    final void writeHeaders(int streamId, OutboundFields fields, boolean end) {
        ChannelHandlerContext context = context();
        encoder().writeHeaders(context, streamId, fields, 0, end, context.newPromise());
    }

    final void writeData(int streamId, ByteBuf data, boolean end) {
        ChannelHandlerContext context = context();
        encoder().writeData(context, streamId, data, 0, end, context.newPromise());
    }

    final void resetStream(int streamId, long errorCode) {
        ChannelHandlerContext context = context();
        resetStream(context, streamId, errorCode, context.newPromise());
        flushSoon();
    }

    final void consume(Http2Stream stream, int bytes) {
        try {
            if (connection().local().flowController().consumeBytes(stream, bytes)) {
                flushSoon();
            }
        } catch (Http2Exception e) {
            onError(context(), true, e);
        }
    }

    final boolean writable(Http2Stream stream) {
        return encoder().flowController().isWritable(stream);
    }

    final ByteBuf allocate(int size) {
        return context().alloc().directBuffer(size);
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        if (flushing) {
            flushAgain = true; // The loop below does it: a flush may make a stream writable.
            return;
        }
        flushing = true;
        try {
            do {
                flushAgain = false;
                encoder().flowController().writePendingBytes();
                writer().push(context);
                context.flush();
            } while (flushAgain);
        } catch (Throwable thrown) { // as the codec's own: the connection's error, or a stream's
            onError(context, true, thrown);
        } finally {
            flushing = false;
        }
    }

    private BatchedFrameWriter writer() {
        return (BatchedFrameWriter) encoder().frameWriter();
    }

    final void flushSoon() {
        if (!reading && !flushScheduled) {
            flushScheduled = true;
            context().executor().execute(this::scheduledFlush);
        }
    }

    private void scheduledFlush() {
        flushScheduled = false;
        flush(context());
    }

    final void flushNow() {
        flush(context());
    }

    final Executor executor() {
        return context().executor();
    }

    final ChannelHandlerContext context() {
        ChannelHandlerContext context = this.context;
        if (context == null) {
            throw new IllegalStateException("the connection is not in a pipeline yet");
        }
        return context;
    }

    /** Frames and events, as far as both sides treat them alike. */
    abstract class Events extends Http2EventAdapter {
        @Override
        public int onDataRead(
                ChannelHandlerContext context,
                int streamId,
                ByteBuf data,
                int padding,
                boolean endOfStream) {
            Http2Exchange exchange = exchange(connection().stream(streamId));
            if (exchange == null) {
                return data.readableBytes() + padding;
            }
            int consumed = exchange.receive(data, padding);
            if (endOfStream) {
                exchange.receiveEnd(Metadata.EMPTY);
            }
            return consumed;
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext context,
                int streamId,
                Http2Headers headers,
                int padding,
                boolean endOfStream)
                throws Http2Exception {
            Http2Stream stream = connection().stream(streamId);
            if (stream != null) {
                headersRead(stream, (InboundFields) headers, endOfStream);
            }
        }

        @Override
        public final void onHeadersRead(
                ChannelHandlerContext context,
                int streamId,
                Http2Headers headers,
                int streamDependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean endOfStream)
                throws Http2Exception {
            onHeadersRead(context, streamId, headers, padding, endOfStream);
        }

        abstract void headersRead(Http2Stream stream, InboundFields fields, boolean end)
                throws Http2Exception;
    }
}
