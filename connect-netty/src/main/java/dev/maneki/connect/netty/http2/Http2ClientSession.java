package dev.maneki.connect.netty.http2;

import dev.maneki.connect.http.HttpClientStream;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.netty.pool.ClientConnection;
import dev.maneki.connect.netty.pool.Connector;
import dev.maneki.connect.netty.wire.ClientLimits;
import dev.maneki.connect.netty.wire.ErrorCodes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client's HTTP/2 connection. */
public final class Http2ClientSession extends Http2Session implements ClientConnection {
    private static final long KEEP_ALIVE_PING = 0x616c697665L;

    private final ClientLimits limits;
    private final Listener listener;
    private final Connector.Answer answer;
    private boolean greeted;
    private boolean answered;
    private boolean ended;
    private @Nullable String brokenBy;
    private int lastServed = Integer.MAX_VALUE;
    private String goAway = "";
    private long idleSince = System.nanoTime();
    private long pingSent;

    Http2ClientSession(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings,
            ClientLimits limits,
            Listener listener,
            Connector.Answer answer) {
        super(decoder, encoder, settings);
        this.limits = limits;
        this.listener = listener;
        this.answer = answer;
        ClientEvents events = new ClientEvents();
        decoder.frameListener(events);
        connection().addListener(events);
    }

    /**
     * For a connection whose TLS handshake is over. The answer comes with the server's SETTINGS:
     * before them it is not known how many streams the server takes.
     */
    public static Http2ClientSession of(
            ClientLimits limits, Listener listener, Connector.Answer answer) {
        return new Http2ClientSessionBuilder(limits, listener, answer).build();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) throws Exception {
        super.handlerAdded(context);
        scheduleCheck();
    }

    /** Whether the server's first SETTINGS have come. */
    public boolean greeted() {
        return greeted;
    }

    // --- Requests

    @Override
    public int available() {
        if (ended || !greeted || !context().channel().isActive()) {
            return 0;
        }
        return Math.max(
                0,
                connection().local().maxActiveStreams() - connection().local().numActiveStreams());
    }

    @Override
    public @Nullable HttpClientStream start(
            HttpRequest request, boolean end, HttpClientStream.Handler handler) {
        int id = connection().local().incrementAndGetNextStreamId();
        if (id < 0) { // All numbers are used up (RFC 9113, section 5.1.1).
            end();
            handler.onReset(
                    new StreamReset(
                            StreamReset.Cause.REFUSED, "the connection has no more streams"));
            return null;
        }
        ChannelHandlerContext context = context();
        ChannelFuture written =
                encoder()
                        .writeHeaders(
                                context,
                                id,
                                OutboundFields.request(request),
                                0,
                                end,
                                context.newPromise());
        Http2Stream stream = connection().stream(id);
        if (stream == null || (written.isDone() && !written.isSuccess())) {
            handler.onReset(
                    new StreamReset(
                            StreamReset.Cause.PROTOCOL,
                            "the request's head could not be sent: " + written.cause()));
            return null;
        }
        Http2ClientStream started = new Http2ClientStream(this, stream, end, handler);
        attach(stream, started);
        flushSoon();
        return started;
    }

    @Override
    public void close() {
        end();
        context().close();
    }

    private void end() {
        if (!ended) {
            ended = true;
            if (!answered) {
                answered = true;
                answer.failed(
                        new IOException(
                                brokenBy != null
                                        ? brokenBy
                                        : "closed before the server's first SETTINGS"));
            }
            listener.ended(this);
        }
    }

    // --- Events

    private final class ClientEvents extends Events {
        @Override
        public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings)
                throws Http2Exception {
            if (!greeted) {
                greeted = true;
                Http2Stream whole = connection().connectionStream();
                var flow = connection().local().flowController();
                int more = limits.connectionWindow() - flow.windowSize(whole);
                if (more > 0) {
                    flow.incrementWindowSize(whole, more);
                }
            }
            if (!answered) {
                answered = true;
                answer.connected(Http2ClientSession.this);
            } else {
                listener.available(Http2ClientSession.this);
            }
        }

        @Override
        void headersRead(Http2Stream stream, InboundFields fields, boolean end)
                throws Http2Exception {
            if (exchange(stream) instanceof Http2ClientStream exchange) {
                exchange.receive(fields, end);
                endIfAnswered(exchange);
            }
        }

        @Override
        public int onDataRead(
                ChannelHandlerContext context,
                int streamId,
                ByteBuf data,
                int padding,
                boolean endOfStream) {
            int consumed = super.onDataRead(context, streamId, data, padding, endOfStream);
            if (endOfStream
                    && exchange(connection().stream(streamId))
                            instanceof Http2ClientStream exchange) {
                endIfAnswered(exchange);
            }
            return consumed;
        }

