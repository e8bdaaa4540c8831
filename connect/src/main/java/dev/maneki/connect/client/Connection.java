package dev.maneki.connect.client;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpClientStream;
import dev.maneki.connect.http.HttpClientTransport;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.protocol.ClientExchange;
import dev.maneki.connect.protocol.Payload;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An exchange with the HTTP stream that carries it, once that is open. It stands between the two,
 * so that it sees whether the server refused the stream unprocessed.
 */
final class Connection implements ClientExchange.Opener, HttpClientStream.Handler {
    final ClientExchange exchange;
    private final HttpClientTransport transport;
    private final Runnable drain;
    private HttpClientStream.@Nullable Handler handler;
    private volatile @Nullable HttpClientStream stream;
    private volatile boolean refused;
    private boolean withoutLoop;

    Connection(HttpClientTransport transport, ClientExchange exchange, Consumer<Connection> drain) {
        this.transport = transport;
        this.exchange = exchange;
        this.drain = () -> drain.accept(this);
    }

    @Override
    public HttpClientStream open(
            HttpRequest request, boolean end, HttpClientStream.Handler handler) {
        this.handler = handler;
        HttpClientStream opened = transport.open(request, end, this);
        stream = opened;
        return withoutLoop ? new HoppingStream(opened) : opened;
    }

    /** The stream; null before it is open. */
    @Nullable HttpClientStream stream() {
        return stream;
    }

    /** Whether the server refused it unprocessed. The loop. */
    boolean refused() {
        return refused;
    }

    /** Sends the message with which the stream is opened; from any thread, as no loop is known. */
    void sendWithoutLoop(Payload payload) {
        withoutLoop = true;
        exchange.sendPayload(payload);
    }

    /** Has what was sent put out. */
    void drain() {
        execute(drain);
    }

    /** Does something on the loop, if there is one yet. */
    void execute(Runnable task) {
        HttpClientStream on = stream;
        if (on != null) {
            on.executor().execute(task);
        }
    }

    private HttpClientStream.Handler handler() {
        HttpClientStream.Handler told = handler;
        if (told == null) {
            throw new IllegalStateException("an event came before the stream was opened");
        }
        return told;
    }

    @Override
    public void onHead(int status, Metadata fields, boolean end) {
        handler().onHead(status, fields, end);
    }

    @Override
    public void onData(ByteBuffer data) {
        handler().onData(data);
    }

    @Override
    public void onEnd(Metadata trailers) {
        handler().onEnd(trailers);
    }

    @Override
    public void onReset(StreamReset reset) {
        refused = reset.cause() == StreamReset.Cause.REFUSED;
        handler().onReset(reset);
    }

    @Override
    public void onWritable() {
        handler().onWritable();
    }
}
