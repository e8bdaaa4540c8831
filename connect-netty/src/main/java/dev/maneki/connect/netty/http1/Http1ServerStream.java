package dev.maneki.connect.netty.http1;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.http.Peer;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.netty.http1.MessageWriter.Connection;
import dev.maneki.connect.netty.http1.MessageWriter.Length;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A request and its response on an HTTP/1.1 connection.
 *
 * <p>What is sent gathers in one buffer until it is flushed, so that a small response is one write.
 */
final class Http1ServerStream implements HttpServerStream {
    /** Bodies larger than this are not copied behind what gathers. */
    private static final int COPY_LIMIT = 32 * 1024;

    private final Http1ServerConnection connection;
    private final RequestHead head;
    private @Nullable Handler handler;
    private @Nullable ByteBuf gathered;
    private boolean headSent;
    private boolean responseEnded;
    private boolean requestEnded;
    private boolean gone;
    private boolean bodyless;
    private boolean chunked;
    private long promised = -1;

    Http1ServerStream(Http1ServerConnection connection, RequestHead head) {
        this.connection = connection;
        this.head = head;
    }

    @Override
    public HttpRequest request() {
        return head.request();
    }

    @Override
    public Peer peer() {
        return connection.peer();
    }

    @Override
    public Executor executor() {
        return connection.executor();
    }

    @Override
    public void start(Handler handler) {
        this.handler = handler;
    }

    @Override
    public void sendHead(int status, Metadata fields, boolean end) {
        if (gone || headSent) {
            return;
        }
        headSent = true;
        boolean statusHasNoBody = status < 200 || status == 204 || status == 304;
        bodyless = statusHasNoBody || head.request().method().equals("HEAD");
        String length = fields.get("content-length");
        Length framing;
        if (length != null) {
            framing = Length.KNOWN;
            promised = bodyless ? -1 : parse(length);
        } else if (statusHasNoBody) {
            framing = Length.KNOWN;
        } else if (end) {
            framing = Length.ZERO;
        } else if (head.request().version() == HttpVersion.HTTP_1_0) {
            framing = Length.UNTIL_CLOSE;
            connection.closeAfterResponse();
        } else {
            framing = Length.CHUNKED;
            chunked = !bodyless;
        }
        MessageWriter writer = connection.writer();
        writer.response(status, fields, framing, connection.says(head));
        int bodyRoom = end ? 0 : promised >= 0 ? (int) Math.min(promised, COPY_LIMIT) : 256;
        writer.into(gathered(writer.length() + bodyRoom));
        if (end) {
            endResponse();
        }
    }

    @Override
    public void sendData(byte[] array, int offset, int length, boolean end) {
        if (gone || responseEnded) {
            return;
        }
        if (!bodyless && length > 0) {
            if (promised >= 0 && (promised -= length) < 0) {
                // More than Content-Length: the client would read it as the next response.
                reset(StreamReset.Cause.PROTOCOL);
                return;
            }
            ByteBuf out = gathered(Math.min(length, COPY_LIMIT) + 16);
            if (chunked) {
                MessageWriter.chunkSize(out, length);
            }
            if (length <= COPY_LIMIT) {
                out.writeBytes(array, offset, length);
            } else {
                connection.write(out);
                gathered = null;
                connection.write(Unpooled.wrappedBuffer(array, offset, length));
            }
            if (chunked) {
                gathered(64).writeShort('\r' << 8 | '\n');
            }
            if (gathered != null && gathered.readableBytes() > COPY_LIMIT) {
                writeGathered(); // Where it counts as waiting, so that writable() tells.
            }
        }
        if (end) {
            finish(null);
        }
    }

    @Override
    public void sendTrailers(Metadata trailers) {
        if (!gone && !responseEnded) {
            finish(trailers);
        }
    }

    private void finish(@Nullable Metadata trailers) {
        if (promised > 0) { // Less than Content-Length: only closing tells.
            reset(StreamReset.Cause.PROTOCOL);
            return;
        }
        if (chunked) {
            connection.writer().lastChunk(trailers);
            connection.writer().into(gathered(connection.writer().length()));
        }
        endResponse();
    }

    private void endResponse() {
        responseEnded = true;
        writeGathered();
        connection.responseEnded(this);
    }

    @Override
    public void flush() {
        if (!gone) {
            writeGathered();
            connection.flushSoon();
        }
    }

    private void writeGathered() {
        ByteBuf out = gathered;
        if (out != null) {
            gathered = null;
            connection.write(out);
        }
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

    @Override
    public void reset(StreamReset.Cause cause) {
        if (!gone) {
            release();
            connection.abort();
        }
    }

    @Override
    public boolean writable() {
        return connection.writable();
    }

    @Override
    public void pause() {
        connection.pause(this, true);
    }

    @Override
    public void resume() {
        connection.pause(this, false);
    }

    boolean headSent() {
        return headSent;
    }

    boolean responseEnded() {
        return responseEnded;
    }

    boolean requestEnded() {
        return requestEnded;
    }

    RequestHead head() {
        return head;
    }

    void data(ByteBuffer data) {
        if (handler != null && !gone && !responseEnded) {
            handler.onData(data);
        }
    }

    void requestEnded(Metadata trailers) {
        requestEnded = true;
        if (handler != null && !gone && !responseEnded) {
            handler.onEnd(trailers);
        }
    }

    void becameWritable() {
        if (handler != null && !gone && !responseEnded) {
            handler.onWritable();
        }
    }

    /** The connection is gone, or the client broke the rules. */
    void broken(StreamReset reset) {
        if (gone) {
            return;
        }
        release();
        if (handler != null && !responseEnded) {
            handler.onReset(reset);
        }
    }

    private void release() {
        gone = true;
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }

    private static long parse(String length) {
        try {
            return Long.parseLong(length);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Content-Length is not a number: " + length, e);
        }
    }

    /** What the response says of the connection, given what the request did. */
    static Connection says(RequestHead head, boolean keepAlive) {
        if (!keepAlive) {
            return Connection.CLOSE;
        }
        return head.request().version() == HttpVersion.HTTP_1_0
                ? Connection.KEEP_ALIVE
                : Connection.DEFAULT;
    }
}
