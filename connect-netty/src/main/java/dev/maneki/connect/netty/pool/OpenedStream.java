package dev.maneki.connect.netty.pool;

import dev.maneki.connect.http.HttpClientStream;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.StreamReset;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A request that has, or waits for, its connection; what is sent meanwhile is kept. */
public final class OpenedStream implements HttpClientStream {
    private static final int MAX_KEPT_BYTES = 64 * 1024;

    private final HttpRequest request;
    private final boolean end;
    private final Handler handler;
    private final EventLoop loop;
    private final ArrayDeque<Piece> kept = new ArrayDeque<>(2);
    private int keptBytes;
    private boolean paused;
    private boolean blocked;
    private boolean over;
    private @Nullable HttpClientStream attached;
    private @Nullable OriginPool waitsIn;

    private record Piece(byte[] array, int offset, int length, boolean end) {}

    /**
     * @param loop where the origin's connections live
     */
    public OpenedStream(HttpRequest request, boolean end, Handler handler, EventLoop loop) {
        this.request = request;
        this.end = end;
        this.handler = handler;
        this.loop = loop;
    }

    void waitsIn(OriginPool pool) {
        waitsIn = pool;
    }

    /** Begins on a connection. */
    void begin(ClientConnection connection) {
        waitsIn = null;
        HttpClientStream stream = connection.start(request, end, handler);
        if (stream == null) {
            over = true;
            return;
        }
        attached = stream;
        if (paused) {
            stream.pause();
        }
        for (Piece piece : kept) {
            stream.sendData(piece.array, piece.offset, piece.length, piece.end);
        }
        kept.clear();
        stream.flush();
        if (blocked && stream.writable()) {
            blocked = false;
            handler.onWritable();
        }
    }

    /** There is no connection for it. */
    public void fail(StreamReset.Cause cause, String detail) {
        if (!over) {
            over = true;
            kept.clear();
            handler.onReset(new StreamReset(cause, detail));
        }
    }

    @Override
    public Executor executor() {
        return loop;
    }

    @Override
    public void sendData(byte[] array, int offset, int length, boolean end) {
        HttpClientStream stream = attached;
        if (stream != null) {
            stream.sendData(array, offset, length, end);
        } else if (!over) {
            kept.add(new Piece(array, offset, length, end));
            keptBytes += length;
        }
    }

    @Override
    public void flush() {
        HttpClientStream stream = attached;
        if (stream != null) {
            stream.flush();
        }
    }

    @Override
    public void cancel() {
        HttpClientStream stream = attached;
        OriginPool pool = waitsIn;
        over = true;
        if (stream != null) {
            stream.cancel();
        } else if (pool != null) {
            waitsIn = null;
            pool.forget(this);
        }
        kept.clear();
    }

    /** Whether nobody wants it any more. */
    boolean over() {
        return over;
    }

    @Override
    public boolean writable() {
        HttpClientStream stream = attached;
        if (stream != null) {
            return stream.writable();
        }
        blocked = over || keptBytes >= MAX_KEPT_BYTES;
        return !blocked;
    }

    @Override
    public void pause() {
        paused = true;
        HttpClientStream stream = attached;
        if (stream != null) {
            stream.pause();
        }
    }

    @Override
    public void resume() {
        paused = false;
        HttpClientStream stream = attached;
        if (stream != null) {
            stream.resume();
        }
    }
}
