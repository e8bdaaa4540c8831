package dev.maneki.proxy.http1;

import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.RequestHead;
import java.util.Base64;

/**
 * The key of a WebSocket handshake (RFC 6455 section 4.1), which HTTP/2 does without (RFC 8441
 * section 5): a client that came by HTTP/2 has sent none, and the backend needs one.
 */
final class WebSocketKey {
    private static final byte[] NAME = HeadEncoder.ascii("Sec-WebSocket-Key: ");

    private WebSocketKey() {}

    /** Adds a key where the request is a WebSocket handshake without one. */
    static void addIfAbsent(HeadEncoder encoder, RequestHead head, Worker worker) {
        if (head.upgrade().equals("websocket")
                && !head.fields().contains(FieldNames.SEC_WEBSOCKET_KEY)) {
            byte[] nonce = new byte[16];
            worker.random().nextBytes(nonce);
            encoder.append(NAME);
            encoder.append(Base64.getEncoder().encode(nonce));
            encoder.endLine();
        }
    }
}
