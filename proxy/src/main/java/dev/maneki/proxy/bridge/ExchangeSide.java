package dev.maneki.proxy.bridge;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.http.Peer;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.ClientStreamHandler;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.routing.message.HeaderFields;
import io.netty.buffer.Unpooled;
import java.util.concurrent.Executor;

/** The exchange as a caller: what is answered to it is a gRPC response. */
final class ExchangeSide implements HttpServerStream {
    private final CalledStream call;
    private final ClientStreamHandler exchange;
    private final HttpRequest request;
    private final Executor executor;
    private boolean over;

    ExchangeSide(
            CalledStream call,
            ClientStreamHandler exchange,
            HttpRequest request,
            Executor executor) {
        this.call = call;
        this.exchange = exchange;
        this.request = request;
        this.executor = executor;
    }

    @Override
    public HttpRequest request() {
        return request;
    }

    @Override
    public Peer peer() {
        return Peer.UNKNOWN;
    }

    @Override
    public Executor executor() {
        return executor;
    }

    @Override
    public void start(Handler handler) {
        call.reader(handler);
    }

    @Override
    public void sendHead(int status, Metadata fields, boolean end) {
        if (!over) {
            over = end;
            ResponseHead head = new ResponseHead();
            head.status(status);
            Heads.add(fields, head.fields());
            exchange.onHead(head, end);
        }
    }

    @Override
    public void sendData(byte[] array, int offset, int length, boolean end) {
        if (over) {
            return;
        }
        over = end;
        if (length > 0) {
            exchange.onData(Unpooled.wrappedBuffer(array, offset, length));
        }
        if (end) {
            exchange.onEnd(null);
        }
    }

    @Override
    public void sendTrailers(Metadata trailers) {
        if (!over) {
            over = true;
            HeaderFields fields = new HeaderFields();
            Heads.add(trailers, fields);
            exchange.onEnd(fields);
        }
    }

    /** The worker flushes at the end of its turn. */
    @Override
    public void flush() {}

    @Override
    public void reset(StreamReset.Cause cause) {
        if (!over) {
            over = true;
            exchange.onReset(StreamFault.of(Reason.INTERNAL_ERROR, cause.toString()));
        }
    }

    /** Never asked: the exchange holds the backend back by itself. */
    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}
}
