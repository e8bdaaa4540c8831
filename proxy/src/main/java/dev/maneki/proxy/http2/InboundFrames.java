package dev.maneki.proxy.http2;

import dev.maneki.routing.model.Limit;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What each frame of the peer does to a connection and its streams, and what the peer may not send
 * (RFC 9113 sections 5.1 and 6).
 */
final class InboundFrames implements FrameReader.Listener {
    private final Http2Connection connection;
    private int read;

    /** The stream of the DATA frame under way, unless its bytes are thrown away. */
    private @Nullable Http2Stream dataStream;

    private boolean dataEndsStream;

    InboundFrames(Http2Connection connection) {
        this.connection = connection;
    }

    /** How many frames have come: shows progress. */
    int read() {
        return read;
    }

    /** Whether DATA comes in for a stream. */
    boolean inData() {
        return dataStream != null;
    }

    @Override
    public void onDataStart(int streamId, int length, boolean endStream) {
        read++;
        checkOrder(Frames.DATA, streamId);
        if (connection.isIdle(streamId)) {
            throw Http2Connection.protocolError("DATA on an idle stream");
        }
        if (length == 0 && !endStream) {
            spend();
        }
        if (!connection.takeReceiveWindow(length)) {
            throw new ConnectionException(
                    ErrorCode.FLOW_CONTROL_ERROR, "DATA beyond the connection's window");
        }
        dataEndsStream = endStream;
        Http2Stream stream = connection.streams.get(streamId);
        dataStream = stream;
        if (stream == null) {
            if (!connection.server || connection.recentResets.contains(streamId)) {
                if (!connection.takeUnderWay(length)) {
                    spend();
                }
            } else {
                connection.streamError(
                        null, streamId, ErrorCode.STREAM_CLOSED, "DATA on a closed stream");
            }
        } else if (stream.remoteEnded) {
            dataStream = null;
            connection.streamError(
                    stream, streamId, ErrorCode.STREAM_CLOSED, "DATA after END_STREAM");
        } else if (!stream.takeReceiveWindow(length)) {
            dataStream = null;
            connection.streamError(
                    stream, streamId, ErrorCode.FLOW_CONTROL_ERROR, "DATA beyond the window");
        } else if (length > 0) {
            connection.budget.earn(2);
        }
    }

    @Override
    public void onDataPadding(int bytes) {
        Http2Stream stream = dataStream;
        if (stream == null || stream.closed) {
            connection.credit(bytes);
        } else {
            stream.credit(bytes, dataEndsStream);
        }
    }

    @Override
    public void onData(ByteBuf piece) {
        Http2Stream stream = dataStream;
        if (stream == null || stream.closed) {
            connection.credit(piece.readableBytes());
            piece.release();
        } else {
            stream.receive(piece, dataEndsStream);
        }
    }

    @Override
    public void onDataEnd() {
        Http2Stream stream = dataStream;
        dataStream = null;
        if (dataEndsStream && stream != null && !stream.closed) {
            stream.receiveEnd(null);
        }
    }

    @Override
    public void onFrame(int type, int flags, int streamId, byte[] payload, int length) {
        read++;
        checkOrder(type, streamId);
        switch (type) {
            case Frames.HEADERS -> onHeaders(flags, streamId, payload, length);
            case Frames.CONTINUATION -> onContinuation(flags, payload, length);
            case Frames.PRIORITY -> onPriority(streamId, payload, length);
            case Frames.RST_STREAM -> onReset(streamId, payload, length);
            case Frames.SETTINGS -> onSettings(flags, streamId, payload, length);
            case Frames.PUSH_PROMISE -> throw Http2Connection.protocolError("PUSH_PROMISE");
            case Frames.PING -> onPing(flags, streamId, payload, length);
            case Frames.GOAWAY -> {
                if (streamId != 0) {
                    throw Http2Connection.protocolError("GOAWAY on a stream");
                }
                if (length < 8) {
                    throw sizeError("GOAWAY");
                }
                connection.onGoAway(
                        FrameReader.integer(payload, 0) & 0x7fffffff,
                        FrameReader.integer(payload, 4));
            }
            case Frames.WINDOW_UPDATE -> onWindowUpdate(streamId, payload, length);
            default -> spend(); // RFC 9113 section 4.1: ignored
        }
    }

    /** SETTINGS come first (section 3.4), and nothing between HEADERS and CONTINUATION (6.10). */
    private void checkOrder(int type, int streamId) {
        if (connection.headerBlock.isOpen() != (type == Frames.CONTINUATION)
                || (connection.headerBlock.isOpen()
                        && streamId != connection.headerBlock.streamId())) {
            throw Http2Connection.protocolError("CONTINUATION out of order");
        }
        if (!connection.peer.received() && type != Frames.SETTINGS) {
            throw Http2Connection.protocolError("the first frame is not SETTINGS");
        }
    }

    private void onHeaders(int flags, int streamId, byte[] payload, int length) {
        if (streamId == 0) {
            throw Http2Connection.protocolError("HEADERS on stream 0");
        }
        int from = 0;
        int to = length;
        if ((flags & Frames.FLAG_PADDED) != 0) {
            if (length < 1) {
                throw sizeError("HEADERS");
            }
            from = 1;
            to -= payload[0] & 0xff;
        }
        boolean selfDependent = false;
        if ((flags & Frames.FLAG_PRIORITY) != 0) {
            if (length - from < 5) {
                throw sizeError("HEADERS");
            }
            selfDependent = (FrameReader.integer(payload, from) & 0x7fffffff) == streamId;
            from += 5;
        }
        if (to < from) {
            throw Http2Connection.protocolError("padding beyond the frame");
        }
        if (connection.isIdle(streamId) || connection.streams.containsKey(streamId)) {
            connection.budget.earn(2);
        } else {
            spend(); // Of a stream that is no more: decoded, and of no use.
        }
        boolean end = (flags & Frames.FLAG_END_STREAM) != 0;
        if ((flags & Frames.FLAG_END_HEADERS) == 0) {
            connection.headerBlock.begin(streamId, end, selfDependent);
            appendFragment(payload, from, to);
            return;
        }
        if (from > 0) {
            System.arraycopy(payload, from, payload, 0, to - from);
        }
        connection.onHeaderBlock(streamId, end, selfDependent, payload, to - from);
    }

