package dev.maneki.connect.server;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.http.Peer;
import dev.maneki.connect.http.StreamReset;
import java.util.concurrent.Executor;

/** A stream whose response has more fields than its protocol knows of. */
final class CorsStream implements HttpServerStream {
    private final HttpServerStream stream;
    private final Metadata more;

    CorsStream(HttpServerStream stream, Metadata more) {
        this.stream = stream;
        this.more = more;
    }

    @Override
    public HttpRequest request() {
        return stream.request();
    }

    @Override
    public Peer peer() {
        return stream.peer();
    }

    @Override
    public Executor executor() {
        return stream.executor();
    }

    @Override
    public void start(Handler handler) {
        stream.start(handler);
    }

    @Override
    public void sendHead(int status, Metadata fields, boolean end) {
        stream.sendHead(status, new Metadata(fields).addAll(more), end);
    }

    @Override
    public void sendData(byte[] array, int offset, int length, boolean end) {
        stream.sendData(array, offset, length, end);
    }

    @Override
    public void sendTrailers(Metadata trailers) {
        stream.sendTrailers(trailers);
    }

    @Override
    public void flush() {
        stream.flush();
    }

    @Override
    public void reset(StreamReset.Cause cause) {
        stream.reset(cause);
    }

    @Override
    public boolean writable() {
        return stream.writable();
    }

    @Override
    public void pause() {
        stream.pause();
    }

    @Override
    public void resume() {
        stream.resume();
    }
}
