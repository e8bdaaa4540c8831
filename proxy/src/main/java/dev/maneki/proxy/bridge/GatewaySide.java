package dev.maneki.proxy.bridge;

import dev.maneki.connect.http.HttpClientStream;
import dev.maneki.proxy.stream.ServerStreamHandler;
import io.netty.buffer.Unpooled;
import java.util.concurrent.Executor;

/** The exchange as a callee: what is sent to it is the body of the call that it sees. */
final class GatewaySide implements HttpClientStream {
    private final ServerStreamHandler exchange;
    private final Executor executor;
    private boolean cancelled;
    private boolean ended;

    GatewaySide(ServerStreamHandler exchange, Executor executor) {
        this.exchange = exchange;
        this.executor = executor;
    }

    /** Whether nobody wants to hear of the answer any more. */
    boolean cancelled() {
        return cancelled;
    }

    @Override
    public Executor executor() {
        return executor;
    }

    @Override
    public void sendData(byte[] array, int offset, int length, boolean end) {
        if (cancelled || ended) {
            return;
        }
        ended = end;
        if (length > 0) {
            exchange.onData(Unpooled.wrappedBuffer(array, offset, length));
        }
        if (end && !cancelled) {
            exchange.onEnd(null);
        }
    }

    /** The worker flushes at the end of its turn. */
    @Override
    public void flush() {}

    /** The exchange is ended by the end of the client's stream, which follows. */
    @Override
    public void cancel() {
        cancelled = true;
    }

    /** It says when it has enough by pausing the client. */
    @Override
    public boolean writable() {
        return true;
    }

    /** Never needed: the exchange looks at the client's stream before it sends more. */
    @Override
    public void pause() {}

    @Override
    public void resume() {}
}
