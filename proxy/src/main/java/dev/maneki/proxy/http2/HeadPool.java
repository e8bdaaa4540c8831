package dev.maneki.proxy.http2;

import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.routing.message.RequestHead;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayDeque;

/**
 * Heads to be used again by all connections of one event loop: each has arrays that have grown to
 * the usual size. Kept by the loop and not by the connection, since connections are many and mostly
 * idle.
 */
final class HeadPool {
    private static final int KEPT = 256;

    /** One that has grown beyond this is left to the garbage collector. */
    private static final int KEPT_BYTES = 8_192;

    private static final FastThreadLocal<HeadPool> POOLS =
            new FastThreadLocal<>() {
                @Override
                protected HeadPool initialValue() {
                    return new HeadPool();
                }
            };

    private final ArrayDeque<RequestHead> requests = new ArrayDeque<>();
    private final ArrayDeque<ResponseHead> responses = new ArrayDeque<>();

    private HeadPool() {}

    /** That of the calling thread's event loop. */
    static HeadPool current() {
        return POOLS.get();
    }

    /** An empty head. */
    RequestHead request() {
        return requests.isEmpty() ? new RequestHead() : requests.removeLast();
    }

    /** An empty head. */
    ResponseHead response() {
        return responses.isEmpty() ? new ResponseHead() : responses.removeLast();
    }

    /** Takes a head back that nobody looks at any more. */
    void give(RequestHead head) {
        if (requests.size() < KEPT && head.fields().byteCount() <= KEPT_BYTES) {
            head.clear();
            requests.addLast(head);
        }
    }

    /** Takes a head back that nobody looks at any more. */
    void give(ResponseHead head) {
        if (responses.size() < KEPT && head.fields().byteCount() <= KEPT_BYTES) {
            head.clear();
            responses.addLast(head);
        }
    }
}
