package dev.maneki.connect.netty.http2;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.http.Peer;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.netty.wire.ErrorCodes;
import dev.maneki.connect.netty.wire.Fields;
import dev.maneki.connect.netty.wire.Peers;
import dev.maneki.connect.netty.wire.Requests;
import dev.maneki.connect.netty.wire.ServedConnection;
import dev.maneki.connect.netty.wire.ServerLimits;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A server's HTTP/2 connection. */
public final class Http2ServerSession extends Http2Session implements ServedConnection {
    private static final long DRAIN_PING = 0x6d616e656b69L;
    private static final int EARLY_STREAMS = 1000;
    private static final long KEEP_ALIVE_PING = 0x616c697665L;

    /** How long a client's PING acknowledgement is waited for before the last GOAWAY. */
    private static final long DRAIN_PING_MILLIS = 1000;

    private final Consumer<HttpServerStream> server;
    private final ServerLimits limits;
    private final String scheme;
    private final long born = System.nanoTime();
    private @Nullable Peer peer;
    private boolean greeted;
    private long idleSince = System.nanoTime();
    private long pingSent;
    private Drain drain = Drain.NONE;

    private enum Drain {
        NONE,
        ANNOUNCED,
        FINAL
    }

    Http2ServerSession(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings,
            Consumer<HttpServerStream> server,
            ServerLimits limits,
            String scheme) {
        super(decoder, encoder, settings);
        this.server = server;
        this.limits = limits;
        this.scheme = scheme;
        ServerEvents events = new ServerEvents();
        decoder.frameListener(events);
        connection().addListener(events);
        // Clients may begin before they have read the limit. The codec would take the rest of a
        // stream that it refused for a breach of the protocol; so the first are refused here.
        connection().remote().maxActiveStreams(limits.maxConcurrentStreams() + EARLY_STREAMS);
    }

    /**
     * For a new connection.
     *
     * @param scheme of the requests, {@code http} or {@code https}
     */
    public static Http2ServerSession of(
            Consumer<HttpServerStream> server, ServerLimits limits, String scheme) {
        return new Http2ServerSessionBuilder(server, limits, scheme).build();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) throws Exception {
        super.handlerAdded(context);
        // The connection's window starts at 64 KiB, and only WINDOW_UPDATE makes it larger.
        scheduleCheck();
    }

    private final class ServerEvents extends Events {
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
        }

        @Override
        void headersRead(Http2Stream stream, InboundFields fields, boolean end)
                throws Http2Exception {
            Http2Exchange exchange = exchange(stream);
            if (exchange != null) {
                exchange.receiveEnd(fields.fields().freeze());
                return;
            }
            if (connection().remote().numActiveStreams() > limits.maxConcurrentStreams()) {
                throw Http2Exception.streamError(
                        stream.id(), Http2Error.REFUSED_STREAM, "too many streams at a time");
            }
            Http2ServerStream opened =
                    new Http2ServerStream(
                            Http2ServerSession.this, stream, request(stream, fields), peer());
            attach(stream, opened);
            server.accept(opened);
            if (end) {
                opened.receiveEnd(Metadata.EMPTY);
            }
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext context, int streamId, long errorCode) {
            Http2Exchange exchange = exchange(connection().stream(streamId));
            if (exchange != null) {
                exchange.willReset(ErrorCodes.http2(errorCode, "the client reset the stream"));
            }
        }

        @Override
        public void onStreamHalfClosed(Http2Stream stream) {
            Http2Exchange exchange = exchange(stream);
            if (exchange != null
                    && stream.state() == Http2Stream.State.HALF_CLOSED_LOCAL
                    && !exchange.isOver()) {
                // The response is whole: the rest of the request is not wanted (RFC 9113, 8.1).
                resetStream(stream.id(), Http2Error.NO_ERROR.code());
            }
        }

        @Override
        public void onStreamClosed(Http2Stream stream) {
            Http2Exchange exchange = exchange(stream);
            if (exchange != null) {
                exchange.closed(
                        new StreamReset(
                                StreamReset.Cause.CANCELED, "the client's connection was closed"));
            }
        }

        @Override
        public void onStreamRemoved(Http2Stream stream) {
            if (connection().numActiveStreams() == 0) {
                idleSince = System.nanoTime();
                closeIfDrained();
            }
        }

