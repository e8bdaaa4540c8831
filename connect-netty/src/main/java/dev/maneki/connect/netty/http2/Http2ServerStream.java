package dev.maneki.connect.netty.http2;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.http.Peer;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.netty.wire.ErrorCodes;
import io.netty.handler.codec.http2.Http2Stream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A request and its response on an HTTP/2 stream. */
final class Http2ServerStream extends Http2Exchange implements HttpServerStream {
    private final HttpRequest request;
    private final Peer peer;
    private @Nullable Handler handler;
    private boolean headSent;

    Http2ServerStream(Http2Session session, Http2Stream stream, HttpRequest request, Peer peer) {
        super(session, stream);
        this.request = request;
        this.peer = peer;
    }

    @Override
    public HttpRequest request() {
        return request;
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public void start(Handler handler) {
        this.handler = handler;
    }

    @Override
    public void sendHead(int status, Metadata fields, boolean end) {
        if (!headSent && sends()) {
            headSent = true;
            // There may be no body: say so with the head, and drop what comes (RFC 9110, 6.4.1).
            boolean bodyless = request.method().equals("HEAD") || status == 204 || status == 304;
            writeHead(OutboundFields.response(status, fields), end || bodyless);
        }
    }

    @Override
    public void sendTrailers(Metadata trailers) {
        writeTrailers(trailers);
    }

    @Override
    public void reset(StreamReset.Cause cause) {
        abandon(ErrorCodes.http2(cause));
    }

    @Override
    boolean concluded() {
        return localEnded();
    }

    @Override
    void data(ByteBuffer data) {
        if (handler != null) {
            handler.onData(data);
        }
    }

    @Override
    void end(Metadata trailers) {
        if (handler != null) {
            handler.onEnd(trailers);
        }
    }

    @Override
    void reset(StreamReset reset) {
        if (handler != null) {
            handler.onReset(reset);
        }
    }

    @Override
    void writableAgain() {
        if (handler != null) {
            handler.onWritable();
        }
    }
}
