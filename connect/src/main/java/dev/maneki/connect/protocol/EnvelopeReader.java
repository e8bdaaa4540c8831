package dev.maneki.connect.protocol;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes envelopes out of a body that comes in pieces, split anywhere.
 *
 * <p>An envelope is a byte of flags, four bytes of length (big-endian, unsigned), and a message. A
 * message is copied once, out of the transport's buffer into an array of its own with {@link
 * Payload#HEADROOM}, so that it can be sent on in place. What is wrong is found in the prefix,
 * before anything is allocated; and an array only grows as bytes come, so a peer that announces
 * much and sends little costs little. Not thread-safe.
 *
 * <p>Source: gRPC, {@code PROTOCOL-HTTP2.md}, "Length-Prefixed-Message"; Connect protocol,
 * "Enveloped-Message".
 */
public final class EnvelopeReader {
    /** The flag of a compressed message, in all protocols. */
    public static final int COMPRESSED = 1;

    /**
     * The longest envelope that is not a message (trailers, end of stream), where messages are
     * limited to less: it is metadata, of which any call may have some.
     */
    static final int MAX_END_BYTES = 64 * 1024;

    /** What is allocated for a message of which no more has come. */
    private static final int FIRST_ARRAY = 32 * 1024;

    private final int knownFlags;
    private final int maxMessageBytes;
    private final Receiver receiver;

    private int prefixBytes;
    private int flags;
    private int length;
    private int received;
    private byte @Nullable [] array;
    private boolean closed;

    /**
     * A reader of one body.
     *
     * @param knownFlags the flags there may be; any other bit is a fault
     * @param maxMessageBytes the longest message, as it comes
     */
    public EnvelopeReader(int knownFlags, int maxMessageBytes, Receiver receiver) {
        this.knownFlags = knownFlags;
        this.maxMessageBytes = maxMessageBytes;
        this.receiver = receiver;
    }

    /** Who is given the envelopes. It may close the reader. */
    public interface Receiver {
        /**
         * An envelope; the payload's array changes owner.
         *
         * @param flags all of its flags; {@link #COMPRESSED} is in the payload as well
         */
        void onEnvelope(int flags, Payload payload);
    }

    /**
     * Reads all there is in a buffer. After a fault, the reader is closed.
     *
     * @throws ConnectException {@link Code#RESOURCE_EXHAUSTED} for an envelope that is too long,
     *     {@link Code#INTERNAL} for unknown flags
     */
    public void read(ByteBuffer data) {
        while (data.hasRemaining() && !closed) {
            if (prefixBytes < Payload.HEADROOM) {
                readPrefix(data);
            } else {
                readMessage(data);
            }
        }
    }

    /**
     * Says that the body is over. An envelope's middle is no place for that.
     *
     * @throws ConnectException {@link Code#INTERNAL} if part of an envelope is missing
     */
    public void end() {
        if (closed) {
            return;
        }
        closed = true;
        array = null;
        if (prefixBytes == 0) {
            return;
        }
        throw new ConnectException(
                Code.INTERNAL,
                prefixBytes < Payload.HEADROOM
                        ? "the body ends within an envelope's prefix, after "
                                + prefixBytes
                                + " of 5 bytes"
                        : "the body ends within a message, after "
                                + received
                                + " of "
                                + length
                                + " bytes");
    }

    /** Drops what comes from now on. */
    public void close() {
        closed = true;
        array = null;
    }

    /** Whether nothing is read any more. */
    public boolean closed() {
        return closed;
    }

    private void readPrefix(ByteBuffer data) {
        if (prefixBytes == 0 && data.remaining() >= Payload.HEADROOM) {
            flags = data.get() & 0xff;
            // Byte by byte: a transport's buffer may have any order set.
            length =
                    (data.get() & 0xff) << 24
                            | (data.get() & 0xff) << 16
                            | (data.get() & 0xff) << 8
                            | (data.get() & 0xff);
            prefixBytes = Payload.HEADROOM;
        } else {
            int octet = data.get() & 0xff;
            if (prefixBytes == 0) {
                flags = octet;
            } else {
                length = length << 8 | octet;
            }
            if (++prefixBytes < Payload.HEADROOM) {
                return;
            }
        }
        check();
        if (length == 0) {
            deliver(new byte[Payload.HEADROOM]);
        }
    }

    private void check() {
        if ((flags & ~knownFlags) != 0) {
            close();
            throw new ConnectException(
                    Code.INTERNAL,
                    "an envelope has flags 0x"
                            + Integer.toHexString(flags)
                            + ", of which only 0x"
                            + Integer.toHexString(knownFlags)
                            + " are known: the body is not of this protocol");
        }
        int limit =
                (flags & ~COMPRESSED) == 0
                        ? maxMessageBytes
                        : Math.max(maxMessageBytes, MAX_END_BYTES);
        if (Integer.compareUnsigned(length, limit) > 0) {
            close();
            throw new ConnectException(
                    Code.RESOURCE_EXHAUSTED,
                    "a message has "
                            + Integer.toUnsignedString(length)
                            + " bytes; "
                            + limit
                            + " are allowed");
        }
    }

    private void readMessage(ByteBuffer data) {
        int take = Math.min(length - received, data.remaining());
        byte[] into = room(received + take);
        data.get(into, Payload.HEADROOM + received, take);
        received += take;
        if (received == length) {
            deliver(into);
        }
    }

    /** The array of the message, with room for so many of its bytes. */
    private byte[] room(int bytes) {
        byte[] current = array;
        if (current == null) {
            int size = Math.min(length, Math.max(bytes, FIRST_ARRAY));
            current = new byte[Payload.HEADROOM + size];
        } else if (current.length < Payload.HEADROOM + bytes) {
            // In long, as twice a message of a gigabyte is more than an int.
            long size = Math.min(length, Math.max(bytes, 2L * current.length));
            current = Arrays.copyOf(current, Payload.HEADROOM + (int) size);
        }
        array = current;
        return current;
    }

    private void deliver(byte[] message) {
        Payload payload = new Payload(message, Payload.HEADROOM, length, (flags & COMPRESSED) != 0);
        int itsFlags = flags;
        array = null;
        prefixBytes = 0;
        flags = 0;
        length = 0;
        received = 0;
        receiver.onEnvelope(itsFlags, payload);
    }
}
