package dev.maneki.connect.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.maneki.connect.Metadata;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A server's stream in memory: remembers the response, and plays the caller. It holds those who use
 * it to the order of calls that {@link HttpServerStream} asks for.
 */
public final class RecordingServerStream implements HttpServerStream {
    private final HttpRequest request;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable Handler handler;
    private int status;
    private Metadata fields = Metadata.EMPTY;
    private @Nullable Metadata trailers;
    private boolean ended;
    private boolean writable = true;
    private boolean paused;
    private boolean peerGone;
    private int flushes;
    private StreamReset.@Nullable Cause reset;

    public RecordingServerStream(HttpRequest request) {
        this.request = request;
    }

    /** A POST over HTTP/2. */
    public static RecordingServerStream post(String path, String... fields) {
        return new RecordingServerStream(
                new HttpRequest(
                        "POST",
                        "http",
                        "example.test",
                        path,
                        "",
                        Metadata.of(fields),
                        HttpVersion.HTTP_2));
    }

    // What the caller does.

    /** Sends body bytes, in one piece. */
    public RecordingServerStream data(byte[] bytes) {
        return data(bytes, Math.max(1, bytes.length));
    }

    /** Sends body bytes, in pieces of at most that size. */
    public RecordingServerStream data(byte[] bytes, int piece) {
        for (int i = 0; i < bytes.length; i += piece) {
            handler().onData(ByteBuffer.wrap(bytes, i, Math.min(piece, bytes.length - i)));
        }
        return this;
    }

    /** Sends body text. */
    public RecordingServerStream data(String text) {
        return data(text.getBytes(UTF_8));
    }

    /** Ends the request. */
    public RecordingServerStream finish() {
        handler().onEnd(Metadata.EMPTY);
        return this;
    }

    /** Breaks the request off. */
    public RecordingServerStream breakOff(StreamReset.Cause cause) {
        peerGone = true;
        handler().onReset(new StreamReset(cause, "as the test wants it"));
        return this;
    }

    /** Sets whether more can be sent, and tells if so. */
    public RecordingServerStream writable(boolean now) {
        writable = now;
        if (now) {
            handler().onWritable();
        }
        return this;
    }

    // What was answered.

    /** The status; 0 before the head. */
    public int status() {
        return status;
    }

    /** The head's fields. */
    public Metadata fields() {
        return fields;
    }

    /** The body so far. */
    public byte[] body() {
        return body.toByteArray();
    }

    /** The body so far, as text. */
    public String text() {
        return body.toString(UTF_8);
    }

    /** The trailers, or null if there were none. */
    public @Nullable Metadata trailers() {
        return trailers;
    }

    /** Whether the response is whole. */
    public boolean ended() {
        return ended;
    }

    /** Why it was broken off by us, or null. */
    public StreamReset.@Nullable Cause reset() {
        return reset;
    }

    /** How many flushes there were. */
    public int flushes() {
        return flushes;
    }

    /** Whether the caller is held back. */
    public boolean paused() {
        return paused;
    }

    private Handler handler() {
        Handler now = handler;
        if (now == null) {
            throw new AssertionError("the stream was not started");
        }
        return now;
    }

    private void check(boolean headSent) {
        if (handler == null) {
            throw new AssertionError("the stream was not started");
        }
        if (ended) {
            throw new AssertionError("the response is over");
        }
        if (headSent == (status == 0)) {
            throw new AssertionError(headSent ? "there is no head yet" : "the head was sent");
        }
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
        return Runnable::run;
    }

    @Override
    public void start(Handler handler) {
        if (this.handler != null) {
            throw new AssertionError("the stream was started");
        }
        this.handler = handler;
    }

    @Override
    public void sendHead(int status, Metadata fields, boolean end) {
        if (peerGone) {
            return;
        }
        check(false);
        this.status = status;
        this.fields = new Metadata(fields);
        ended = end;
    }

    @Override
    public void sendData(byte[] array, int offset, int length, boolean end) {
        if (peerGone) {
            return;
        }
        check(true);
        body.write(array, offset, length);
        ended = end;
    }

    @Override
    public void sendTrailers(Metadata trailers) {
        if (peerGone) {
            return;
        }
        check(true);
        this.trailers = new Metadata(trailers);
        ended = true;
    }

    @Override
    public void flush() {
        flushes++;
    }

    @Override
    public void reset(StreamReset.Cause cause) {
        reset = cause;
        peerGone = true;
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
