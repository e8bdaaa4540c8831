package dev.maneki.connect.netty.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DecoratingHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * Writes the frames of calls into one buffer until it is {@link #push}ed. Netty's own writer makes
 * two buffers, two promises and two entries of the channel's queue of each frame, which for small
 * calls costs more than the frames' content. Frames that are rare are left to it, after a push, so
 * that the order stands.
 *
 * <p>A frame counts as written once it is in the buffer. Should the connection break before that is
 * sent, its end tells the streams.
 */
final class BatchedFrameWriter extends DecoratingHttp2FrameWriter {
    private static final int HEADER_BYTES = 9; // RFC 9113, section 4.1

    /** Data longer than this is sent as it is, not copied. */
    private static final int COPY_LIMIT = 4 * 1024;

    /** A buffer as long as this does not wait for a flush. */
    private static final int PUSH_BYTES = 32 * 1024;

    private static final int LEAST_BUFFER = 512;

    private final DefaultHttp2FrameWriter delegate;
    private final Http2HeadersEncoder fieldsEncoder;
    private @Nullable ByteBuf batch;
    private int lastBytes;
    private boolean closed;

    private BatchedFrameWriter(DefaultHttp2FrameWriter delegate, Http2HeadersEncoder fields) {
        super(delegate);
        this.delegate = delegate;
        this.fieldsEncoder = fields;
    }

    static BatchedFrameWriter create() {
        Http2HeadersEncoder fields = new DefaultHttp2HeadersEncoder();
        return new BatchedFrameWriter(new DefaultHttp2FrameWriter(fields), fields);
    }

    /** Hands what was written over to the channel, without a flush. */
    void push(ChannelHandlerContext context) {
        ByteBuf out = batch;
        if (out != null) {
            batch = null;
            lastBytes = out.readableBytes();
            context.write(out);
        }
    }

    private ByteBuf room(ChannelHandlerContext context, int bytes) {
        ByteBuf out = batch;
        if (out != null && out.readableBytes() + bytes > PUSH_BYTES) {
            push(context);
            out = null;
        }
        if (out == null) {
            // As long as the last was, with some room: it seldom has to grow.
            int size = Math.max(LEAST_BUFFER, Math.max(bytes, lastBytes + lastBytes / 4));
            out = context.alloc().directBuffer(size);
            batch = out;
        }
        return out;
    }

    private static void writeHeader(ByteBuf out, int length, byte type, int flags, int streamId) {
        out.writeMedium(length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(streamId);
    }

    private int maxFrameBytes() {
        return delegate.configuration().frameSizePolicy().maxFrameSize();
    }

    // --- Frames of calls

    @Override
    public ChannelFuture writeHeaders(
            ChannelHandlerContext context,
            int streamId,
            Http2Headers headers,
            int padding,
            boolean endStream,
            ChannelPromise promise) {
        if (closed) {
            return promise.setFailure(new ClosedChannelException());
        }
        ByteBuf out = room(context, HEADER_BYTES);
        int start = out.writerIndex();
        try {
            out.writeZero(HEADER_BYTES);
            fieldsEncoder.encodeHeaders(streamId, headers, out);
        } catch (Http2Exception e) {
            out.writerIndex(start);
            return promise.setFailure(e);
        }
        int flags = endStream ? Http2Flags.END_STREAM : 0;
        int length = out.writerIndex() - start - HEADER_BYTES;
        int most = maxFrameBytes();
        int end = out.writerIndex();
        out.writerIndex(start);
        if (length <= most) {
            writeHeader(
                    out, length, Http2FrameTypes.HEADERS, flags | Http2Flags.END_HEADERS, streamId);
            out.writerIndex(end);
        } else {
            byte[] block = new byte[length];
            out.getBytes(start + HEADER_BYTES, block);
            writeBlock(out, block, most, flags, streamId);
        }
        return promise.setSuccess();
    }

    private static void writeBlock(
            ByteBuf out, byte[] block, int most, int firstFlags, int streamId) {
        byte type = Http2FrameTypes.HEADERS;
        int flags = firstFlags;
        for (int from = 0; from < block.length; from += most) {
            int length = Math.min(most, block.length - from);
            if (from + length == block.length) {
                flags |= Http2Flags.END_HEADERS;
            }
            writeHeader(out, length, type, flags, streamId);
            out.writeBytes(block, from, length);
            type = Http2FrameTypes.CONTINUATION;
            flags = 0;
        }
    }

    @Override
    public ChannelFuture writeHeaders(
            ChannelHandlerContext context,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endStream,
            ChannelPromise promise) {
        // Priorities are deprecated (RFC 9113, section 5.3.2), padding is never asked for.
        return writeHeaders(context, streamId, headers, padding, endStream, promise);
    }

    @Override
    public ChannelFuture writeData(
            ChannelHandlerContext context,
            int streamId,
            ByteBuf data,
            int padding,
            boolean endStream,
            ChannelPromise promise) {
        if (closed) {
            data.release();
            return promise.setFailure(new ClosedChannelException());
        }
        int most = maxFrameBytes();
        while (data.readableBytes() > most) {
            writeFrame(context, streamId, data.readRetainedSlice(most), 0);
        }
        writeFrame(context, streamId, data, endStream ? Http2Flags.END_STREAM : 0);
        return promise.setSuccess();
    }

    private void writeFrame(ChannelHandlerContext context, int streamId, ByteBuf data, int flags) {
        int length = data.readableBytes();
        boolean copied = length <= COPY_LIMIT;
        ByteBuf out = room(context, HEADER_BYTES + (copied ? length : 0));
        writeHeader(out, length, Http2FrameTypes.DATA, flags, streamId);
        if (copied) {
            out.writeBytes(data);
            data.release();
        } else {
            push(context);
            context.write(data);
        }
    }

    @Override
    public ChannelFuture writeWindowUpdate(
            ChannelHandlerContext context, int streamId, int increment, ChannelPromise promise) {
        if (closed) {
            return promise.setFailure(new ClosedChannelException());
        }
        ByteBuf out = room(context, HEADER_BYTES + Integer.BYTES);
        writeHeader(out, Integer.BYTES, Http2FrameTypes.WINDOW_UPDATE, 0, streamId);
        out.writeInt(increment);
        return promise.setSuccess();
    }

    @Override
    public void close() {
        closed = true;
        if (batch != null) {
            batch.release();
            batch = null;
        }
        super.close();
    }

    // --- Rare frames

    @Override
    public ChannelFuture writeRstStream(
            ChannelHandlerContext context, int streamId, long errorCode, ChannelPromise promise) {
        push(context);
        return super.writeRstStream(context, streamId, errorCode, promise);
    }

    @Override
    public ChannelFuture writeSettings(
            ChannelHandlerContext context, Http2Settings settings, ChannelPromise promise) {
        push(context);
        return super.writeSettings(context, settings, promise);
    }

    @Override
    public ChannelFuture writeSettingsAck(ChannelHandlerContext context, ChannelPromise promise) {
        push(context);
        return super.writeSettingsAck(context, promise);
    }

    @Override
    public ChannelFuture writePing(
            ChannelHandlerContext context, boolean ack, long data, ChannelPromise promise) {
        push(context);
        return super.writePing(context, ack, data, promise);
    }

    @Override
    public ChannelFuture writeGoAway(
            ChannelHandlerContext context,
            int lastStreamId,
            long errorCode,
            ByteBuf debugData,
            ChannelPromise promise) {
        push(context);
        return super.writeGoAway(context, lastStreamId, errorCode, debugData, promise);
    }
}
