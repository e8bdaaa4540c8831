package dev.maneki.proxy.bridge;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.http.Peer;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.stream.ServerStream;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A client's stream as the protocols of callers want it. */
final class ClientSide implements HttpServerStream {
    private final ServerStream stream;
    private final BridgedExchange exchange;
    private final HttpRequest request;
    private @Nullable Handler handler;

    /** Nothing may be sent any more. */
    private boolean over;

    ClientSide(ServerStream stream, BridgedExchange exchange) {
        this.stream = stream;
        this.exchange = exchange;
        this.request = Heads.request(stream.request(), stream.protocol());
    }

    /** Who reads the request; null before {@link #start}. */
    @Nullable Handler handler() {
        return handler;
    }

    /** Whether the response has ended, or the client is gone. */
    boolean over() {
        return over;
    }

    /** The client is gone. */
    void gone() {
        over = true;
    }

    @Override
    public HttpRequest request() {
        return request;
    }

    @Override
    public Peer peer() {
        return new Peer(stream.connection().remoteAddress(), List.of());
    }

    @Override
    public Executor executor() {
        return stream.connection().worker().loop();
    }

    @Override
    public void start(Handler handler) {
        this.handler = handler;
    }

    @Override
    public void sendHead(int status, Metadata fields, boolean end) {
        if (over) {
            return;
        }
        over = end;
        ResponseHead head = new ResponseHead();
        head.status(status);
        Heads.add(fields, head.fields());
        int length = head.fields().find(FieldNames.CONTENT_LENGTH);
        if (length >= 0) {
            head.contentLength(Long.parseLong(head.fields().value(length)));
        }
        exchange.onClientHead(head);
        stream.sendHead(head, end);
    }

    @Override
    public void sendData(byte[] array, int offset, int length, boolean end) {
        if (!over) {
            over = end;
            stream.sendData(Unpooled.wrappedBuffer(array, offset, length), end);
        }
    }

    @Override
    public void sendTrailers(Metadata trailers) {
        if (over) {
            return;
        }
        over = true;
        if (trailers.isEmpty()) {
            stream.sendData(Unpooled.EMPTY_BUFFER, true);
        } else {
            HeaderFields fields = new HeaderFields();
            Heads.add(trailers, fields);
            stream.sendTrailers(fields);
        }
    }

    /** The worker flushes at the end of its turn. */
    @Override
    public void flush() {}

    @Override
    public void reset(StreamReset.Cause cause) {
        if (!over) {
            over = true;
            stream.abort(StreamFault.of(Reason.INTERNAL_ERROR, cause.toString()));
        }
    }

    @Override
    public boolean writable() {
        return over || stream.writable();
    }

    @Override
    public void pause() {
        if (!over) {
            stream.pauseRequest();
        }
    }

    @Override
    public void resume() {
        if (!over) {
            stream.resumeRequest();
        }
    }
}
