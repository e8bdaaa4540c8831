package dev.maneki.connect.servlet;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpVersion;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes a response as fast as the container takes it. All but the listener's methods on the
 * stream's loop.
 */
final class ResponseBody implements WriteListener {
    private static final int HIGH = 64 * 1024;
    private static final int LOW = 16 * 1024;

    private record Piece(byte[] array, int offset, int length) {}

    private final ServletStream stream;
    private final HttpServletResponse response;
    private final ServletOutputStream output;
    private final ArrayDeque<Piece> waiting = new ArrayDeque<>(4);
    private int waitingBytes;
    private Map<String, String> trailers = Map.of();
    private boolean opened;
    private boolean headSent;
    private boolean flushWanted;
    private boolean ended;
    private boolean flushedEnd;
    private boolean awaited;
    private boolean writing;

    ResponseBody(ServletStream stream, HttpServletResponse response) throws IOException {
        this.stream = stream;
        this.response = response;
        this.output = response.getOutputStream();
    }

    /** Has the container tell when it takes more. In the thread that was handed the request. */
    void open() {
        output.setWriteListener(this);
    }

    // ---- the container's threads ----

    @Override
    public void onWritePossible() {
        stream.loop().executeHere(this::possible);
    }

    @Override
    public void onError(Throwable failure) {
        stream.onFailure(failure);
    }

    // ---- the loop ----

    private void possible() {
        opened = true;
        write();
    }

    void sendHead(HttpRequest request, int status, Metadata fields, boolean end) {
        if (headSent || stream.over()) {
            return;
        }
        headSent = true;
        response.setStatus(status);
        boolean http1 = !request.version().fullDuplex();
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.nameAt(i);
            if (http1 || !RequestHead.ofConnection(name)) { // RFC 9113, section 8.2.2
                response.addHeader(name, fields.valueAt(i));
            }
        }
        // There may be no body: what comes of it is dropped (RFC 9110, section 6.4.1).
        ended = end || request.method().equals("HEAD") || status == 204 || status == 304;
        if (!ended && !fields.has("content-length") && takesTrailers(request)) {
            response.setTrailerFields(() -> trailers);
        }
    }

    /** Over HTTP/1.1, who does not ask for them may stumble over them (RFC 9110, 6.5.1). */
    private static boolean takesTrailers(HttpRequest request) {
        if (request.version() == HttpVersion.HTTP_1_0) {
            return false;
        }
        String te = request.fields().get("te");
        return request.version().fullDuplex() || te != null && te.contains("trailers");
    }

    void sendData(byte[] array, int offset, int length, boolean end) {
        if (ended || stream.over()) {
            return;
        }
        ended = end;
        if (length > 0) {
            waiting.add(new Piece(array, offset, length));
            waitingBytes += length;
            if (waitingBytes >= HIGH) {
                write();
            }
        }
    }

    void sendTrailers(Metadata fields) {
        if (!ended && !stream.over()) {
            trailers = joined(fields);
            ended = true;
        }
    }

    /** The API has one value a name; a list of values is the same by RFC 9110, section 5.3. */
    static Map<String, String> joined(Metadata fields) {
        Map<String, String> joined = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            joined.merge(fields.nameAt(i), fields.valueAt(i), (a, b) -> a + ", " + b);
        }
        return joined;
    }

    void flush() {
        flushWanted = headSent;
        write();
    }

    boolean ended() {
        return ended;
    }

    boolean writable() {
        boolean writable = waitingBytes < HIGH;
        awaited |= !writable;
        return writable;
    }

    private void write() {
        if (!opened || writing) {
            return; // whoever sends from within an event goes on in the loop below
        }
        writing = true;
        try {
            do {
                writeAll();
            } while (tellWritable());
        } catch (IOException | RuntimeException e) { // the latter: the container gave it up
            stream.fail(e);
        } finally {
            writing = false;
        }
    }

    private boolean tellWritable() {
        if (!awaited || waitingBytes > LOW || ended || stream.over()) {
            return false;
        }
        awaited = false;
        stream.tellWritable();
        return true;
    }

    /** A write may follow the one before only once that is done with: so each is asked for. */
    private void writeAll() throws IOException {
        while (!stream.over()) {
            Piece next = waiting.peek();
            boolean finish = next == null && ended;
            if (next == null && !finish && !flushWanted || !output.isReady()) {
                return; // nothing to do; or onWritePossible comes
            }
            if (next != null) {
                waiting.remove();
                waitingBytes -= next.length();
                output.write(next.array(), next.offset(), next.length());
            } else if (finish && !stream.early()) {
                stream.complete();
            } else if (finish && flushedEnd) {
                output.close(); // a client may wait for the end, to stop sending
                stream.dropRest();
            } else {
                flushWanted = false;
                flushedEnd = ended; // on its own, since a container may block to close
                output.flush();
            }
        }
    }

    /** Lets go of what was not sent. */
    void drop() {
        waiting.clear();
        waitingBytes = 0;
    }
}
