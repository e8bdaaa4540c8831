package dev.maneki.proxy.listen;

import dev.maneki.proxy.stream.ListenContext;
import dev.maneki.proxy.stream.ServerConnection;
import dev.maneki.proxy.stream.TlsInfo;
import dev.maneki.proxy.worker.Worker;
import io.netty.channel.ChannelPipeline;
import org.jspecify.annotations.Nullable;

/** Makes the protocol's side of a connection whose protocol is settled. */
public interface ConnectionFactory {
    /** What a client has chosen to speak. */
    enum Protocol {
        HTTP1,
        HTTP2
    }

    /**
     * Adds the protocol's handler to the end of the pipeline. The channel is active already, so
     * that handler hears of no {@code channelActive}; the bytes read so far follow by {@code
     * channelRead}, an HTTP/2 preface included. Called on the worker's event loop.
     *
     * @param tls what the handshake said; null in the clear
     */
    ServerConnection start(
            Protocol protocol,
            ChannelPipeline pipeline,
            Worker worker,
            ListenContext context,
            @Nullable TlsInfo tls);
}
