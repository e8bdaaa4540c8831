package dev.maneki.connect.server;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.http.StreamReset;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Answers that precede every protocol: an HTTP status with a line of text. */
final class BareAnswer implements HttpServerStream.Handler {
    private static final BareAnswer IGNORES_REQUEST = new BareAnswer();

    private BareAnswer() {}

    /** Answers without a body. */
    static void send(HttpServerStream stream, int status, Metadata fields) {
        stream.start(IGNORES_REQUEST);
        stream.sendHead(status, fields, true);
        stream.flush();
    }

    /**
     * Answers with a body.
     *
     * @param fields without those that speak of the body
     */
    static void send(
            HttpServerStream stream, int status, Metadata fields, String type, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Metadata all =
                new Metadata(fields)
                        .append("content-type", type)
                        .append("content-length", Integer.toString(bytes.length));
        stream.start(IGNORES_REQUEST);
        stream.sendHead(status, all, false);
        stream.sendData(bytes, 0, bytes.length, true);
        stream.flush();
    }

    @Override
    public void onData(ByteBuffer data) {}

    @Override
    public void onEnd(Metadata trailers) {}

    @Override
    public void onReset(StreamReset reset) {}

    @Override
    public void onWritable() {}
}