        /** The response is whole, the request is not: the rest of it has no purpose. */
        private void endIfAnswered(Http2ClientStream exchange) {
            if (exchange.remoteEnded() && !exchange.localEnded()) {
                exchange.abandon((int) Http2Error.CANCEL.code());
            }
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext context, int streamId, long errorCode) {
            Http2Exchange exchange = exchange(connection().stream(streamId));
            if (exchange != null) {
                exchange.willReset(ErrorCodes.http2(errorCode, "the server reset the stream"));
            }
        }

        @Override
        public void onGoAwayReceived(int lastStreamId, long errorCode, ByteBuf debugData) {
            lastServed = lastStreamId;
            goAway =
                    "the server sent GOAWAY with "
                            + ErrorCodes.http2Name(errorCode)
                            + (debugData.isReadable() ? ": " + text(debugData) : "");
            end();
            closeIfUnused();
        }

        @Override
        public void onStreamClosed(Http2Stream stream) {
            Http2Exchange exchange = exchange(stream);
            if (exchange != null) {
                exchange.closed(why(stream));
            }
        }

        @Override
        public void onStreamRemoved(Http2Stream stream) {
            idleSince = System.nanoTime();
            if (ended) {
                closeIfUnused();
            } else {
                listener.available(Http2ClientSession.this);
            }
        }

        @Override
        public void onPingAckRead(ChannelHandlerContext context, long data) {
            pingSent = 0;
        }
    }

    private StreamReset why(Http2Stream stream) {
        if (stream.id() > lastServed) {
            return new StreamReset(StreamReset.Cause.REFUSED, goAway);
        }
        if (brokenBy != null) {
            return new StreamReset(StreamReset.Cause.PROTOCOL, brokenBy);
        }
        return new StreamReset(
                StreamReset.Cause.BROKEN,
                goAway.isEmpty()
                        ? "the connection was closed before the response was whole"
                        : goAway);
    }

    /** What a server says of itself, for people; not more of it than a line. */
    private static String text(ByteBuf debugData) {
        StringBuilder text = new StringBuilder();
        int length = Math.min(debugData.readableBytes(), 200);
        for (int i = 0; i < length; i++) {
            byte octet = debugData.getByte(debugData.readerIndex() + i);
            text.append(octet >= ' ' && octet < 0x7f ? (char) octet : '?');
        }
        return text.toString();
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext context,
            boolean outbound,
            Throwable cause,
            Http2Exception.StreamException error) {
        Http2Exchange exchange = exchange(connection().stream(error.streamId()));
        if (exchange != null) {
            exchange.willReset(
                    new StreamReset(
                            StreamReset.Cause.PROTOCOL,
                            (outbound ? "the request broke HTTP/2: " : "the server broke HTTP/2: ")
                                    + error.getMessage()));
        }
        super.onStreamError(context, outbound, cause, error);
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext context,
            boolean outbound,
            Throwable cause,
            @Nullable Http2Exception error) {
        if (error != null && !outbound) {
            brokenBy = "the server broke HTTP/2: " + error.getMessage();
        }
        end();
        super.onConnectionError(context, outbound, cause, error);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        end();
        super.channelInactive(context);
    }

    private void closeIfUnused() {
        if (connection().numActiveStreams() == 0) {
            context().executor().execute(() -> context().close());
        }
    }

    // --- Time

    private void scheduleCheck() {
        long period = limits.idleNanos();
        if (limits.keepAliveNanos() > 0) {
            long ping = Math.min(limits.keepAliveNanos(), limits.keepAliveTimeoutNanos());
            period = period > 0 ? Math.min(period, ping) : ping;
        }
        if (period > 0) {
            context().executor().schedule(this::check, period, TimeUnit.NANOSECONDS);
        }
    }

    private void check() {
        if (!context().channel().isActive()) {
            return;
        }
        long now = System.nanoTime();
        boolean idle = connection().numActiveStreams() == 0;
        if (idle && limits.idleNanos() > 0 && now - idleSince >= limits.idleNanos()) {
            close();
            return;
        }
        if (pingSent != 0 && now - pingSent >= limits.keepAliveTimeoutNanos()) {
            brokenBy = null;
            goAway = "the server did not answer a PING";
            close();
            return;
        }
        if (!idle
                && pingSent == 0
                && limits.keepAliveNanos() > 0
                && silentNanos() >= limits.keepAliveNanos()) {
            pingSent = now;
            encoder().writePing(context(), false, KEEP_ALIVE_PING, context().newPromise());
            flushSoon();
        }
        scheduleCheck();
    }
}
