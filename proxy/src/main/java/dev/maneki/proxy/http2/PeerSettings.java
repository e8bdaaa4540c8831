package dev.maneki.proxy.http2;

/** What the peer's SETTINGS say, so far as it concerns us (RFC 9113 section 6.5.2). */
final class PeerSettings {
    private long maxConcurrentStreams = Long.MAX_VALUE;
    private int initialWindow = Frames.DEFAULT_WINDOW;
    private long headerTableSize = 4_096;
    private boolean connectProtocol;
    private boolean received;

    /** Whether SETTINGS have come at all. */
    boolean received() {
        return received;
    }

    /** How many streams we may have open. */
    long maxConcurrentStreams() {
        return maxConcurrentStreams;
    }

    /** The window that each of our streams starts with. */
    int initialWindow() {
        return initialWindow;
    }

    /** The bound of our encoder's dynamic table. */
    long headerTableSize() {
        return headerTableSize;
    }

    /** Whether extended CONNECT is understood (RFC 8441 section 3). */
    boolean connectProtocol() {
        return connectProtocol;
    }

    /**
     * Takes the payload of a SETTINGS frame.
     *
     * @param fromServer whether the peer is a server
     * @throws ConnectionException if a value is out of its range
     */
    void apply(byte[] payload, int length, boolean fromServer) {
        for (int at = 0; at < length; at += 6) {
            int id = (payload[at] & 0xff) << 8 | (payload[at + 1] & 0xff);
            apply(id, FrameReader.integer(payload, at + 2) & 0xffffffffL, fromServer);
        }
        received = true;
    }

    private void apply(int id, long value, boolean fromServer) {
        switch (id) {
            case Frames.SETTING_HEADER_TABLE_SIZE -> headerTableSize = value;
            case Frames.SETTING_ENABLE_PUSH -> {
                if (value > 1 || (fromServer && value == 1)) {
                    throw invalid(ErrorCode.PROTOCOL_ERROR, "ENABLE_PUSH");
                }
            }
            case Frames.SETTING_MAX_CONCURRENT_STREAMS -> maxConcurrentStreams = value;
            case Frames.SETTING_INITIAL_WINDOW_SIZE -> {
                if (value > Frames.MAX_WINDOW) {
                    throw invalid(ErrorCode.FLOW_CONTROL_ERROR, "INITIAL_WINDOW_SIZE");
                }
                initialWindow = (int) value;
            }
            case Frames.SETTING_MAX_FRAME_SIZE -> {
                if (value < Frames.MAX_PAYLOAD || value > 0xffffff) {
                    throw invalid(ErrorCode.PROTOCOL_ERROR, "MAX_FRAME_SIZE");
                }
            }
            case Frames.SETTING_ENABLE_CONNECT_PROTOCOL -> {
                if (value > 1 || (connectProtocol && value == 0)) {
                    throw invalid(ErrorCode.PROTOCOL_ERROR, "ENABLE_CONNECT_PROTOCOL");
                }
                connectProtocol = value == 1;
            }
            default -> {
                // MAX_HEADER_LIST_SIZE is advice, and a tiny one would only break responses; what
                // is unknown must be ignored (RFC 9113 section 6.5.2).
            }
        }
    }

    private static ConnectionException invalid(int code, String setting) {
        return new ConnectionException(code, "invalid SETTINGS_" + setting);
    }
}
