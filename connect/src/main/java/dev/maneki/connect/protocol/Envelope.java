package dev.maneki.connect.protocol;

import dev.maneki.connect.http.HttpClientStream;
import dev.maneki.connect.http.HttpServerStream;

/**
 * Puts a message into an envelope: its prefix goes into the payload's headroom, so that both leave
 * in one piece and nothing is copied. A payload without headroom is copied.
 */
public final class Envelope {
    private Envelope() {}

    /**
     * Sends a message, and takes its array over.
     *
     * @param flags beside {@link EnvelopeReader#COMPRESSED}, which the payload says itself
     */
    public static void send(HttpServerStream stream, int flags, Payload payload, boolean end) {
        Payload whole = withPrefix(flags, payload);
        stream.sendData(
                whole.array(),
                whole.offset() - Payload.HEADROOM,
                whole.length() + Payload.HEADROOM,
                end);
    }

    /** As the other, in a request. */
    public static void send(HttpClientStream stream, int flags, Payload payload, boolean end) {
        Payload whole = withPrefix(flags, payload);
        stream.sendData(
                whole.array(),
                whole.offset() - Payload.HEADROOM,
                whole.length() + Payload.HEADROOM,
                end);
    }

    /**
     * The payload with the prefix in the {@link Payload#HEADROOM} bytes before it: the same, unless
     * there was no headroom.
     */
    public static Payload withPrefix(int flags, Payload payload) {
        Payload roomy = payload;
        if (payload.offset() < Payload.HEADROOM) {
            byte[] copy = new byte[Payload.HEADROOM + payload.length()];
            System.arraycopy(
                    payload.array(), payload.offset(), copy, Payload.HEADROOM, payload.length());
            roomy = new Payload(copy, Payload.HEADROOM, payload.length(), payload.compressed());
        }
        byte[] array = roomy.array();
        int at = roomy.offset() - Payload.HEADROOM;
        int length = roomy.length();
        array[at] = (byte) (payload.compressed() ? flags | EnvelopeReader.COMPRESSED : flags);
        array[at + 1] = (byte) (length >>> 24);
        array[at + 2] = (byte) (length >>> 16);
        array[at + 3] = (byte) (length >>> 8);
        array[at + 4] = (byte) length;
        return roomy;
    }
}
