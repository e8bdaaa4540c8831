package dev.maneki.connect.netty;

import dev.maneki.connect.netty.wire.ErrorCodes;
import dev.maneki.connect.netty.wire.ServedConnection;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.quic.QuicChannel;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A server's connections: counted against the limit, and drained together. Thread-safe. */
final class Connections {
    private final int limit;
    private final AtomicInteger count = new AtomicInteger();
    private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> empty = new CompletableFuture<>();
    private volatile boolean draining;

    /**
     * @param limit 0 for any number
     */
    Connections(int limit) {
        this.limit = limit;
    }

    /** Takes a new connection in; false if there are too many, or none is wanted any more. */
    boolean admit(Channel channel) {
        if (count.incrementAndGet() > limit && limit > 0) {
            count.decrementAndGet();
            return false;
        }
        channels.add(channel);
        channel.closeFuture().addListener(closed -> gone(channel));
        return !draining;
    }

    private void gone(Channel channel) {
        channels.remove(channel);
        if (count.decrementAndGet() == 0 && draining) {
            empty.complete(null);
        }
    }

    int size() {
        return count.get();
    }

    /** Tells all to end; those that come now are closed. */
    void drain() {
        draining = true;
        for (Channel channel : channels) {
            channel.eventLoop().execute(() -> drain(channel));
        }
        if (count.get() == 0) {
            empty.complete(null);
        }
    }

    private static void drain(Channel channel) {
        for (var entry : channel.pipeline()) {
            ChannelHandler handler = entry.getValue();
            if (handler instanceof ServedConnection connection) {
                connection.drain();
                return;
            }
        }
        channel.close(); // It has not said a word yet.
    }

    /** Done when draining and none is left. */
    CompletableFuture<Void> empty() {
        return empty.copy();
    }

    void cut() {
        for (Channel channel : channels) {
            if (channel instanceof QuicChannel quic) {
                quic.close(true, ErrorCodes.H3_NO_ERROR, Unpooled.EMPTY_BUFFER);
                quic.parent().flush();
            } else {
                channel.close();
            }
        }
    }
}
