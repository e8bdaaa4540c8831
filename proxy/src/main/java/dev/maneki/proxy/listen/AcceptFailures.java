package dev.maneki.proxy.listen;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Accepting fails when file descriptors run out, and would fail again at once: it pauses for a
 * second. Clients wait in the backlog meanwhile.
 */
@ChannelHandler.Sharable
final class AcceptFailures extends ChannelInboundHandlerAdapter {
    static final AcceptFailures INSTANCE = new AcceptFailures();

    private static final System.Logger LOG = System.getLogger(AcceptFailures.class.getName());

    private AcceptFailures() {
        // The JDK's logger opens files for the time of its first line. Without a descriptor left it
        // would fail, for good: so it is rehearsed.
        String unused = String.format(Locale.ROOT, "%1$tb %1$tT %1$tZ", ZonedDateTime.now());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ChannelConfig config = ctx.channel().config();
        if (!config.isAutoRead()) {
            return;
        }
        config.setAutoRead(false);
        var unused = ctx.executor().schedule(() -> config.setAutoRead(true), 1, TimeUnit.SECONDS);
        report(ctx.channel(), cause);
    }

    private static void report(Channel channel, Throwable cause) {
        try {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0} accepts nothing for a second: {1}",
                    BindFailure.text((InetSocketAddress) channel.localAddress()),
                    cause.getMessage());
        } catch (Throwable cannotLog) {
            // A logger that lacks a descriptor too must not end the event loop by its error.
        }
    }
}
