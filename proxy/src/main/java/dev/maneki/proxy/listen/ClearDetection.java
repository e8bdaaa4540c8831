package dev.maneki.proxy.listen;

import dev.maneki.proxy.listen.ConnectionFactory.Protocol;
import dev.maneki.routing.model.Limit;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Tells HTTP/2 with prior knowledge from HTTP/1.1 by the connection preface (RFC 9113 section 3.4),
 * once a connection, and takes itself out.
 *
 * <p>Whatever does not begin like the preface is HTTP/1.1; a request that is cut within it is
 * waited for, as long as a header section may take.
 */
final class ClearDetection extends ChannelInboundHandlerAdapter {
    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final AcceptedConnection connection;
    private @Nullable ByteBuf received;

    ClearDetection(AcceptedConnection connection) {
        this.connection = connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        connection.within(Limit.IDLE_TIMEOUT);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = gather(ctx, (ByteBuf) message);
        int compared = Math.min(bytes.readableBytes(), PREFACE.length);
        for (int i = 0; i < compared; i++) {
            if (bytes.getByte(bytes.readerIndex() + i) != PREFACE[i]) {
                handOver(ctx, Protocol.HTTP1, bytes);
                return;
            }
        }
        if (compared == PREFACE.length) {
            handOver(ctx, Protocol.HTTP2, bytes);
            return;
        }
        if (received == null) {
            connection.within(Limit.HEADER_TIMEOUT);
        }
        received = bytes;
    }

    private ByteBuf gather(ChannelHandlerContext ctx, ByteBuf bytes) {
        ByteBuf before = received;
        if (before == null) {
            return bytes;
        }
        // Before the last piece, less than a preface was there: this happens at most 23 times.
        ByteBuf all = ctx.alloc().buffer(before.readableBytes() + bytes.readableBytes());
        all.writeBytes(before).writeBytes(bytes);
        before.release();
        bytes.release();
        return all;
    }

    private void handOver(ChannelHandlerContext ctx, Protocol protocol, ByteBuf bytes) {
        received = null;
        connection.settle(protocol, null);
        ctx.fireChannelRead(bytes);
        ctx.pipeline().remove(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (received != null) {
            received.release();
            received = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A connection that is reset before it has said anything: nobody is to be told.
        ctx.close();
    }
}
