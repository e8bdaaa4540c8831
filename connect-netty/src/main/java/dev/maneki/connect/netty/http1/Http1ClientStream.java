package dev.maneki.connect.netty.http1;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpClientStream;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.netty.http1.MessageWriter.Length;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A request and its response on a client's HTTP/1.1 connection.
 *
 * <p>The head is written with the first bytes of the body: when they are all of it, it can say
 * their length.
 */
final class Http1ClientStream implements HttpClientStream {
    private static final int COPY_LIMIT = 32 * 1024;

    private final Http1ClientConnection connection;
    private final HttpRequest request;
    private final Handler handler;
    private @Nullable ByteBuf gathered;
    private boolean headWritten;
    private boolean sent;
    private boolean chunked;
    private boolean requestEnded;
    private boolean headReceived;
    private boolean over;
    private boolean paused;

    Http1ClientStream(
            Http1ClientConnection connection, HttpRequest request, boolean end, Handler handler) {
        this.connection = connection;
        this.request = request;
        this.handler = handler;
        requestEnded = end;
    }

    @Override
    public Executor executor() {
        return connection.executor();
    }

    @Override
    public void sendData(byte[] array, int offset, int length, boolean end) {
        if (over || requestEnded) {
            return;
        }
        requestEnded = end;
        if (!headWritten) {
            boolean allOfIt = end && gathered == null;
            writeHead(allOfIt ? length : -1);
        }
        if (length > 0) {
            ByteBuf out = gathered(Math.min(length, COPY_LIMIT) + 24);
            if (chunked) {
                MessageWriter.chunkSize(out, length);
            }
            if (length <= COPY_LIMIT) {
                out.writeBytes(array, offset, length);
            } else {
                writeGathered();
                connection.write(Unpooled.wrappedBuffer(array, offset, length));
            }
            if (chunked) {
                gathered(64).writeShort('\r' << 8 | '\n');
            }
        }
        if (end && chunked) {
            connection.writer().lastChunk(null);
            connection.writer().into(gathered(connection.writer().length()));
        }
        if (gathered != null && gathered.readableBytes() > COPY_LIMIT) {
            writeGathered(); // Where it counts as waiting, so that writable() tells.
        }
    }

    /**
     * @param length of the body, -1 if it is not known
     */
    private void writeHead(int length) {
        headWritten = true;
        Metadata fields = request.fields();
        Length framing = Length.KNOWN;
        if (!fields.has("content-length")) {
            if (length > 0) {
                fields = new Metadata(fields).append("content-length", Integer.toString(length));
            } else if (length == 0) {
                boolean usuallyHasBody =
                        !request.method().equals("GET") && !request.method().equals("HEAD");
                framing = usuallyHasBody ? Length.ZERO : Length.KNOWN;
            } else {
                framing = Length.CHUNKED;
                chunked = true;
            }
        }
        MessageWriter writer = connection.writer();
        writer.request(
                request.method(),
                request.path(),
                request.query(),
                request.authority(),
                fields,
                framing);
        writer.into(gathered(writer.length() + Math.min(Math.max(length, 0), COPY_LIMIT) + 32));
    }

    private ByteBuf gathered(int room) {
        ByteBuf out = gathered;
        if (out == null) {
            out = connection.allocate(room);
            gathered = out;
        } else {
            out.ensureWritable(room);
        }
        return out;
    }

    private void writeGathered() {
        ByteBuf out = gathered;
        if (out != null) {
            gathered = null;
            sent = true;
            connection.write(out);
        }
    }

    @Override
    public void flush() {
        if (!over) {
            if (!headWritten) {
                writeHead(requestEnded ? 0 : -1);
            }
            writeGathered();
            connection.flushSoon();
        }
    }

    @Override
    public void cancel() {
        if (!over) {
            release();
            connection.abandon(this);
        }
    }

    @Override
    public boolean writable() {
        return !over && connection.writable();
    }

    @Override
    public void pause() {
        paused = true;
        connection.pauseChanged();
    }

    @Override
    public void resume() {
        paused = false;
        connection.pauseChanged();
    }

    boolean paused() {
        return paused && !over;
    }

    /** Whether it is a HEAD request, whose response has no body. */
    boolean head() {
        return request.method().equals("HEAD");
    }

    boolean headReceived() {
        return headReceived;
    }

    /** Whether the server may have seen anything of the request. */
    boolean sent() {
        return sent;
    }

    boolean requestEnded() {
        return requestEnded;
    }

    void head(int status, Metadata fields, boolean end) {
        headReceived = true;
        if (!over) {
            handler.onHead(status, fields, end);
        }
    }

    void data(ByteBuffer data) {
        if (!over) {
            handler.onData(data);
        }
    }

    /**
     * The response is whole.
     *
     * @param told whether its head said so
     */
    void ended(Metadata trailers, boolean told) {
        if (!over) {
            release();
            if (!told) {
                handler.onEnd(trailers);
            }
        }
    }

    void broken(StreamReset reset) {
        if (!over) {
            release();
            handler.onReset(reset);
        }
    }

    void becameWritable() {
        if (!over && !requestEnded) {
            handler.onWritable();
        }
    }

    private void release() {
        over = true;
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }
}
