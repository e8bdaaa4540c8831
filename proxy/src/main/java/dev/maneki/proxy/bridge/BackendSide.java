package dev.maneki.proxy.bridge;

import dev.maneki.connect.http.HttpClientStream;
import dev.maneki.proxy.stream.ClientStream;
import io.netty.buffer.Unpooled;
import java.util.concurrent.Executor;

/** A stream to a backend as the protocols of callees want it. */
final class BackendSide implements HttpClientStream {
    private final CalledStream call;
    private final ClientStream stream;
    private final Executor executor;

    BackendSide(CalledStream call, ClientStream stream, Executor executor) {
        this.call = call;
        this.stream = stream;
        this.executor = executor;
    }

    @Override
    public Executor executor() {
        return executor;
    }

    @Override
    public void sendData(byte[] array, int offset, int length, boolean end) {
        stream.sendData(Unpooled.wrappedBuffer(array, offset, length), end);
    }

    /** The worker flushes at the end of its turn. */
    @Override
    public void flush() {}

    @Override
    public void cancel() {
        call.cancelBackend();
    }

    @Override
    public boolean writable() {
        return call.writable();
    }

    @Override
    public void pause() {
        call.pauseResponse();
    }

    @Override
    public void resume() {
        call.resumeResponse();
    }
}
