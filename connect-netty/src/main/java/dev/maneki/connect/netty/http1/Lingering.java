package dev.maneki.connect.netty.http1;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/** Says that nothing more is sent, and closes when the other side does, or after a while. */
final class Lingering {
    private Lingering() {}

    static void close(Channel channel, long millis) {
        // Through TLS the close_notify says it, and comes with the close.
        if (channel instanceof DuplexChannel duplex
                && channel.pipeline().get(SslHandler.class) == null) {
            duplex.shutdownOutput();
        }
        channel.eventLoop().schedule(() -> channel.close(), millis, TimeUnit.MILLISECONDS);
    }
}
