package dev.maneki.connect.protocol;

/**
 * One message on its way: encoded, perhaps compressed.
 *
 * <p>The array belongs to whoever holds the payload. Whoever encodes leaves {@link #HEADROOM} bytes
 * free before the message, so that an envelope's prefix is written in place and both go out as one.
 *
 * @param offset of the message in the array; an envelope can be put before it if at least {@link
 *     #HEADROOM}
 * @param compressed whether the bytes are compressed, by what the meta says
 */
public record Payload(byte[] array, int offset, int length, boolean compressed) {
    /** The length of an envelope's prefix: a byte of flags, four of length. */
    public static final int HEADROOM = 5;

    /** An empty message. */
    public static Payload empty() {
        return new Payload(new byte[HEADROOM], HEADROOM, 0, false);
    }

    /** A copy of these bytes, with headroom. */
    public static Payload copyOf(byte[] bytes, boolean compressed) {
        byte[] array = new byte[HEADROOM + bytes.length];
        System.arraycopy(bytes, 0, array, HEADROOM, bytes.length);
        return new Payload(array, HEADROOM, bytes.length, compressed);
    }
}
