package dev.maneki.connect.netty.http2;

import dev.maneki.connect.netty.pool.ClientConnection;
import dev.maneki.connect.netty.pool.Connector;
import dev.maneki.connect.netty.wire.ClientLimits;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Settings;

/** Puts a client's session together. */
final class Http2ClientSessionBuilder
        extends AbstractHttp2ConnectionHandlerBuilder<
                Http2ClientSession, Http2ClientSessionBuilder> {
    private final ClientLimits limits;
    private final ClientConnection.Listener listener;
    private final Connector.Answer answer;

    Http2ClientSessionBuilder(
            ClientLimits limits, ClientConnection.Listener listener, Connector.Answer answer) {
        this.limits = limits;
        this.listener = listener;
        this.answer = answer;
    }

    @Override
    protected Http2ClientSession build() {
        Http2Connection connection = Http2Session.newConnection(false);
        Http2ConnectionEncoder encoder = Http2Session.newEncoder(connection, 0);
        initialSettings(
                new Http2Settings()
                        .pushEnabled(false)
                        .initialWindowSize(limits.streamWindow())
                        .maxHeaderListSize(limits.maxHeaderBytes()));
        codec(Http2Session.newDecoder(connection, encoder, limits.maxHeaderBytes()), encoder);
        return super.build();
    }

    @Override
    protected Http2ClientSession build(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings initialSettings) {
        return new Http2ClientSession(decoder, encoder, initialSettings, limits, listener, answer);
    }
}
