package dev.maneki.connect.netty.http3;

import dev.maneki.connect.http.HttpClientStream;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.netty.pool.ClientConnection;
import dev.maneki.connect.netty.pool.Connector;
import dev.maneki.connect.netty.wire.ClientLimits;
import dev.maneki.connect.netty.wire.ErrorCodes;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http3.DefaultHttp3SettingsFrame;
import io.netty.handler.codec.http3.Http3;
import io.netty.handler.codec.http3.Http3ClientConnectionHandler;
import io.netty.handler.codec.http3.Http3GoAwayFrame;
import io.netty.handler.codec.http3.Http3RequestStreamInitializer;
import io.netty.handler.codec.http3.Http3Settings;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamLimitChangedEvent;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client's HTTP/3 connection. */
public final class Http3ClientSession extends ChannelInboundHandlerAdapter
        implements ClientConnection {
    private final ClientLimits limits;
    private final Listener listener;
    private final Map<Long, Http3ClientStream> running = new LinkedHashMap<>();
    private @Nullable QuicChannel channel;
    private Connector.@Nullable Answer waitingAnswer;
    private boolean ended;
    private long idleSince = System.nanoTime();

    /** For a connection that is about to be made. */
    public Http3ClientSession(ClientLimits limits, Listener listener) {
        this.limits = limits;
        this.listener = listener;
    }

    /** The handlers of the connection's channel. */
    public ChannelHandler[] handlers() {
        return new ChannelHandler[] {
            this,
            new Http3ClientConnectionHandler(
                    new Control(),
                    null,
                    null,
                    new DefaultHttp3SettingsFrame(
                            new Http3Settings().maxFieldSectionSize(limits.maxHeaderBytes())),
                    true)
        };
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = (QuicChannel) context.channel();
        scheduleIdleCheck(limits.idleNanos());
    }

    @Override
    public int available() {
        if (ended || !channel().isActive()) {
            return 0;
        }
        long allowed = channel().peerAllowedStreams(QuicStreamType.BIDIRECTIONAL);
        return (int) Math.min(allowed, Integer.MAX_VALUE);
    }

    @Override
    public @Nullable HttpClientStream start(
            HttpRequest request, boolean end, HttpClientStream.Handler handler) {
        Http3ClientStream stream = new Http3ClientStream(handler);
        Future<QuicStreamChannel> opened =
                Http3.newRequestStream(
                        channel(),
                        new Http3RequestStreamInitializer() {
                            @Override
                            protected void initRequestStream(QuicStreamChannel channel) {
                                channel.pipeline().addLast(stream);
                            }
                        });
        if (!opened.isSuccess()) { // On the event loop it is done at once.
            opened.cancel(false);
            handler.onReset(
                    new StreamReset(
                            StreamReset.Cause.REFUSED,
                            "the connection has no more streams: " + opened.cause()));
            return null;
        }
        long id = opened.getNow().streamId();
        running.put(id, stream);
        opened.getNow().closeFuture().addListener(closed -> ended(id));
        stream.begin(request, end);
        return stream;
    }

    private void ended(long id) {
        running.remove(id);
        idleSince = System.nanoTime();
        if (!ended) {
            listener.available(this);
        } else if (running.isEmpty()) {
            closeChannel();
        }
    }

    @Override
    public void close() {
        end();
        closeChannel();
    }

    private void closeChannel() {
        channel().close(true, ErrorCodes.H3_NO_ERROR, Unpooled.EMPTY_BUFFER);
        channel().parent().flush();
    }

    /** Answers when the server's limit of streams is known, which may be after the handshake. */
    public void whenUsable(Connector.Answer answer) {
        if (available() > 0) {
            answer.connected(this);
        } else if (ended || !channel().isActive()) {
            answer.failed(new IOException("closed after its handshake"));
        } else {
            waitingAnswer = answer;
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            listener.ended(this);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof QuicStreamLimitChangedEvent && !ended) {
            Connector.Answer answer = waitingAnswer;
            if (answer == null) {
                listener.available(this);
            } else if (available() > 0) {
                waitingAnswer = null;
                answer.connected(this);
            }
        }
        if (event instanceof QuicConnectionCloseEvent) {
            // Now, not when QUIC's draining period is over (RFC 9000, section 10.2.2).
            end();
            context.close();
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
        Connector.Answer answer = waitingAnswer;
        if (answer != null) {
            waitingAnswer = null;
            answer.failed(new IOException("closed after its handshake"));
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        close();
    }

    /** What the server says on its control stream. */
    private final class Control extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Http3GoAwayFrame goAway) {
                refuseFrom(goAway.id());
            }
            ReferenceCountUtil.release(message);
        }
    }

    /** Streams from this one on are not served (RFC 9114, section 5.2). */
    private void refuseFrom(long first) {
        end();
        List<Http3ClientStream> refused = new ArrayList<>();
        running.forEach(
                (id, stream) -> {
                    if (id >= first) {
                        refused.add(stream);
                    }
                });
        for (Http3ClientStream stream : refused) {
            stream.broken(new StreamReset(StreamReset.Cause.REFUSED, "the server sent GOAWAY"));
            stream.channel().close();
        }
        if (running.isEmpty()) {
            closeChannel();
        }
    }

    private void scheduleIdleCheck(long nanos) {
        if (nanos > 0) {
            channel().eventLoop().schedule(this::checkIdle, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void checkIdle() {
        if (ended) {
            return;
        }
        long left = limits.idleNanos() - (System.nanoTime() - idleSince);
        if (running.isEmpty() && left <= 0) {
            close();
        } else {
            scheduleIdleCheck(running.isEmpty() ? left : limits.idleNanos());
        }
    }

    private QuicChannel channel() {
        QuicChannel channel = this.channel;
        if (channel == null) {
            throw new IllegalStateException("the connection is not in a pipeline yet");
        }
        return channel;
    }
}
