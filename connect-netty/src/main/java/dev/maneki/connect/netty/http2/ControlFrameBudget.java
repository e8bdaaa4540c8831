package dev.maneki.connect.netty.http2;

import dev.maneki.connect.netty.wire.ServerLimits;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DecoratingHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2LifecycleManager;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection whose peer makes us answer more than it reads (acknowledgements of PING and
 * SETTINGS), or makes us reset more streams than an honest one would (as CVE-2025-8671 does).
 */
final class ControlFrameBudget extends DecoratingHttp2ConnectionEncoder {
    private static final int MAX_UNREAD_ANSWERS = 1000;
    private static final long PERIOD_NANOS = ServerLimits.RESET_PERIOD_SECONDS * 1_000_000_000L;

    private final int maxResets;
    private @Nullable Http2LifecycleManager lifecycle;
    private int unreadAnswers;
    private int resets;
    private long periodStart = System.nanoTime();
    private boolean exceeded;

    /**
     * @param maxResets sent in a period; 0 for any number
     */
    ControlFrameBudget(Http2ConnectionEncoder delegate, int maxResets) {
        super(delegate);
        this.maxResets = maxResets;
    }

    @Override
    public void lifecycleManager(Http2LifecycleManager lifecycle) {
        this.lifecycle = lifecycle;
        super.lifecycleManager(lifecycle);
    }

    @Override
    public ChannelFuture writeSettingsAck(ChannelHandlerContext context, ChannelPromise promise) {
        countAnswer(context);
        return super.writeSettingsAck(context, promise);
    }

    @Override
    public ChannelFuture writePing(
            ChannelHandlerContext context, boolean ack, long data, ChannelPromise promise) {
        if (ack) {
            countAnswer(context);
        }
        return super.writePing(context, ack, data, promise);
    }

    @Override
    public ChannelFuture writeRstStream(
            ChannelHandlerContext context, int streamId, long errorCode, ChannelPromise promise) {
        if (errorCode != Http2Error.NO_ERROR.code() && errorCode != Http2Error.CANCEL.code()) {
            countReset(context);
        }
        countAnswer(context);
        return super.writeRstStream(context, streamId, errorCode, promise);
    }

    private void countAnswer(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            unreadAnswers = 0;
        } else if (++unreadAnswers > MAX_UNREAD_ANSWERS) {
            exceed(context, "the peer does not read the answers to its control frames");
        }
    }

    private void countReset(ChannelHandlerContext context) {
        if (maxResets == 0) {
            return;
        }
        long now = System.nanoTime();
        if (now - periodStart > PERIOD_NANOS) {
            periodStart = now;
            resets = 0;
        }
        if (++resets > maxResets) {
            exceed(context, "the peer caused too many streams to be reset");
        }
    }

    private void exceed(ChannelHandlerContext context, String what) {
        Http2LifecycleManager manager = lifecycle;
        if (!exceeded && manager != null) {
            exceeded = true;
            manager.onError(
                    context,
                    true,
                    Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, what));
            context.close();
        }
    }
}
