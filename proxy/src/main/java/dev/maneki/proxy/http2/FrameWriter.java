package dev.maneki.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames (RFC 9113 section 6) one behind the other into one buffer, which goes to the
 * channel when the connection is flushed: the frames of one turn become one write. Only large DATA
 * goes as the buffer that it came in.
 */
final class FrameWriter {
    /**
     * Up to this many bytes of DATA are copied: cheaper than one more buffer in a gathering write.
     */
    private static final int COPIED = 2_048;

    private static final int INITIAL = 1_024;

    private final ChannelHandlerContext context;
    private @Nullable ByteBuf out;

    /** The payload of the frame whose header ends {@link #out}. */
    private @Nullable ByteBuf payload;

    /** The stream of the last DATA frame, if its header is still here, and where its flags are. */
    private int lastDataStream;

    private int lastDataFlags;

    /** Writes to the channel of {@code context}. */
    FrameWriter(ChannelHandlerContext context) {
        this.context = context;
    }

    /** The bytes that are not yet with the channel. */
    int pending() {
        ByteBuf buffer = out;
        ByteBuf behind = payload;
        return (buffer == null ? 0 : buffer.readableBytes())
                + (behind == null ? 0 : behind.readableBytes());
    }

    /** Hands all to the channel, without flushing it. */
    void writeOut() {
        ByteBuf buffer = out;
        ByteBuf behind = payload;
        out = null;
        payload = null;
        lastDataStream = 0;
        // Failed writes are of no interest: the channel closes, and tells so by itself.
        if (buffer != null) {
            context.write(buffer, context.voidPromise());
        }
        if (behind != null) {
            context.write(behind, context.voidPromise());
        }
    }

    /** Throws away what is not yet with the channel. */
    void discard() {
        ByteBuf buffer = out;
        ByteBuf behind = payload;
        out = null;
        payload = null;
        lastDataStream = 0;
        if (buffer != null) {
            buffer.release();
        }
        if (behind != null) {
            behind.release();
        }
    }

    /** Bytes that are no frame: the client's preface. */
    void raw(byte[] bytes) {
        room(bytes.length).writeBytes(bytes);
    }

    /** SETTINGS with pairs of identifier and value. */
    void settings(long... pairs) {
        int length = pairs.length / 2 * 6;
        ByteBuf buffer = frame(length, Frames.SETTINGS, 0, 0);
        for (int i = 0; i < pairs.length; i += 2) {
            buffer.writeShort((int) pairs[i]);
            buffer.writeInt((int) pairs[i + 1]);
        }
    }

    /** Acknowledges SETTINGS. */
    void settingsAcknowledged() {
        frame(0, Frames.SETTINGS, Frames.FLAG_ACK, 0);
    }

    /** PING, or the answer to one. */
    void ping(boolean acknowledged, long opaque) {
        frame(8, Frames.PING, acknowledged ? Frames.FLAG_ACK : 0, 0).writeLong(opaque);
    }

    /** GOAWAY. */
    void goAway(int lastStreamId, int code) {
        frame(8, Frames.GOAWAY, 0, 0).writeInt(lastStreamId).writeInt(code);
    }

    /** RST_STREAM. */
    void reset(int streamId, int code) {
        frame(4, Frames.RST_STREAM, 0, streamId).writeInt(code);
    }

    /** WINDOW_UPDATE; stream 0 is the connection. */
    void windowUpdate(int streamId, int increment) {
        frame(4, Frames.WINDOW_UPDATE, 0, streamId).writeInt(increment);
    }

    /** HEADERS, and CONTINUATION as far as needed. */
    void headers(int streamId, HpackEncoder block, boolean endStream) {
        int total = block.length();
        int end = endStream ? Frames.FLAG_END_STREAM : 0;
        int count = Math.min(total, Frames.MAX_PAYLOAD);
        int last = count == total ? Frames.FLAG_END_HEADERS : 0;
        frame(count, Frames.HEADERS, end | last, streamId).writeBytes(block.array(), 0, count);
        for (int at = count; at < total; at += count) {
            count = Math.min(total - at, Frames.MAX_PAYLOAD);
            last = at + count == total ? Frames.FLAG_END_HEADERS : 0;
            frame(count, Frames.CONTINUATION, last, streamId).writeBytes(block.array(), at, count);
        }
    }

    /**
     * Ends a stream behind its last DATA: in that frame, if it is still here, else in an empty one.
     */
    void endOfData(int streamId) {
        ByteBuf buffer = out;
        if (buffer != null && lastDataStream == streamId) {
            buffer.setByte(lastDataFlags, Frames.FLAG_END_STREAM);
        } else {
            frame(0, Frames.DATA, Frames.FLAG_END_STREAM, streamId);
        }
    }

    /**
     * DATA with the first {@code count} bytes of {@code source}, which are read from it; the buffer
     * changes owner if these are all.
     */
    void data(int streamId, ByteBuf source, int count, boolean endStream) {
        int flags = endStream ? Frames.FLAG_END_STREAM : 0;
        boolean all = count == source.readableBytes();
        boolean copied = count <= COPIED;
        ByteBuf buffer = room(Frames.HEADER_BYTES + (copied ? count : 0));
        lastDataStream = streamId;
        lastDataFlags = buffer.writerIndex() + 4;
        header(buffer, count, Frames.DATA, flags, streamId);
        if (copied) {
            buffer.writeBytes(source, count);
            if (all) {
                source.release();
            }
        } else {
            payload = all ? source : source.readRetainedSlice(count);
        }
    }

    private ByteBuf frame(int length, int type, int flags, int streamId) {
        ByteBuf buffer = room(Frames.HEADER_BYTES + length);
        header(buffer, length, type, flags, streamId);
        return buffer;
    }

    private static void header(ByteBuf buffer, int length, int type, int flags, int streamId) {
        // Length and type are one integer on the wire.
        buffer.writeInt(length << 8 | type);
        buffer.writeByte(flags);
        buffer.writeInt(streamId);
    }

    private ByteBuf room(int count) {
        if (payload != null) {
            writeOut();
        }
        ByteBuf buffer = out;
        if (buffer == null) {
            buffer = context.alloc().directBuffer(Math.max(INITIAL, count));
            out = buffer;
        } else {
            buffer.ensureWritable(count);
        }
        return buffer;
    }
}
