package dev.maneki.proxy.http1;

import dev.maneki.routing.message.ByteSequence;
import dev.maneki.routing.message.RequestHead;

/** Writes the request line and {@code Host} (RFC 9112 sections 3 and 3.2). */
final class RequestLine {
    private static final byte[] VERSION_AND_HOST = HeadEncoder.ascii(" HTTP/1.1\r\nHost: ");

    private RequestLine() {}

    /**
     * Writes both lines; false if the head holds what cannot stand in them, whoever has put it
     * there.
     */
    static boolean encode(HeadEncoder encoder, RequestHead head) {
        // An upgrade that came by extended CONNECT (RFC 8441) is a GET here.
        boolean extendedConnect = !head.upgrade().isEmpty() && head.method().equals("CONNECT");
        String method = extendedConnect ? "GET" : head.method();
        for (int i = 0; i < method.length(); i++) {
            char c = method.charAt(i);
            if (c > 127 || !Octets.isToken((byte) c)) {
                return false;
            }
        }
        if (method.isEmpty() || !clean(head.path()) || head.path().length() == 0) {
            return false;
        }
        encoder.append(method);
        encoder.append(Octets.SPACE);
        encoder.append(head.path());
        if (head.hasQuery()) {
            if (!clean(head.query())) {
                return false;
            }
            encoder.append((byte) '?');
            encoder.append(head.query());
        }
        encoder.append(VERSION_AND_HOST);
        if (!clean(head.host())) {
            return false;
        }
        encoder.append(head.host());
        if (head.port() >= 0) {
            encoder.append((byte) ':');
            encoder.number(head.port());
        }
        encoder.endLine();
        return true;
    }

    private static boolean clean(ByteSequence text) {
        return Octets.targetEnd(text.array(), 0, text.length()) == text.length();
    }
}
