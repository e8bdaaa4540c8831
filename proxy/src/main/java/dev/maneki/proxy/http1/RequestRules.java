package dev.maneki.proxy.http1;

import dev.maneki.routing.message.Authority;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.message.RequestTarget;
import dev.maneki.routing.message.TargetFault;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of a request say about its framing and its connection, and whether they may say
 * so together (RFC 9112 sections 3.2, 6 and 9, RFC 9110 sections 7.6 to 7.8 and 10.1).
 *
 * <p>Takes the hop-by-hop fields and {@code Host} out of the head. One per connection, used again
 * for each request.
 */
final class RequestRules {
    private final FramingFields framing = new FramingFields(true);
    private @Nullable RequestHead hostScratch;
    private boolean http11;
    private int host;
    private boolean expects;
    private boolean keepAlive;
    private TargetFault targetFault = TargetFault.NONE;

    /** Whether the body is chunked. */
    boolean chunked() {
        return framing.chunked();
    }

    /** Whether the client means to go on using the connection. */
    boolean keepAlive() {
        return keepAlive;
    }

    /** What is wrong with the target or the host, after {@code BAD_TARGET} and {@code BAD_HOST}. */
    TargetFault targetFault() {
        return targetFault;
    }

    /**
     * Applies the rules to a head that was just parsed.
     *
     * @return what is wrong, or null
     */
    @Nullable Refusal apply(RequestHead head, RequestParser parser, boolean secure) {
        http11 = parser.http11();
        host = -1;
        expects = false;
        framing.begin();
        head.secure(secure);
        Refusal refusal = fields(head);
        if (refusal == null) {
            head.contentLength(framing.contentLength());
            refusal = framing.coding(http11);
        }
        if (refusal == null && (head.method().equals("TRACE") || head.method().equals("CONNECT"))) {
            // TRACE shows a client what it sent, credentials added on the way included.
            refusal = Refusal.METHOD_NOT_SUPPORTED;
        }
        if (refusal == null) {
            refusal = target(head, parser);
        }
        if (refusal == null) {
            connection(head);
        }
        return refusal;
    }

    private @Nullable Refusal fields(RequestHead head) {
        HeaderFields fields = head.fields();
        Refusal refusal = null;
        for (int i = 0; i < fields.size() && refusal == null; i++) {
            if (fields.live(i)) {
                int kind = KnownFields.kind(fields, i);
                if (kind != KnownFields.NONE) {
                    refusal = field(head, fields, i, kind);
                }
            }
        }
        return refusal;
    }

    private @Nullable Refusal field(RequestHead head, HeaderFields fields, int i, int kind) {
        switch (kind) {
            case KnownFields.HOST -> {
                if (host >= 0) {
                    return Refusal.SEVERAL_HOSTS;
                }
                host = i;
                fields.remove(i);
            }
            case KnownFields.TE -> {
                if (FieldValues.lists(fields, i, "trailers")) {
                    head.acceptsTrailers(true);
                }
                fields.remove(i);
            }
            case KnownFields.EXPECT -> {
                if (!FieldValues.is(fields, i, "100-continue")) {
                    return Refusal.EXPECTATION;
                }
                expects = true;
            }
            default -> {
                return framing.take(fields, i, kind);
            }
        }
        return null;
    }

    private @Nullable Refusal target(RequestHead head, RequestParser parser) {
        HeaderFields fields = head.fields();
        byte[] array = fields.array();
        int start = parser.targetStart();
        boolean absolute = array[start] != '/' && array[start] != '*';
        targetFault = TargetFault.NONE;
        if (absolute) {
            targetFault = RequestTarget.parse(array, start, parser.targetEnd(), head);
        } else {
            targetFault = RequestTarget.parsePath(array, start, parser.targetEnd(), head);
        }
        if (targetFault != TargetFault.NONE) {
            return Refusal.BAD_TARGET;
        }
        if (host < 0) {
            return http11 ? Refusal.NO_HOST : null;
        }
        int from = fields.valueStart(host);
        int to = fields.valueEnd(host);
        if (absolute) {
            return validHost(array, from, to);
        }
        targetFault = Authority.parse(array, from, to, head);
        return targetFault == TargetFault.NONE ? null : Refusal.BAD_HOST;
    }

    /**
     * Beside an absolute target the Host field must still be valid, but is ignored: the target's
     * authority is the one that counts, and the one that goes on (RFC 9112 section 3.2.2).
     */
    private @Nullable Refusal validHost(byte[] array, int from, int to) {
        RequestHead ignored = hostScratch;
        if (ignored == null) {
            ignored = new RequestHead();
            hostScratch = ignored;
        }
        targetFault = Authority.parse(array, from, to, ignored);
        return targetFault == TargetFault.NONE ? null : Refusal.BAD_HOST;
    }

    private void connection(RequestHead head) {
        keepAlive = framing.keepAlive(http11);
        boolean body = framing.chunked() || head.contentLength() > 0;
        if (expects) {
            if (http11 && body) {
                head.expectsContinue(true);
            } else {
                // Nobody waits: an HTTP/1.0 client cannot (RFC 9110 section 10.1.1), and without a
                // body there is nothing to go on with.
                head.fields().remove(FieldNames.EXPECT);
            }
        }
        if (http11 && !body) {
            String protocol = framing.upgrade(head.fields());
            // HTTP/2 is spoken with prior knowledge or by ALPN: RFC 9113 section 3.1 retired h2c.
            if (!protocol.equals("h2c")) {
                head.upgrade(protocol);
            }
        }
    }
}
