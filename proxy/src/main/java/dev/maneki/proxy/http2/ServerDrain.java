package dev.maneki.proxy.http2;

/**
 * How a server's connection ends without losing a request (RFC 9113 section 6.8): requests may be
 * under way when we decide. So the first GOAWAY names no stream; the second, which does, is sent
 * when the answer to a PING shows that the client knows, or after a while.
 */
final class ServerDrain {
    /** What the PING that goes with the first GOAWAY says. */
    private static final long PING = 0x6d616e656b69L;

    private final Http2ServerConnection connection;
    private boolean begun;
    private int lastStreamId = Frames.MAX_STREAM_ID;

    ServerDrain(Http2ServerConnection connection) {
        this.connection = connection;
    }

    /** Sends the first GOAWAY; false if that has been done. */
    boolean begin() {
        if (begun) {
            return false;
        }
        begun = true;
        connection.writer.goAway(Frames.MAX_STREAM_ID, ErrorCode.NO_ERROR);
        connection.writer.ping(false, PING);
        connection.touch();
        return true;
    }

    /** Whether this is what the client answers when it has seen the first GOAWAY. */
    boolean isAnswer(long opaque) {
        return begun && opaque == PING;
    }

    /** Sends the second GOAWAY, once; closes if nothing runs. */
    void end(int lastStream) {
        if (complete()) {
            return;
        }
        lastStreamId = lastStream;
        connection.writer.goAway(lastStream, ErrorCode.NO_ERROR);
        connection.touch();
        if (connection.streams.isEmpty()) {
            connection.closeAfterFlush();
        }
    }

    /** Whether the second GOAWAY is out: with its last stream the connection ends. */
    boolean complete() {
        return lastStreamId != Frames.MAX_STREAM_ID;
    }

    /** Whether a stream came after the last one that we promised to serve. */
    boolean excludes(int streamId) {
        return streamId > lastStreamId;
    }
}
