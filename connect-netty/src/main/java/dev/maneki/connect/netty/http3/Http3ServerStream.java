package dev.maneki.connect.netty.http3;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.http.Peer;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.netty.http2.InboundFields;
import dev.maneki.connect.netty.wire.ErrorCodes;
import dev.maneki.connect.netty.wire.Fields;
import dev.maneki.connect.netty.wire.Requests;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request and its response on an HTTP/3 stream. */
final class Http3ServerStream extends Http3Exchange implements HttpServerStream {
    private final Consumer<HttpServerStream> server;
    private final Peer peer;
    private @Nullable HttpRequest request;
    private @Nullable Handler handler;
    private boolean headSent;

    Http3ServerStream(Consumer<HttpServerStream> server, Peer peer) {
        this.server = server;
        this.peer = peer;
    }

    @Override
    public HttpRequest request() {
        HttpRequest request = this.request;
        if (request == null) {
            throw new IllegalStateException("the request has not come yet");
        }
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
            boolean bodyless = request().method().equals("HEAD") || status == 204 || status == 304;
            writeHead(Http3Fields.response(status, fields), end || bodyless);
            finishIfAnswered();
        }
    }

    @Override
    public void sendData(byte[] array, int offset, int length, boolean end) {
        super.sendData(array, offset, length, end);
        finishIfAnswered();
    }

    @Override
    public void sendTrailers(Metadata trailers) {
        writeTrailers(trailers);
        finishIfAnswered();
    }

    @Override
    void finishIfAnswered() {
        if (localEnded() && !remoteEnded()) {
            // The response is whole: the rest of the request is not wanted (RFC 9114, 4.1.1).
            channel().shutdownInput(ErrorCodes.H3_NO_ERROR);
        }
    }

    @Override
    public void reset(StreamReset.Cause cause) {
        abandon(ErrorCodes.http3(cause));
    }

    @Override
    boolean head(InboundFields fields) {
        String method = fields.methodText();
        String path = fields.pathText();
        String authority = fields.authorityText();
        if (!Fields.token(method)
                || !path.startsWith("/")
                || !Fields.target(path)
                || authority == null
                || !Fields.authority(authority)) {
            throw new IllegalArgumentException("the request is malformed");
        }
        request =
                Requests.of(
                        method,
                        "https",
                        authority,
                        path,
                        fields.fields().freeze(),
                        HttpVersion.HTTP_3);
        server.accept(this);
        return true;
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

    @Override
    void writeFailed() {
        broken(
                new StreamReset(
                        StreamReset.Cause.CANCELED, "the client does not want the response"));
    }

    @Override
    boolean concluded() {
        return localEnded();
    }

    @Override
    StreamReset gone() {
        return new StreamReset(StreamReset.Cause.CANCELED, "the client's connection was closed");
    }
}
