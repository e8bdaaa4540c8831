package dev.maneki.connect.netty;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** A client's HTTP/2 connection by the frame: whatever it is told is sent. */
final class RawHttp2 implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    /** What a frame was. */
    record Frame(int type, int flags, int stream, byte[] payload) {
        /** Of RST_STREAM or GOAWAY. */
        int errorCode() {
            return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
        }
    }

    private final RawConnection connection;

    RawHttp2(int port) throws IOException {
        connection = new RawConnection(port);
        connection.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        send(SETTINGS, 0, 0);
    }

    RawHttp2 send(int type, int flags, int stream, byte... payload) throws IOException {
        connection.write(frame(type, flags, stream, payload));
        return this;
    }

    RawHttp2 send(byte[] frames) throws IOException {
        connection.write(frames);
        return this;
    }

    static byte[] frame(int type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** A whole request. */
    RawHttp2 get(int stream, String path) throws IOException {
        return send(HEADERS, END_STREAM | END_HEADERS, stream, request("GET", path));
    }

    /** A field section of literals that enter no table. */
    static byte[] fields(String... namesAndValues) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            block.write(0);
            literal(block, namesAndValues[i]);
            literal(block, namesAndValues[i + 1]);
        }
        return block.toByteArray();
    }

    static byte[] request(String method, String path, String... more) {
        return join(
                fields(":method", method, ":scheme", "http", ":authority", "a", ":path", path),
                fields(more));
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static void literal(ByteArrayOutputStream to, String text) {
        int rest = text.length() - 127;
        to.write(Math.min(text.length(), 127));
        if (rest >= 0) {
            for (; rest >= 128; rest >>= 7) {
                to.write(rest & 127 | 128);
            }
            to.write(rest);
        }
        to.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads up to a frame; fails if the server closes before it. */
    Frame await(Predicate<Frame> wanted) throws IOException {
        while (true) {
            byte[] head = connection.read(9);
            if (head.length < 9) {
                throw new IOException("the server closed without the frame");
            }
            ByteBuffer fields = ByteBuffer.wrap(head);
            int lengthAndType = fields.getInt();
            int flags = fields.get();
            int stream = fields.getInt();
            byte[] payload = connection.read(lengthAndType >>> 8);
            Frame frame = new Frame(lengthAndType & 0xff, flags, stream, payload);
            if (wanted.test(frame)) {
                return frame;
            }
        }
    }

    int goAway() throws IOException {
        return await(frame -> frame.type() == GOAWAY).errorCode();
    }

    int reset(int stream) throws IOException {
        return await(frame -> frame.type() == RST_STREAM && frame.stream() == stream).errorCode();
    }

    /** Waits for a response's end. */
    void response(int stream) throws IOException {
        Frame last =
                await(
                        frame ->
                                frame.type() == GOAWAY
                                        || frame.stream() == stream
                                                && (frame.type() == RST_STREAM
                                                        || (frame.flags() & END_STREAM) != 0));
        if (last.type() > HEADERS) {
            throw new IOException("not a response: " + last.type() + ", " + last.errorCode());
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
