package dev.maneki.connect.netty.http2;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpClientStream;
import dev.maneki.connect.http.StreamReset;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import java.nio.ByteBuffer;

/** A request and its response on a client's HTTP/2 stream. */
final class Http2ClientStream extends Http2Exchange implements HttpClientStream {
    private final Handler handler;
    private boolean headReceived;

    Http2ClientStream(
            Http2Session session, Http2Stream stream, boolean requestEnded, Handler handler) {
        super(session, stream);
        this.handler = handler;
        if (requestEnded) {
            setLocalEnded();
        }
    }

    @Override
    public void cancel() {
        abandon((int) Http2Error.CANCEL.code());
    }

    void receive(InboundFields fields, boolean end) throws Http2Exception {
        if (isOver()) {
            return;
        }
        if (headReceived) {
            receiveEnd(fields.fields().freeze());
            return;
        }
        int status = fields.statusCode();
        if (status < 0 || status == 101) {
            throw Http2Exception.streamError(
                    stream.id(), Http2Error.PROTOCOL_ERROR, "the response has no valid status");
        }
        if (status >= 200) { // Others come before the response (RFC 9113, section 8.1).
            headReceived = true;
            if (end) {
                setRemoteEnded();
            }
            handler.onHead(status, fields.fields().freeze(), end);
        }
    }

    @Override
    boolean concluded() {
        return remoteEnded();
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
}
