package dev.maneki.proxy.http2;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection so that the last frames still arrive. Closing a socket that has unread bytes
 * makes the kernel send a TCP reset, which can overtake the GOAWAY: so we only end our side, go on
 * reading (the frames are thrown away) and close when the peer has, or after a moment.
 */
final class Closing {
    private static final long LINGER_MILLIS = 500;

    private Closing() {}

    /** Ends our side now, and the rest soon. */
    static void gently(ChannelHandlerContext context) {
        Channel channel = context.channel();
        if (channel instanceof DuplexChannel duplex
                && duplex.isActive()
                && context.pipeline().get(SslHandler.class) == null) {
            channel.config().setAutoRead(true);
            var unused = duplex.shutdownOutput();
            var timer =
                    channel.eventLoop()
                            .schedule(() -> context.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
            channel.closeFuture().addListener(closed -> timer.cancel(false));
        } else {
            context.close();
        }
    }
}
