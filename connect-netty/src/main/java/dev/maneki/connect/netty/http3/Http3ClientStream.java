package dev.maneki.connect.netty.http3;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpClientStream;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.netty.http2.InboundFields;
import dev.maneki.connect.netty.wire.ErrorCodes;
import java.nio.ByteBuffer;

/** A request and its response on a client's HTTP/3 stream. */
final class Http3ClientStream extends Http3Exchange implements HttpClientStream {
    private final Handler handler;

    Http3ClientStream(Handler handler) {
        this.handler = handler;
    }

    void begin(HttpRequest request, boolean end) {
        writeHead(Http3Fields.request(request), end);
        flush();
    }

    @Override
    public void cancel() {
        abandon(ErrorCodes.http3(StreamReset.Cause.CANCELED));
    }

    @Override
    boolean head(InboundFields fields) {
        int status = fields.statusCode();
        if (status < 0 || status == 101) {
            throw new IllegalArgumentException("the response has no valid status");
        }
        if (status >= 200) {
            // That nothing follows is told by the stream's end, which comes apart.
            handler.onHead(status, fields.fields().freeze(), false);
        }
        return status >= 200;
    }

    @Override
    void finishIfAnswered() {
        if (!localEnded()) {
            abandon(ErrorCodes.http3(StreamReset.Cause.CANCELED));
        }
    }

    @Override
    void data(ByteBuffer data) {
        handler.onData(data);
    }

    @Override
    void end(Metadata trailers) {
        handler.onEnd(trailers);
    }

    @Override
    void reset(StreamReset reset) {
        handler.onReset(reset);
    }

    @Override
    void writableAgain() {
        handler.onWritable();
    }

    @Override
    void writeFailed() {
        // A server may answer without the rest of the request (RFC 9114, section 4.1): the
        // response tells, or the stream's end.
    }

    @Override
    boolean concluded() {
        return remoteEnded();
    }

    @Override
    StreamReset gone() {
        return new StreamReset(
                StreamReset.Cause.BROKEN,
                "the connection was closed before the response was whole");
    }
}