    private void onContinuation(int flags, byte[] payload, int length) {
        appendFragment(payload, 0, length);
        if ((flags & Frames.FLAG_END_HEADERS) != 0) {
            int id = connection.headerBlock.streamId();
            byte[] block = connection.headerBlock.array();
            connection.headerBlock.end();
            connection.onHeaderBlock(
                    id,
                    connection.headerBlock.endStream(),
                    connection.headerBlock.selfDependent(),
                    block,
                    connection.headerBlock.length());
        }
    }

    private void appendFragment(byte[] payload, int from, int to) {
        if (!connection.headerBlock.append(payload, from, to)) {
            connection.worker.metrics().limitHit(Limit.HEADER_BYTES);
            throw new ConnectionException(ErrorCode.ENHANCE_YOUR_CALM, "header block too large");
        }
    }

    private void onPriority(int streamId, byte[] payload, int length) {
        if (streamId == 0) {
            throw Http2Connection.protocolError("PRIORITY on stream 0");
        }
        if (length != 5) {
            throw sizeError("PRIORITY");
        }
        if ((FrameReader.integer(payload, 0) & 0x7fffffff) == streamId) {
            throw Http2Connection.protocolError("a stream that depends on itself");
        }
        spend();
    }

    private void onReset(int streamId, byte[] payload, int length) {
        if (streamId == 0 || connection.isIdle(streamId)) {
            throw Http2Connection.protocolError("RST_STREAM on an idle stream");
        }
        if (length != 4) {
            throw sizeError("RST_STREAM");
        }
        Http2Stream stream = connection.streams.get(streamId);
        if (stream == null) {
            spend();
        } else {
            connection.onStreamReset(stream, FrameReader.integer(payload, 0));
        }
    }

    private void onSettings(int flags, int streamId, byte[] payload, int length) {
        if (streamId != 0) {
            throw Http2Connection.protocolError("SETTINGS on a stream");
        }
        if ((flags & Frames.FLAG_ACK) != 0) {
            if (length != 0) {
                throw sizeError("SETTINGS");
            }
            if (!connection.peer.received()) {
                throw Http2Connection.protocolError("the first frame acknowledges SETTINGS");
            }
            spend();
            return;
        }
        if (length % 6 != 0) {
            throw sizeError("SETTINGS");
        }
        spend();
        int before = connection.peer.initialWindow();
        connection.peer.apply(payload, length, !connection.server);
        connection.encoder.peerTableSize(connection.peer.headerTableSize());
        int change = connection.peer.initialWindow() - before;
        if (change != 0) {
            for (Http2Stream stream : connection.streams.values()) {
                if (!stream.changeSendWindow(change)) {
                    throw new ConnectionException(
                            ErrorCode.FLOW_CONTROL_ERROR, "a stream's window above 2^31-1");
                }
            }
        }
        connection.writer.settingsAcknowledged();
        connection.touch();
        connection.onPeerSettings();
    }

    private void onPing(int flags, int streamId, byte[] payload, int length) {
        if (streamId != 0) {
            throw Http2Connection.protocolError("PING on a stream");
        }
        if (length != 8) {
            throw sizeError("PING");
        }
        long opaque =
                (long) FrameReader.integer(payload, 0) << 32
                        | (FrameReader.integer(payload, 4) & 0xffffffffL);
        spend();
        if ((flags & Frames.FLAG_ACK) != 0) {
            connection.onPingAcknowledged(opaque);
        } else {
            connection.writer.ping(true, opaque);
            connection.touch();
        }
    }

    private void onWindowUpdate(int streamId, byte[] payload, int length) {
        if (length != 4) {
            throw sizeError("WINDOW_UPDATE");
        }
        int increment = FrameReader.integer(payload, 0) & 0x7fffffff;
        if (streamId == 0) {
            if (increment == 0) {
                throw Http2Connection.protocolError("WINDOW_UPDATE of 0");
            }
            spend();
            connection.scheduler.increase(increment);
            connection.touch();
            return;
        }
        if (connection.isIdle(streamId)) {
            throw Http2Connection.protocolError("WINDOW_UPDATE on an idle stream");
        }
        spend();
        Http2Stream stream = connection.streams.get(streamId);
        if (stream == null) {
            return;
        }
        if (increment == 0) {
            connection.streamError(
                    stream, streamId, ErrorCode.PROTOCOL_ERROR, "WINDOW_UPDATE of 0");
        } else if (!stream.changeSendWindow(increment)) {
            connection.streamError(
                    stream, streamId, ErrorCode.FLOW_CONTROL_ERROR, "window above 2^31-1");
        }
    }

    /** Counts a frame of control. */
    private void spend() {
        if (!connection.budget.spend()) {
            connection.worker.metrics().limitHit(Limit.CONTROL_FRAME_BUDGET);
            throw new ConnectionException(ErrorCode.ENHANCE_YOUR_CALM, "too many control frames");
        }
    }

    private static ConnectionException sizeError(String frame) {
        return new ConnectionException(ErrorCode.FRAME_SIZE_ERROR, frame + " of a wrong size");
    }
}
