package dev.maneki.connect.client;

import dev.maneki.connect.http.HttpClientStream;
import java.util.concurrent.Executor;

/** A stream for who is not on its executor: each call hops there, and each send is flushed. */
final class HoppingStream implements HttpClientStream {
    private final HttpClientStream stream;

    HoppingStream(HttpClientStream stream) {
        this.stream = stream;
    }

    @Override
    public Executor executor() {
        return stream.executor();
    }

    @Override
    public void sendData(byte[] array, int offset, int length, boolean end) {
        executor()
                .execute(
                        () -> {
                            stream.sendData(array, offset, length, end);
                            stream.flush(); // one hop for both
                        });
    }

    @Override
    public void flush() {
        // With what was sent.
    }

    @Override
    public void cancel() {
        executor().execute(stream::cancel);
    }

    @Override
    public boolean writable() {
        return stream.writable();
    }

    @Override
    public void pause() {
        executor().execute(stream::pause);
    }

    @Override
    public void resume() {
        executor().execute(stream::resume);
    }
}
