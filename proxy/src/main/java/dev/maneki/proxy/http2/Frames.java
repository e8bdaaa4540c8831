package dev.maneki.proxy.http2;

/** Frame types, flags, settings and sizes (RFC 9113 sections 4, 6 and 6.5.2). */
final class Frames {
    static final int HEADER_BYTES = 9;

    /** What every endpoint must take, and all we announce: SETTINGS_MAX_FRAME_SIZE's least. */
    static final int MAX_PAYLOAD = 16_384;

    static final int DATA = 0x0;
    static final int HEADERS = 0x1;
    static final int PRIORITY = 0x2;
    static final int RST_STREAM = 0x3;
    static final int SETTINGS = 0x4;
    static final int PUSH_PROMISE = 0x5;
    static final int PING = 0x6;
    static final int GOAWAY = 0x7;
    static final int WINDOW_UPDATE = 0x8;
    static final int CONTINUATION = 0x9;

    static final int FLAG_ACK = 0x1;
    static final int FLAG_END_STREAM = 0x1;
    static final int FLAG_END_HEADERS = 0x4;
    static final int FLAG_PADDED = 0x8;
    static final int FLAG_PRIORITY = 0x20;

    static final int SETTING_HEADER_TABLE_SIZE = 0x1;
    static final int SETTING_ENABLE_PUSH = 0x2;
    static final int SETTING_MAX_CONCURRENT_STREAMS = 0x3;
    static final int SETTING_INITIAL_WINDOW_SIZE = 0x4;
    static final int SETTING_MAX_FRAME_SIZE = 0x5;
    static final int SETTING_MAX_HEADER_LIST_SIZE = 0x6;
    static final int SETTING_ENABLE_CONNECT_PROTOCOL = 0x8;

    /** A window before any SETTINGS and WINDOW_UPDATE (RFC 9113 section 6.9.2). */
    static final int DEFAULT_WINDOW = 65_535;

    static final int MAX_WINDOW = Integer.MAX_VALUE;
    static final int MAX_STREAM_ID = Integer.MAX_VALUE;

    private Frames() {}
}
