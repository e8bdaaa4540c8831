package dev.maneki.proxy.tls;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a ClientHello offers by ALPN. A client that offers only what is not spoken here means
 * another service, and must be refused (RFC 7301 section 3.2): else a browser could be led to take
 * our answer for one of, say, a mail server, or the other way round. BoringSSL leaves that to its
 * user.
 */
final class OfferedProtocols {
    private static final int EXTENSION = 16;

    /** Version and random, which stand before the session's id. */
    private static final int FIXED = 34;

    private static final List<byte[]> SPOKEN =
            List.of(ascii("h2"), ascii("http/1.1"), ascii("http/1.0"));

    private OfferedProtocols() {}

    /**
     * Whether one is spoken here, or none is offered at all. What is malformed is for TLS to
     * refuse.
     *
     * @param hello the body of a ClientHello (RFC 8446 section 4.1.2); it is left as it is
     */
    static boolean suit(ByteBuf hello) {
        int end = hello.writerIndex();
        int at = hello.readerIndex() + FIXED;
        at = afterVector(hello, at, 1, end); // session id
        at = afterVector(hello, at, 2, end); // cipher suites
        at = afterVector(hello, at, 1, end); // compression methods
        if (at + 2 > end) {
            return true;
        }
        at += 2;
        while (at + 4 <= end) {
            int next = afterVector(hello, at + 2, 2, end);
            if (hello.getUnsignedShort(at) == EXTENSION) {
                return next > end || at + 6 > next || anySpoken(hello, at + 6, next);
            }
            at = next;
        }
        return true;
    }

    private static boolean anySpoken(ByteBuf hello, int from, int end) {
        int at = from;
        while (at < end) {
            int next = afterVector(hello, at, 1, end);
            if (next > end) {
                return true;
            }
            for (byte[] name : SPOKEN) {
                if (matches(hello, at + 1, next, name)) {
                    return true;
                }
            }
            at = next;
        }
        return at == from;
    }

    private static boolean matches(ByteBuf hello, int from, int to, byte[] name) {
        if (to - from != name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (hello.getByte(from + i) != name[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Behind the vector whose length stands at {@code at}; beyond {@code end} if it is not whole.
     */
    private static int afterVector(ByteBuf hello, int at, int lengthBytes, int end) {
        if (at + lengthBytes > end) {
            return end + 1;
        }
        int length = lengthBytes == 1 ? hello.getUnsignedByte(at) : hello.getUnsignedShort(at);
        return at + lengthBytes + length;
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
