package dev.maneki.connect.protocol.connect;

import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.RequestMeta;
import dev.maneki.connect.protocol.ServerExchange;
import dev.maneki.connect.protocol.ServerSettings;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What unary calls and streams have in common: what is told to whom, and when no more. */
abstract sealed class ConnectServerExchange implements ServerExchange, HttpServerStream.Handler
        permits UnaryServerExchange, StreamServerExchange {
    final HttpServerStream stream;
    final ConnectRequest request;
    final ServerSettings settings;

    private @Nullable Listener listener;
    private boolean started;

    /** Nothing is read any more: the request is whole, is at fault, or does not matter. */
    private boolean inputOver;

    /** Nothing is sent any more. */
    private boolean outputOver;

    ConnectServerExchange(
            HttpServerStream stream, ConnectRequest request, ServerSettings settings) {
        this.stream = stream;
        this.request = request;
        this.settings = settings;
    }

    /** Reads body bytes. What it throws is the request's fault. */
    abstract void read(ByteBuffer data);

    /** The body is whole. What it throws is the request's fault. */
    abstract void readEnd();

    @Override
    public final Protocol protocol() {
        return Protocol.CONNECT;
    }

    @Override
    public final RequestMeta request() {
        return request.meta();
    }

    @Override
    public final @Nullable ConnectException refusal() {
        return request.refusal();
    }

    @Override
    public void start(Listener listener) {
        this.listener = listener;
        started = true;
        stream.start(this);
    }

    /**
     * Before anything is sent: a call that was refused has not been started, but a stream must be,
     * so that the transport can get rid of the body.
     *
     * @return whether something can be sent
     */
    final boolean canSend() {
        if (!started) {
            started = true;
            inputOver = true;
            stream.start(this);
        }
        return !outputOver;
    }

    /** The last was sent: whatever is still to come of the request does not matter. */
    final void finish() {
        outputOver = true;
        inputOver = true;
        stream.flush();
    }

    /** Tells of a message, if anyone still listens. What is empty was never compressed. */
    final void deliver(Payload payload) {
        if (!inputOver && listener != null) {
            listener.onPayload(
                    payload.length() == 0 && payload.compressed() ? Payload.empty() : payload);
        }
    }

    /** The request is whole, and its last message was told of. */
    final void endInput() {
        if (!inputOver && listener != null) {
            inputOver = true;
            listener.onRequestEnd();
        }
    }

    @Override
    public final void refuse(int httpStatus, Metadata fields) {
        if (!canSend()) {
            return;
        }
        Metadata head = new Metadata(fields);
        head.append("content-length", "0");
        stream.sendHead(httpStatus, head, true);
        finish();
    }

    @Override
    public final void onData(ByteBuffer data) {
        if (inputOver || listener == null) {
            return;
        }
        try {
            read(data);
        } catch (ConnectException fault) {
            fail(fault, listener);
        }
    }

    @Override
    public final void onEnd(Metadata trailers) {
        if (inputOver || listener == null) {
            return;
        }
        try {
            readEnd();
        } catch (ConnectException fault) {
            fail(fault, listener);
        }
    }

    private void fail(ConnectException fault, Listener listener) {
        if (!inputOver) {
            inputOver = true;
            listener.onFault(fault);
        }
    }

    @Override
    public final void onReset(StreamReset reset) {
        if (outputOver) {
            return;
        }
        inputOver = true;
        outputOver = true;
        if (listener != null) {
            listener.onReset(reset);
        }
    }

    @Override
    public final void onWritable() {
        if (!outputOver && listener != null) {
            listener.onWritable();
        }
    }

    @Override
    public final void flush() {
        stream.flush();
    }

    @Override
    public final void reset(StreamReset.Cause cause) {
        if (!outputOver) {
            outputOver = true;
            inputOver = true;
            stream.reset(cause);
        }
    }

    @Override
    public final boolean writable() {
        return stream.writable();
    }

    @Override
    public final void pause() {
        stream.pause();
    }

    @Override
    public final void resume() {
        stream.resume();
    }
}
