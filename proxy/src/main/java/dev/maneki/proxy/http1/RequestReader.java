package dev.maneki.proxy.http1;

import dev.maneki.proxy.Limits;
import dev.maneki.routing.message.RequestHead;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The heads of a connection's requests, one after the other: what {@link RequestParser} takes them
 * for, and what {@link RequestRules} allow. One per connection.
 */
final class RequestReader {
    /** Arenas that a request has blown up above this are not kept. */
    private static final int KEPT_ARENA = 16_384;

    private final boolean secure;
    private final RequestRules rules = new RequestRules();
    private RequestHead head = new RequestHead();
    private final RequestParser parser = new RequestParser(head);
    private @Nullable Refusal refusal;
    private String detail = "";

    /**
     * @param secure whether TLS is below
     */
    RequestReader(boolean secure) {
        this.secure = secure;
    }

    /** Gets ready for the next request. */
    void begin(Limits limits) {
        if (head.fields().array().length > KEPT_ARENA) {
            head = new RequestHead();
        }
        parser.begin(head, limits);
    }

    /** Reads on: one of {@link HeadParser}'s answers. */
    int read(ByteBuf in) {
        int result = parser.read(in);
        if (result == HeadParser.DONE) {
            refusal = rules.apply(head, parser, secure);
            boolean target = refusal == Refusal.BAD_TARGET || refusal == Refusal.BAD_HOST;
            detail = target ? rules.targetFault().text() : "";
            return refusal == null ? HeadParser.DONE : HeadParser.REFUSED;
        }
        if (result == HeadParser.REFUSED) {
            refusal = parser.refusal();
            detail = "";
        }
        return result;
    }

    /** What is wrong, if the request was refused. */
    Refusal refusal() {
        Refusal known = refusal;
        if (known == null) {
            throw new IllegalStateException("the request was not refused");
        }
        return known;
    }

    /** The same for a person. */
    String detail() {
        return detail.isEmpty() ? refusal().detail() : detail;
    }

    /** The status that the client gets for it. */
    int status() {
        return refusal == Refusal.BAD_TARGET ? rules.targetFault().status() : refusal().status();
    }

    /** Whether a byte of the request has come. */
    boolean started() {
        return parser.started();
    }

    /** Whether an answer must have no body, as far as is known. */
    boolean answerBodyless() {
        return parser.lineRead() && head.method().equals("HEAD");
    }

    /** What was read; good until the next {@link #begin}. */
    RequestHead head() {
        return head;
    }

    /** Whether the version is HTTP/1.1, not 1.0. */
    boolean http11() {
        return parser.http11();
    }

    /** Whether the client means to go on using the connection. */
    boolean keepAlive() {
        return rules.keepAlive();
    }

    /** Whether the request has a body that is chunked. */
    boolean chunked() {
        return rules.chunked();
    }

    /** Whether the request ends with its head. */
    boolean bodyless() {
        return !rules.chunked() && head.contentLength() <= 0;
    }
}
