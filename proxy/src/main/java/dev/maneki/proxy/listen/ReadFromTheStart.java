package dev.maneki.proxy.listen;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Asks an accepted channel for its bytes before it is registered with its event loop: so epoll is
 * told once what the connection waits for, where Netty would add the connection and then change
 * what it waits for. In the pipeline of a listening socket, before what registers the channel.
 */
@ChannelHandler.Sharable
final class ReadFromTheStart extends ChannelInboundHandlerAdapter {
    static final ReadFromTheStart INSTANCE = new ReadFromTheStart();

    private ReadFromTheStart() {}

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        // Unregistered, it only takes note. It reads what it is sent by itself anyway, so the
        // request that follows its registration finds everything as it should be.
        ((Channel) accepted).unsafe().beginRead();
        ctx.fireChannelRead(accepted);
    }
}
