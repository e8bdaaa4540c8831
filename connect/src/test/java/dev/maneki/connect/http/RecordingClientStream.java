package dev.maneki.connect.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.maneki.connect.Metadata;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A client's stream in memory: remembers the request, and plays the callee. {@link #open} opens it,
 * once.
 */
public final class RecordingClientStream implements HttpClientStream {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable HttpRequest request;
    private @Nullable Handler handler;
    private boolean ended;
    private boolean canceled;
    private boolean writable = true;
    private boolean paused;
    private int flushes;

    /** As {@link HttpClientTransport#open}. */
    public HttpClientStream open(HttpRequest request, boolean end, Handler handler) {
        if (this.request != null) {
            throw new AssertionError("the stream was opened");
        }
        this.request = request;
        this.handler = handler;
        ended = end;
        return this;
    }

    // What the callee does.

    /** Answers with a head. */
    public RecordingClientStream head(int status, String... fields) {
        handler().onHead(status, Metadata.of(fields), false);
        return this;
    }

    /** Answers with a head, and nothing after it. */
    public RecordingClientStream headAlone(int status, String... fields) {
        handler().onHead(status, Metadata.of(fields), true);
        return this;
    }

    /** Sends body bytes, in one piece. */
    public RecordingClientStream data(byte[] bytes) {
        return data(bytes, Math.max(1, bytes.length));
    }

    /** Sends body bytes, in pieces of at most that size. */
    public RecordingClientStream data(byte[] bytes, int piece) {
        for (int i = 0; i < bytes.length; i += piece) {
            handler().onData(ByteBuffer.wrap(bytes, i, Math.min(piece, bytes.length - i)));
        }
        return this;
    }

    /** Sends body text. */
    public RecordingClientStream data(String text) {
        return data(text.getBytes(UTF_8));
    }

    /** Ends the response. */
    public RecordingClientStream finish(String... trailers) {
        handler().onEnd(Metadata.of(trailers));
        return this;
    }

    /** Breaks the response off. */
    public RecordingClientStream breakOff(StreamReset.Cause cause) {
        handler().onReset(new StreamReset(cause, "as the test wants it"));
        return this;
    }

    /** Sets whether more can be sent, and tells if so. */
    public RecordingClientStream writable(boolean now) {
        writable = now;
        if (now) {
            handler().onWritable();
        }
        return this;
    }

    // What was asked.

    /** Whether it was opened. */
    public boolean opened() {
        return request != null;
    }

    /** The request's head. */
    public HttpRequest request() {
        HttpRequest now = request;
        if (now == null) {
            throw new AssertionError("the stream was not opened");
        }
        return now;
    }

    /** The body so far. */
    public byte[] body() {
        return body.toByteArray();
    }

    /** The body so far, as text. */
    public String text() {
        return body.toString(UTF_8);
    }

    /** Whether the request is whole. */
    public boolean ended() {
        return ended;
    }

    /** Whether the interest in the response has ended. */
    public boolean canceled() {
        return canceled;
    }

    /** How many flushes there were. */
    public int flushes() {
        return flushes;
    }

    /** Whether the callee is held back. */
    public boolean paused() {
        return paused;
    }

    private Handler handler() {
        Handler now = handler;
        if (now == null) {
            throw new AssertionError("the stream was not opened");
        }
        if (canceled) {
            throw new AssertionError("no event follows once the stream is canceled");
        }
        return now;
    }

    @Override
    public Executor executor() {
        return Runnable::run;
    }

    @Override
    public void sendData(byte[] array, int offset, int length, boolean end) {
        if (ended) {
            throw new AssertionError("the request is over");
        }
        body.write(array, offset, length);
        ended = end;
    }

    @Override
    public void flush() {
        flushes++;
    }

    @Override
    public void cancel() {
        canceled = true;
    }

    @Override
    public boolean writable() {
        return writable;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
    }
}
