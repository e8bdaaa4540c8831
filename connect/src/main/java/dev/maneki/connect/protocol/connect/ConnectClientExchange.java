package dev.maneki.connect.protocol.connect;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.compress.Compression;
import dev.maneki.connect.http.HttpClientStream;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.protocol.ClientExchange;
import dev.maneki.connect.protocol.ClientSettings;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.RequestMeta;
import dev.maneki.connect.protocol.ResetErrors;
import dev.maneki.connect.protocol.ResponseEnd;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What unary calls and streams have in common: the stream, and that an answer ends once. */
abstract sealed class ConnectClientExchange implements ClientExchange, HttpClientStream.Handler
        permits UnaryClientExchange, StreamClientExchange {
    /** The longest error or end of a stream where messages are limited to less. */
    private static final int MAX_END_BYTES = 64 * 1024;

    final HttpRequest target;
    final RequestMeta request;
    final ClientSettings settings;

    private @Nullable Opener opener;
    private @Nullable Listener listener;

    // Volatile: events may come on the executor while open() has not returned elsewhere.
    private volatile @Nullable HttpClientStream stream;
    private volatile boolean abandoned;
    private volatile boolean paused;

    /** All of the request has been handed to the stream. */
    private boolean requestEnded;

    /** The answer's end has been told, or nobody wants to know. */
    private volatile boolean ended;

    ConnectClientExchange(HttpRequest target, RequestMeta request, ClientSettings settings) {
        this.target = target;
        this.request = request;
        this.settings = settings;
    }

    @Override
    public final Protocol protocol() {
        return Protocol.CONNECT;
    }

    @Override
    public void start(Opener opener, Listener listener) {
        this.opener = opener;
        this.listener = listener;
    }

    /** Opens the stream. */
    final HttpClientStream open(HttpRequest head, boolean end) {
        if (opener == null) {
            throw new IllegalStateException("the call was not started");
        }
        requestEnded = end;
        HttpClientStream opened = opener.open(head, end, this);
        stream = opened;
        // What was wanted before we knew of whom.
        if (abandoned) {
            opened.executor().execute(opened::cancel);
        } else if (paused) {
            opened.executor()
                    .execute(
                            () -> {
                                if (paused) {
                                    opened.pause();
                                }
                            });
        }
        return opened;
    }

    /** The stream; null before it is open. */
    final @Nullable HttpClientStream stream() {
        return stream;
    }

    final Listener listener() {
        Listener told = listener;
        if (told == null) {
            throw new IllegalStateException("the call was not started");
        }
        return told;
    }

    final boolean ended() {
        return ended;
    }

    final boolean requestEnded() {
        return requestEnded;
    }

    final void setRequestEnded() {
        requestEnded = true;
    }

    /** What is kept for an answer that does not matter any more goes. */
    abstract void forget();

    /** The answer's head. */
    abstract void head(int status, Metadata fields, boolean end);

    /** Bytes of the answer's body. What it throws ends the call. */
    abstract void read(ByteBuffer data);

    /** The answer's body is whole. */
    abstract void readEnd();

    /** What the answer said before it broke off, if it said enough; else null. */
    abstract @Nullable ResponseEnd saidBefore();

    /**
     * Tells the end.
     *
     * @param responseOver whether the stream is as well, if the request is
     */
    final void finish(ResponseEnd end, boolean responseOver) {
        ended = true;
        if (!responseOver || !requestEnded) {
            abandon();
        }
        forget();
        listener().onEnd(end);
    }

    /** Tells an error that the callee did not name. */
    final void fail(Code code, String message, boolean responseOver) {
        finish(ResponseEnd.of(new ConnectException(code, message)), responseOver);
    }

    /** What a status means that brings no error of the protocol's: "HTTP to Error Code". */
    final void failByStatus(int status, boolean responseOver) {
        fail(Code.ofHttpStatus(status), "the response has HTTP status " + status, responseOver);
    }

    /** Whether a compression is one that the callee could choose. */
    final boolean understands(String compression) {
        return compression.equals(RequestMeta.IDENTITY)
                || compression.equals(request.compression())
                || request.acceptCompression().contains(compression)
                || settings.compressions().find(compression) != null;
    }

    /** The longest error or end of a stream. */
    final int maxEndBytes() {
        return Math.max(settings.maxMessageBytes(), MAX_END_BYTES);
    }

    /**
     * The protocol's own JSON, readable.
     *
     * @throws ConnectException if it is not what it is said to be
     */
    final Payload decompressed(Payload json, String compression) {
        if (!json.compressed() || json.length() == 0) {
            return json;
        }
        Compression known = settings.compressions().find(compression);
        if (known == null) {
            throw new ConnectException(
                    Code.INTERNAL, "the compression " + Quoted.of(compression) + " is unknown");
        }
        return known.decompress(json.array(), json.offset(), json.length(), maxEndBytes());
    }

    @Override
    public final void onHead(int status, Metadata fields, boolean end) {
        if (!ended) {
            head(status, fields, end);
        }
    }

    @Override
    public final void onData(ByteBuffer data) {
        if (ended) {
            return;
        }
        try {
            read(data);
        } catch (ConnectException e) {
            if (!ended) {
                finish(ResponseEnd.of(e), false);
            }
        }
    }

    @Override
    public final void onEnd(Metadata trailers) {
        if (!ended) {
            readEnd(); // the protocol has no HTTP trailers
        }
    }

    @Override
    public final void onReset(StreamReset reset) {
        if (!ended) {
            requestEnded = true; // the stream is gone: there is nothing to cancel
            ResponseEnd said = saidBefore();
            finish(said == null ? ResponseEnd.of(ResetErrors.of(reset)) : said, true);
        }
    }

    @Override
    public final void onWritable() {
        if (!ended) {
            listener().onWritable();
        }
    }

    @Override
    public final void cancel() {
        if (!ended) {
            ended = true;
            abandon();
            forget();
        }
    }

    private void abandon() {
        abandoned = true;
        HttpClientStream opened = stream;
        if (opened != null) {
            opened.cancel();
        }
    }

    @Override
    public final boolean writable() {
        HttpClientStream opened = stream;
        return opened == null || opened.writable();
    }

    @Override
    public final void pause() {
        paused = true;
        HttpClientStream opened = stream;
        if (opened != null && !ended) {
            opened.pause();
        }
    }

    @Override
    public final void resume() {
        paused = false;
        HttpClientStream opened = stream;
        if (opened != null && !ended) {
            opened.resume();
        }
    }
}