        @Override
        public void onPingAckRead(ChannelHandlerContext context, long data) {
            if (data == DRAIN_PING) {
                finalGoAway();
            }
            pingSent = 0;
        }
    }

    private HttpRequest request(Http2Stream stream, InboundFields fields) throws Http2Exception {
        String method = fields.methodText();
        String path = fields.pathText();
        String authority = fields.authorityText();
        boolean path1 = path.startsWith("/") || path.equals("*") && method.equals("OPTIONS");
        if (!Fields.token(method)
                || !path1
                || !Fields.target(path)
                || authority == null
                || !Fields.authority(authority)) {
            throw Http2Exception.streamError(
                    stream.id(), Http2Error.PROTOCOL_ERROR, "the request is malformed");
        }
        return Requests.of(
                method, scheme, authority, path, fields.fields().freeze(), HttpVersion.HTTP_2);
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
                            "the client broke HTTP/2: " + error.getMessage()));
        }
        super.onStreamError(context, outbound, cause, error);
    }

    // --- The connection's end

    @Override
    public void drain() {
        if (drain != Drain.NONE) {
            return;
        }
        drain = Drain.ANNOUNCED;
        ChannelHandlerContext context = context();
        if (!greeted) {
            context.close();
            return;
        }
        // First "no more", then, when the client has surely read it, "this was the last one": what
        // is on its way meanwhile is still served (RFC 9113, section 6.8).
        goAway(Integer.MAX_VALUE);
        encoder().writePing(context, false, DRAIN_PING, context.newPromise());
        flushSoon();
        context.executor().schedule(this::finalGoAway, DRAIN_PING_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void finalGoAway() {
        if (drain == Drain.ANNOUNCED) {
            drain = Drain.FINAL;
            goAway(connection().remote().lastStreamCreated());
            flushSoon();
            closeIfDrained();
        }
    }

    private void goAway(int lastStream) {
        ChannelHandlerContext context = context();
        goAway(
                context,
                lastStream,
                Http2Error.NO_ERROR.code(),
                Unpooled.EMPTY_BUFFER,
                context.newPromise());
    }

    private void closeIfDrained() {
        if (drain == Drain.FINAL && connection().numActiveStreams() == 0) {
            // After what is being written now.
            context().executor().execute(this::flushAndClose);
        }
    }

    private void flushAndClose() {
        ChannelHandlerContext context = context();
        flush(context);
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> context.close());
    }

    /** One timer that looks when it fires costs less than one that each frame moves. */
    private void scheduleCheck() {
        long period = Long.MAX_VALUE;
        long[] limited = {
            greeted ? 0 : limits.headerNanos(),
            limits.idleNanos(),
            limits.keepAliveNanos(),
            limits.keepAliveNanos() > 0 ? limits.keepAliveTimeoutNanos() : 0,
            limits.maxAgeNanos()
        };
        for (long limit : limited) {
            period = limit > 0 ? Math.min(period, limit) : period;
        }
        if (period < Long.MAX_VALUE) {
            context().executor().schedule(this::check, period, TimeUnit.NANOSECONDS);
        }
    }

    private void check() {
        ChannelHandlerContext context = context();
        if (!context.channel().isActive() || context.isRemoved()) {
            return;
        }
        long now = System.nanoTime();
        boolean idle = connection().numActiveStreams() == 0;
        if (!greeted && passed(limits.headerNanos(), now - born)) {
            context.close();
            return;
        }
        if (pingSent != 0 && passed(limits.keepAliveTimeoutNanos(), now - pingSent)) {
            context.close();
            return;
        }
        if (passed(limits.maxAgeNanos(), now - born)
                || idle && passed(limits.idleNanos(), now - idleSince)) {
            drain();
            long grace = limits.maxAgeGraceNanos();
            if (grace > 0 && passed(limits.maxAgeNanos() + grace, now - born)) {
                context.close();
                return;
            }
        }
        if (greeted && pingSent == 0 && passed(limits.keepAliveNanos(), silentNanos())) {
            pingSent = now;
            encoder().writePing(context, false, KEEP_ALIVE_PING, context.newPromise());
            flushSoon();
        }
        scheduleCheck();
    }

    private static boolean passed(long limit, long elapsed) {
        return limit > 0 && elapsed >= limit;
    }

    private Peer peer() {
        Peer known = peer;
        if (known == null) {
            known = Peers.of(context().channel());
            peer = known;
        }
        return known;
    }
}
