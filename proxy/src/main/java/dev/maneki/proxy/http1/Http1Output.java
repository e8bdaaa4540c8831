package dev.maneki.proxy.http1;

import dev.maneki.proxy.worker.FlushQueue;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * What one connection writes, gathered until a flush.
 *
 * <p>Small pieces are copied into one buffer, so that a head and a short body leave in one write;
 * larger ones are passed as they are. No promise is made for a write: one that fails closes the
 * connection, which tells everybody.
 */
final class Http1Output implements FlushQueue.Flushable {
    /** Below it copying is cheaper than one more element of a gathering write. */
    static final int COPIED = 4096;

    private static final int LEAST_ROOM = 1024;

    private final ChannelHandlerContext context;
    private final FlushQueue queue;
    private final Http1Connection connection;
    private final HeadEncoder encoder = HeadEncoder.ofThisLoop();
    private @Nullable ByteBuf out;
    private boolean queued;

    /** The output of {@code connection}, made on its event loop. */
    Http1Output(ChannelHandlerContext context, FlushQueue queue, Http1Connection connection) {
        this.context = context;
        this.queue = queue;
        this.connection = connection;
    }

    /** An encoder, ready to gather a head. */
    HeadEncoder encoder() {
        encoder.begin();
        return encoder;
    }

    /** The buffer that is being filled, with room for {@code bytes} more. */
    ByteBuf room(int bytes) {
        ByteBuf current = out;
        if (current != null) {
            if (current.maxFastWritableBytes() >= bytes) {
                return current;
            }
            pushOut();
        }
        ByteBuf fresh = context.alloc().directBuffer(Math.max(bytes, LEAST_ROOM));
        out = fresh;
        enqueue();
        return fresh;
    }

    /** Writes a buffer behind all before it, and takes it over. */
    void write(ByteBuf data) {
        int count = data.readableBytes();
        ByteBuf current = out;
        boolean copied =
                current == null
                        ? count < LEAST_ROOM / 2
                        : count <= COPIED && current.maxFastWritableBytes() >= count;
        if (copied) {
            if (count > 0) {
                room(count).writeBytes(data);
            }
            data.release();
            return;
        }
        pushOut();
        context.write(data, context.voidPromise());
        enqueue();
    }

    /** Makes sure that a flush comes. */
    void enqueue() {
        if (!queued) {
            queued = true;
            queue.add(this);
        }
    }

    private void pushOut() {
        ByteBuf current = out;
        if (current != null) {
            // First: a write may turn the channel unwritable, which tells others on the way.
            out = null;
            context.write(current, context.voidPromise());
        }
    }

    @Override
    public void flushNow() {
        queued = false;
        if (connection.closed()) {
            return;
        }
        pushOut();
        context.flush();
        if (!connection.closed()) {
            connection.flushed();
        }
    }

    /** Whether more may be written without piling up. */
    boolean writable() {
        return context.channel().isWritable();
    }

    /** Bytes that may still be written before {@link #writable()} turns: a trace of progress. */
    long bytesBeforeUnwritable() {
        return context.channel().bytesBeforeUnwritable() - context.channel().bytesBeforeWritable();
    }

    /** Whether the socket has taken everything that was flushed. */
    boolean drained() {
        ChannelOutboundBuffer waiting = context.channel().unsafe().outboundBuffer();
        return waiting == null || waiting.isEmpty();
    }

    /** Runs {@code then} once the socket has taken everything written so far, not if it fails. */
    void whenDrained(Runnable then) {
        pushOut();
        var unused =
                context.writeAndFlush(Unpooled.EMPTY_BUFFER)
                        .addListener(
                                written -> {
                                    if (written.isSuccess() && !connection.closed()) {
                                        then.run();
                                        queue.flushAll();
                                    }
                                });
    }

    /** Ends our direction, once the socket has taken everything; the other stays open. */
    void end() {
        whenDrained(
                () -> {
                    SslHandler tls = context.pipeline().get(SslHandler.class);
                    if (tls != null) {
                        tls.closeOutbound();
                    } else if (context.channel() instanceof DuplexChannel duplex) {
                        duplex.shutdownOutput();
                    }
                });
    }

    /** The connection is closed: gives up what was not pushed out. */
    void release() {
        if (out != null) {
            out.release();
            out = null;
        }
    }
}
