package dev.maneki.connect.servlet;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpServerStream;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's body as it comes. Who is paused just does not ask whether there is more: the
 * container then keeps a window's worth, and no more comes. All but the listener's methods on the
 * stream's loop.
 */
final class RequestBody implements ReadListener {
    private static final int MIN_BUFFER = 512;
    private static final int MAX_BUFFER = 16 * 1024;

    /**
     * How much is read for nothing after an early answer. As much as the longest message by
     * default: an answer to one that is too long is what comes early most often.
     */
    private static final int MAX_DROPPED_BYTES = 4 * 1024 * 1024;

    private final ServletStream stream;
    private final HttpServletRequest request;
    private final ServletInputStream input;
    private HttpServerStream.@Nullable Handler handler;
    private byte @Nullable [] buffer;
    private boolean opened;
    private boolean paused;
    private boolean reading;
    private boolean ended;
    private boolean dropping;
    private int dropped;

    RequestBody(ServletStream stream, HttpServletRequest request) throws IOException {
        this.stream = stream;
        this.request = request;
        this.input = request.getInputStream();
    }

    /** Has the container tell what comes. In the thread that was handed the request. */
    void open() {
        input.setReadListener(this);
    }

    // ---- the container's threads ----

    @Override
    public void onDataAvailable() {
        stream.loop().executeHere(this::available);
    }

    @Override
    public void onAllDataRead() {
        stream.loop().executeHere(this::end);
    }

    @Override
    public void onError(Throwable failure) {
        stream.onFailure(failure);
    }

    // ---- the loop ----

    void start(HttpServerStream.Handler handler) {
        this.handler = handler;
    }

    private void available() {
        opened = true;
        read();
    }

    void pause() {
        paused = true;
    }

    void resume() {
        if (paused) {
            paused = false;
            if (opened) {
                read();
            }
        }
    }

    boolean ended() {
        return ended;
    }

    /** Reads on, for nobody, and then completes the stream. */
    void drop() {
        dropping = true;
        if (opened) {
            read();
        }
    }

    private void read() {
        if (reading) {
            return; // whoever resumes or drops from within an event goes on in the loop below
        }
        reading = true;
        try {
            byte[] into = buffer();
            while (wanted() && !input.isFinished() && input.isReady()) {
                int length = input.read(into, 0, into.length);
                if (length < 0) {
                    end();
                } else if (length > 0) {
                    data(into, length);
                }
            }
            if (wanted() && input.isFinished()) {
                end();
            }
        } catch (IOException | RuntimeException e) { // the latter: the container gave it up
            stream.fail(e);
        } finally {
            reading = false;
        }
    }

    private boolean wanted() {
        return !ended && (dropping || handler != null && !paused && !stream.over());
    }

    private void data(byte[] array, int length) {
        if (!dropping && handler != null) {
            handler.onData(ByteBuffer.wrap(array, 0, length));
            return;
        }
        dropped += length;
        if (dropped > MAX_DROPPED_BYTES) {
            ended = true;
            stream.complete();
        }
    }

    private byte[] buffer() {
        byte[] has = buffer;
        if (has == null) {
            long announced = request.getContentLengthLong();
            long length = announced < 0 ? MAX_BUFFER : announced;
            has = new byte[(int) Math.max(MIN_BUFFER, Math.min(MAX_BUFFER, length))];
            buffer = has;
        }
        return has;
    }

    private void end() {
        if (ended || stream.over() && !dropping) {
            return;
        }
        ended = true;
        if (dropping) {
            stream.complete();
        } else if (handler != null) {
            handler.onEnd(trailers());
        }
    }

    private Metadata trailers() {
        if (!request.isTrailerFieldsReady()) {
            return Metadata.EMPTY;
        }
        Map<String, String> fields = request.getTrailerFields();
        if (fields.isEmpty()) {
            return Metadata.EMPTY;
        }
        Metadata trailers = new Metadata();
        fields.forEach(trailers::append); // in lower case already (Servlet 6.1)
        return trailers.freeze();
    }
}
