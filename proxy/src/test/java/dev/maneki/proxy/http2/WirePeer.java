package dev.maneki.proxy.http2;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.stream.ServerStreamHandler;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.HeaderFields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The other end of a connection, frame by frame: what it sends is fed to the connection at once,
 * what it gets back is kept as lines such as {@code RST_STREAM 1 CANCEL}.
 */
final class WirePeer implements AutoCloseable {
    final EmbeddedChannel channel = new EmbeddedChannel();
    final Worker worker = new Worker(0, channel.eventLoop());
    final List<String> received = new ArrayList<>();
    private final HpackEncoder encoder = new HpackEncoder();
    private final HpackDecoder decoder = new HpackDecoder(4096);
    private final ByteBuf in = Unpooled.buffer();

    private WirePeer() {}

    /** A client of a server half that echoes. */
    static WirePeer client(Limits limits, ServerStreamHandler.Factory exchange) {
        WirePeer peer = new WirePeer();
        peer.channel
                .pipeline()
                .addLast(
                        new Http2ServerConnection(
                                peer.worker, new TestListenContext(limits), exchange, null));
        peer.send(
                Unpooled.copiedBuffer(
                        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", StandardCharsets.US_ASCII));
        peer.frame(Frames.SETTINGS, 0, 0);
        peer.frame(Frames.SETTINGS, Frames.FLAG_ACK, 0);
        peer.received.clear();
        return peer;
    }

    /** A backend of a client half. */
    static WirePeer server(Function<Worker, Http2ClientConnection> make) {
        WirePeer peer = new WirePeer();
        peer.channel.pipeline().addLast(make.apply(peer.worker));
        peer.drain();
        peer.in.skipBytes(24);
        peer.parse();
        peer.frame(Frames.SETTINGS, 0, 0);
        peer.frame(Frames.SETTINGS, Frames.FLAG_ACK, 0);
        peer.received.clear();
        return peer;
    }

    /** Sends a frame with this payload. */
    void frame(int type, int flags, int streamId, int... payload) {
        byte[] bytes = new byte[payload.length];
        for (int i = 0; i < payload.length; i++) {
            bytes[i] = (byte) payload[i];
        }
        frame(type, flags, streamId, bytes);
    }

    void frame(int type, int flags, int streamId, byte[] payload) {
        ByteBuf frame = Unpooled.buffer(9 + payload.length);
        frame.writeMedium(payload.length);
        frame.writeByte(type);
        frame.writeByte(flags);
        frame.writeInt(streamId);
        frame.writeBytes(payload);
        send(frame);
    }

    /** Sends HEADERS with names and values in turn. */
    void headers(int streamId, boolean end, String... fields) {
        int flags = Frames.FLAG_END_HEADERS | (end ? Frames.FLAG_END_STREAM : 0);
        frame(Frames.HEADERS, flags, streamId, block(fields));
    }

    /** An ordinary request. */
    void get(int streamId) {
        headers(streamId, true, request("GET", "/"));
    }

    /** An ordinary request with more fields. */
    static String[] request(String method, String path, String... more) {
        List<String> fields =
                new ArrayList<>(
                        List.of(
                                ":method",
                                method,
                                ":scheme",
                                "http",
                                ":path",
                                path,
                                ":authority",
                                "example.com"));
        fields.addAll(List.of(more));
        return fields.toArray(String[]::new);
    }

    /** An encoded header block. */
    byte[] block(String... fields) {
        encoder.begin();
        for (int i = 0; i < fields.length; i += 2) {
            byte[] name = fields[i].getBytes(StandardCharsets.ISO_8859_1);
            byte[] value = fields[i + 1].getBytes(StandardCharsets.ISO_8859_1);
            int hash = FieldName.hash(name, 0, name.length);
            encoder.field(name, 0, name.length, value, 0, value.length, hash);
        }
        return java.util.Arrays.copyOf(encoder.array(), encoder.length());
    }

    void data(int streamId, boolean end, String text) {
        frame(
                Frames.DATA,
                end ? Frames.FLAG_END_STREAM : 0,
                streamId,
                text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void windowUpdate(int streamId, int increment) {
        frame(
                Frames.WINDOW_UPDATE,
                0,
                streamId,
                increment >>> 24,
                increment >>> 16,
                increment >>> 8,
                increment);
    }

    void send(ByteBuf bytes) {
        if (channel.isOpen()) {
            channel.writeInbound(bytes);
        } else {
            bytes.release();
        }
        drain();
        parse();
    }

    /** Flushes what was written outside of a read, and reads it. */
    void flush() {
        worker.flushQueue().flushAll();
        drain();
        parse();
    }

    private void drain() {
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            in.writeBytes(out);
            out.release();
        }
    }

    private void parse() {
        while (in.readableBytes() >= 9) {
            int length = in.readUnsignedMedium();
            int type = in.readByte();
            int flags = in.readByte();
            int streamId = in.readInt();
            byte[] payload = new byte[length];
            in.readBytes(payload);
            received.add(describe(type, flags, streamId, payload));
        }
    }

    private String describe(int type, int flags, int id, byte[] payload) {
        String end = (flags & Frames.FLAG_END_STREAM) != 0 ? " END" : "";
        return switch (type) {
            case Frames.DATA -> "DATA " + id + " " + payload.length + end;
            case Frames.HEADERS -> {
                HeaderFields fields = new HeaderFields();
                decoder.decode(
                        payload,
                        0,
                        payload.length,
                        fields,
                        (into, nameStart, valueStart, valueEnd, hash) -> {
                            into.commit(valueEnd - nameStart);
                            into.addSpan(nameStart, valueStart, valueStart, valueEnd, hash);
                        });
                yield "HEADERS " + id + end + " " + fields.toString().replace('\n', ';');
            }
            case Frames.RST_STREAM ->
                    "RST_STREAM " + id + " " + ErrorCode.name(FrameReader.integer(payload, 0));
            case Frames.SETTINGS -> (flags & Frames.FLAG_ACK) != 0 ? "SETTINGS ACK" : "SETTINGS";
            case Frames.PING -> (flags & Frames.FLAG_ACK) != 0 ? "PING ACK" : "PING";
            case Frames.GOAWAY ->
                    "GOAWAY "
                            + FrameReader.integer(payload, 0)
                            + " "
                            + ErrorCode.name(FrameReader.integer(payload, 4));
            case Frames.WINDOW_UPDATE ->
                    "WINDOW_UPDATE " + id + " " + FrameReader.integer(payload, 0);
            default -> "frame of type " + type;
        };
    }

    /** Whether a line was received. */
    boolean got(String line) {
        return received.contains(line);
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
        in.release();
    }
}
