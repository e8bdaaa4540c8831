package dev.maneki.connect.netty.http2;

import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.netty.wire.ServerLimits;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.function.Consumer;

/** Puts a server's session together, with the codec's guards against floods of frames. */
final class Http2ServerSessionBuilder
        extends AbstractHttp2ConnectionHandlerBuilder<
                Http2ServerSession, Http2ServerSessionBuilder> {
    private static final int MAX_EMPTY_DATA_FRAMES = 10;

    private final Consumer<HttpServerStream> server;
    private final ServerLimits limits;
    private final String scheme;

    Http2ServerSessionBuilder(
            Consumer<HttpServerStream> server, ServerLimits limits, String scheme) {
        this.server = server;
        this.limits = limits;
        this.scheme = scheme;
    }

    @Override
    protected Http2ServerSession build() {
        Http2Connection connection = Http2Session.newConnection(true);
        Http2ConnectionEncoder encoder = Http2Session.newEncoder(connection, limits.maxResets());
        initialSettings(
                new Http2Settings()
                        .maxConcurrentStreams(limits.maxConcurrentStreams())
                        .initialWindowSize(limits.streamWindow())
                        .maxHeaderListSize(limits.maxHeaderBytes()));
        decoderEnforceMaxConsecutiveEmptyDataFrames(MAX_EMPTY_DATA_FRAMES);
        if (limits.maxResets() > 0) { // The rapid reset of CVE-2023-44487.
            decoderEnforceMaxRstFramesPerWindow(
                    limits.maxResets(), ServerLimits.RESET_PERIOD_SECONDS);
        }
        codec(Http2Session.newDecoder(connection, encoder, limits.maxHeaderBytes()), encoder);
        return super.build();
    }

    @Override
    protected Http2ServerSession build(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings initialSettings) {
        return new Http2ServerSession(decoder, encoder, initialSettings, server, limits, scheme);
    }
}
