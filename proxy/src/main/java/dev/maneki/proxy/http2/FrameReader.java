package dev.maneki.proxy.http2;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Cuts the bytes of a connection into frames (RFC 9113 section 4.1).
 *
 * <p>The payload of DATA is passed on as it comes, in slices of what was read from the socket: a
 * frame of it is never gathered. All other payloads are short; they are copied to an array that is
 * reused, and passed whole.
 */
final class FrameReader {
    /** Told of frames in their order. May throw {@link ConnectionException}. */
    interface Listener {
        /**
         * A DATA frame begins.
         *
         * @param length of its payload, padding included, as flow control counts it
         */
        void onDataStart(int streamId, int length, boolean endStream);

        /** Bytes of the DATA frame that are padding or say how much there is. */
        void onDataPadding(int bytes);

        /** A piece of the DATA frame; the buffer changes owner. */
        void onData(ByteBuf piece);

        /** The DATA frame has ended. */
        void onDataEnd();

        /** Any other frame; {@code payload} is valid during the call. */
        void onFrame(int type, int flags, int streamId, byte[] payload, int length);
    }

    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private enum State {
        PREFACE,
        HEADER,
        PAYLOAD,
        PAD_LENGTH,
        DATA,
        PADDING
    }

    private final Listener listener;
    private final byte[] header = new byte[Frames.HEADER_BYTES];
    private byte[] payload = new byte[128];
    private State state;
    private int filled;
    private int type;
    private int flags;
    private int streamId;
    private int length;
    private int padding;
    private boolean stopped;

    /** Expects the client's preface first if {@code preface} (RFC 9113 section 3.4). */
    FrameReader(Listener listener, boolean preface) {
        this.listener = listener;
        this.state = preface ? State.PREFACE : State.HEADER;
    }

    /** Whether it stands between two frames. */
    boolean idle() {
        return state == State.HEADER && filled == 0;
    }

    /** Whether the preface has come. */
    boolean prefaceRead() {
        return state != State.PREFACE;
    }

    /** Nothing more is of interest. */
    void stop() {
        stopped = true;
    }

    /** Reads all that is there; the buffer stays the caller's. */
    void read(ByteBuf in) {
        while (in.isReadable() && !stopped) {
            switch (state) {
                case PREFACE -> readPreface(in);
                case HEADER -> readHeader(in);
                case PAYLOAD -> readPayload(in);
                case PAD_LENGTH -> readPadLength(in);
                case DATA -> readData(in);
                case PADDING -> skipPadding(in);
            }
        }
    }

    private void readPreface(ByteBuf in) {
        while (filled < PREFACE.length && in.isReadable()) {
            if (in.readByte() != PREFACE[filled++]) {
                throw new ConnectionException(ErrorCode.PROTOCOL_ERROR, "not an HTTP/2 preface");
            }
        }
        if (filled == PREFACE.length) {
            next();
        }
    }

    private void readHeader(ByteBuf in) {
        int count = Math.min(Frames.HEADER_BYTES - filled, in.readableBytes());
        in.readBytes(header, filled, count);
        filled += count;
        if (filled < Frames.HEADER_BYTES) {
            return;
        }
        filled = 0;
        length = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | (header[2] & 0xff);
        type = header[3] & 0xff;
        flags = header[4] & 0xff;
        streamId = integer(header, 5) & 0x7fffffff;
        if (length > Frames.MAX_PAYLOAD) {
            throw new ConnectionException(
                    ErrorCode.FRAME_SIZE_ERROR, "frame of " + length + " bytes");
        }
        if (type == Frames.DATA) {
            startData();
            return;
        }
        if (payload.length < length) {
            payload = new byte[Math.max(length, Math.min(Frames.MAX_PAYLOAD, length * 2))];
        }
        state = State.PAYLOAD;
        if (length == 0) {
            endPayload();
        }
    }

    private void startData() {
        if (streamId == 0) {
            throw new ConnectionException(ErrorCode.PROTOCOL_ERROR, "DATA on stream 0");
        }
        boolean padded = (flags & Frames.FLAG_PADDED) != 0;
        if (padded && length == 0) {
            throw new ConnectionException(ErrorCode.FRAME_SIZE_ERROR, "padded DATA without length");
        }
        listener.onDataStart(streamId, length, (flags & Frames.FLAG_END_STREAM) != 0);
        padding = 0;
        state = padded ? State.PAD_LENGTH : State.DATA;
        if (length == 0) {
            endData();
        }
    }

    private void readPadLength(ByteBuf in) {
        padding = in.readByte() & 0xff;
        length -= 1;
        if (padding > length) {
            throw new ConnectionException(ErrorCode.PROTOCOL_ERROR, "padding beyond the frame");
        }
        length -= padding;
        listener.onDataPadding(1 + padding);
        state = length > 0 ? State.DATA : State.PADDING;
        if (length == 0 && padding == 0) {
            endData();
        }
    }

    private void readData(ByteBuf in) {
        int count = Math.min(length, in.readableBytes());
        length -= count;
        ByteBuf piece = in.readRetainedSlice(count);
        if (length > 0) {
            listener.onData(piece);
            return;
        }
        state = State.PADDING;
        listener.onData(piece);
        if (padding == 0) {
            endData();
        }
    }

    private void skipPadding(ByteBuf in) {
        int count = Math.min(padding, in.readableBytes());
        in.skipBytes(count);
        padding -= count;
        if (padding == 0) {
            endData();
        }
    }

    private void readPayload(ByteBuf in) {
        int count = Math.min(length - filled, in.readableBytes());
        in.readBytes(payload, filled, count);
        filled += count;
        if (filled == length) {
            endPayload();
        }
    }

    private void endPayload() {
        next();
        listener.onFrame(type, flags, streamId, payload, length);
    }

    private void endData() {
        next();
        listener.onDataEnd();
    }

    private void next() {
        state = State.HEADER;
        filled = 0;
    }

    /** Four bytes at {@code at}, network order. */
    static int integer(byte[] source, int at) {
        return (source[at] & 0xff) << 24
                | (source[at + 1] & 0xff) << 16
                | (source[at + 2] & 0xff) << 8
                | (source[at + 3] & 0xff);
    }
}
