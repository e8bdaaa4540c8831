package dev.maneki.connect.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Looks at a clear connection's first bytes: HTTP/2 begins with {@code PRI * HTTP/2.0} (RFC 9113,
 * section 3.4), and no method of HTTP/1.1 is {@code PRI}.
 */
final class PrefaceDetection extends ByteToMessageDecoder {
    private static final byte[] PREFACE = {'P', 'R', 'I', ' '};

    private final Supplier<ChannelHandler> http1;
    private final Supplier<ChannelHandler> http2;
    private final long timeoutNanos;

    /**
     * @param timeoutNanos how long a client may stay silent; 0 for ever
     */
    PrefaceDetection(
            Supplier<ChannelHandler> http1, Supplier<ChannelHandler> http2, long timeoutNanos) {
        this.http1 = http1;
        this.http2 = http2;
        this.timeoutNanos = timeoutNanos;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (timeoutNanos > 0) {
            context.executor()
                    .schedule(
                            () -> {
                                if (!context.isRemoved()) {
                                    context.close();
                                }
                            },
                            timeoutNanos,
                            TimeUnit.NANOSECONDS);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int compared = Math.min(in.readableBytes(), PREFACE.length);
        for (int i = 0; i < compared; i++) {
            if (in.getByte(in.readerIndex() + i) != PREFACE[i]) {
                become(context, http1.get());
                return;
            }
        }
        if (compared == PREFACE.length) {
            become(context, http2.get());
        }
    }

    private void become(ChannelHandlerContext context, ChannelHandler handler) {
        context.pipeline().replace(this, null, handler);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
