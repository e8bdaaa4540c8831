package dev.maneki.connect.netty.http3;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.netty.http2.InboundFields;
import dev.maneki.connect.netty.wire.ErrorCodes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http3.DefaultHttp3DataFrame;
import io.netty.handler.codec.http3.DefaultHttp3HeadersFrame;
import io.netty.handler.codec.http3.DefaultHttp3UnknownFrame;
import io.netty.handler.codec.http3.Http3DataFrame;
import io.netty.handler.codec.http3.Http3Headers;
import io.netty.handler.codec.http3.Http3HeadersFrame;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamResetException;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One stream, whatever its side. What is sent gathers until it is flushed. */
abstract class Http3Exchange extends ChannelInboundHandlerAdapter {
    private static final int COPY_LIMIT = 16 * 1024;
    private static final int MAX_WAITING = 64 * 1024;
    private static final int RESERVED_FRAME = 0x40;

    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf gathered;
    private Metadata trailers = Metadata.EMPTY;
    private boolean headReceived;
    private boolean blocked;
    private int waiting;
    private boolean localEnded;
    private boolean remoteEnded;
    private boolean over;

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
    }

    public Executor executor() {
        return context().executor();
    }

    // --- Out

    final void writeHead(Http3Headers head, boolean end) {
        write(new DefaultHttp3HeadersFrame(head), end);
    }

    public void sendData(byte[] array, int offset, int length, boolean end) {
        if (over || localEnded) {
            return;
        }
        if (length > COPY_LIMIT) {
            writeGathered(false);
            write(new DefaultHttp3DataFrame(Unpooled.wrappedBuffer(array, offset, length)), end);
            return;
        }
        ByteBuf out = gathered;
        if (out == null) {
            out = context().alloc().directBuffer(length);
            gathered = out;
        }
        out.writeBytes(array, offset, length);
        if (end || out.readableBytes() > COPY_LIMIT) {
            writeGathered(end);
        }
    }

    private void writeGathered(boolean end) {
        ByteBuf out = gathered;
        if (out != null) {
            gathered = null;
            if (out.isReadable()) {
                write(new DefaultHttp3DataFrame(out), end);
            } else {
                out.release();
                if (end) {
                    endOutput(context().newSucceededFuture());
                }
            }
        }
    }

    final void writeTrailers(Metadata trailers) {
        if (over || localEnded) {
            return;
        }
        writeGathered(false);
        if (trailers.isEmpty()) {
            endOutput(context().newSucceededFuture());
        } else {
            write(new DefaultHttp3HeadersFrame(Http3Fields.trailers(trailers)), true);
        }
    }

    private void write(Object frame, boolean end) {
        int size = frame instanceof Http3DataFrame data ? data.content().readableBytes() : 0;
        waiting += size;
        ChannelFuture written = context().write(frame);
        written.addListener(
                done -> {
                    waiting -= size;
                    if (done.cause() != null) {
                        writeFailed();
                    } else if (size > 0) {
                        tellIfWritable();
                    }
                });
        if (end) {
            endOutput(written);
        }
        if (isForgotten(written)) {
            writeFailed();
        }
    }

    /**
     * Whether QUIC's codec has given the stream up, which it does not say: once the peer has sent
     * STOP_SENDING, and has acknowledged the reset that answers it, a write is queued for ever,
     * though flow control has room.
     */
    private boolean isForgotten(ChannelFuture written) {
        return !written.isDone()
                && !channel().isWritable()
                && channel().bytesBeforeUnwritable() > 0;
    }

    private void endOutput(ChannelFuture last) {
        localEnded = true;
        last.addListener(QuicStreamChannel.SHUTDOWN_OUTPUT);
        context().flush();
    }

    public void flush() {
        if (!over) {
            writeGathered(false);
            context().flush();
        }
    }

    public boolean writable() {
        blocked = over || waiting >= MAX_WAITING;
        return !blocked;
    }

    final boolean sends() {
        return !over && !localEnded;
    }

    /** Ends the stream, without an event. */
    final void abandon(int errorCode) {
        if (!over) {
            over();
            channel().shutdown(errorCode);
            channel().parent().parent().flush(); // The codec leaves it to the next packet.
        }
    }

    // --- In

    public void pause() {
        if (!over) {
            context().channel().config().setAutoRead(false);
        }
    }

    public void resume() {
        if (!over) {
            context().channel().config().setAutoRead(true);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (over) {
                return;
            }
            if (message instanceof Http3DataFrame data) {
                if (data.content().isReadable()) {
                    data(data.content().nioBuffer());
                }
            } else if (message instanceof Http3HeadersFrame headers) {
                InboundFields fields = Http3Fields.received(headers.headers());
                if (headReceived) {
                    trailers = fields.fields().freeze();
                } else {
                    headReceived = head(fields);
                }
            }
        } catch (IllegalArgumentException e) {
            malformed(e);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent && !remoteEnded && !over) {
            if (!headReceived) {
                broken(
                        new StreamReset(
                                StreamReset.Cause.PROTOCOL, "the stream ended without a head"));
                return;
            }
            remoteEnded = true;
            end(trailers);
            finishIfAnswered();
        }
    }

    /** What was written cannot reach the peer, which may only have stopped reading. */
    abstract void writeFailed();

    /** A side may have all it wants while the other is not whole. */
    void finishIfAnswered() {}

    private void tellIfWritable() {
        if (blocked && !over && !localEnded && waiting < MAX_WAITING) {
            blocked = false;
            writableAgain();
        }
    }

    /**
     * Finds out whether the peer still wants what will come: a frame of a kind that nobody knows
     * may stand anywhere (RFC 9114, section 7.2.8), and the codec tells STOP_SENDING only to who
     * writes.
     */
    final void probe() {
        if (!over && !localEnded && waiting == 0) {
            write(
                    new DefaultHttp3UnknownFrame(RESERVED_FRAME, Unpooled.buffer(1).writeByte(0)),
                    false);
            context().flush();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof QuicStreamResetException reset) {
            broken(ErrorCodes.http3(reset.applicationProtocolCode(), "the peer reset the stream"));
        } else {
            malformed(cause);
        }
    }

    private void malformed(Throwable cause) {
        broken(
                new StreamReset(
                        StreamReset.Cause.PROTOCOL,
                        "the peer broke HTTP/3: " + cause.getMessage()));
        channel().shutdown(ErrorCodes.http3(StreamReset.Cause.PROTOCOL));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        broken(gone());
    }

    /** Tells that nothing more comes, unless that is no news. */
    final void broken(StreamReset reset) {
        if (!over) {
            boolean news = !concluded();
            over();
            if (news) {
                reset(reset);
            }
        }
    }

    private void over() {
        over = true;
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }

    final boolean localEnded() {
        return localEnded;
    }

    final boolean remoteEnded() {
        return remoteEnded;
    }

    final QuicStreamChannel channel() {
        return (QuicStreamChannel) context().channel();
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext context = this.context;
        if (context == null) {
            throw new IllegalStateException("the stream is not in a pipeline yet");
        }
        return context;
    }

    /**
     * A head came.
     *
     * @return whether it was the final one
     * @throws IllegalArgumentException if it is malformed
     */
    abstract boolean head(InboundFields fields);

    abstract void data(ByteBuffer data);

    abstract void end(Metadata trailers);

    abstract void reset(StreamReset reset);

    abstract void writableAgain();

    /** Whether whoever uses this has all it wants: how the stream ends is then no news. */
    abstract boolean concluded();

    /** What it means that the stream is gone. */
    abstract StreamReset gone();
}
