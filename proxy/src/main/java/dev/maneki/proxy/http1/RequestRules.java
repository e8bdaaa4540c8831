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
    private final ConnectionOptions options = new ConnectionOptions();
    private @Nullable RequestHead hostScratch;
    private boolean http11;
    private int host;
    private int upgrade;
    private int contentLengths;
    private int transferEncodings;
    private boolean expects;
    private boolean chunked;
    private boolean keepAlive;
    private TargetFault targetFault = TargetFault.NONE;

    /** Whether the body is chunked. */
    boolean chunked() {
        return chunked;
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
        upgrade = -1;
        contentLengths = 0;
        transferEncodings = 0;
        expects = false;
        chunked = false;
        options.clear();
        head.secure(secure);
        Refusal refusal = fields(head);
        if (refusal == null) {
            refusal = framing(head);
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
            case KnownFields.CONTENT_LENGTH -> {
                if (++contentLengths > 1) {
                    return Refusal.SEVERAL_CONTENT_LENGTHS;
                }
                long length = FieldValues.contentLength(fields, i);
                if (length < 0) {
                    return Refusal.BAD_CONTENT_LENGTH;
                }
                head.contentLength(length);
            }
            case KnownFields.TRANSFER_ENCODING -> {
                if (++transferEncodings > 1) {
                    return Refusal.SEVERAL_TRANSFER_CODINGS;
                }
                chunked = FieldValues.is(fields, i, "chunked");
                fields.remove(i);
            }
            case KnownFields.CONNECTION -> {
                fields.remove(i);
                return options.read(fields, i, true);
            }
            case KnownFields.TE -> {
                if (FieldValues.lists(fields, i, "trailers")) {
                    head.acceptsTrailers(true);
                }
                fields.remove(i);
            }
            case KnownFields.UPGRADE -> {
                // Several lines are a list of several protocols.
                upgrade = upgrade == -1 ? i : -2;
                fields.remove(i);
            }
            case KnownFields.EXPECT -> {
                if (!FieldValues.is(fields, i, "100-continue")) {
                    return Refusal.EXPECTATION;
                }
                expects = true;
            }
            case KnownFields.KEEP_ALIVE,
                    KnownFields.PROXY_CONNECTION,
                    KnownFields.HTTP2_SETTINGS,
                    KnownFields.PROXY_AUTHORIZATION,
                    KnownFields.PROXY_AUTHENTICATE ->
                    fields.remove(i);
            default -> {}
        }
        return null;
    }

    private @Nullable Refusal framing(RequestHead head) {
        if (transferEncodings > 0) {
            if (contentLengths > 0) {
                return Refusal.LENGTH_AND_CODING;
            }
            if (!http11) {
                return Refusal.CODING_IN_HTTP_1_0;
            }
            if (!chunked) {
                return Refusal.TRANSFER_CODING;
            }
        }
        if (head.method().equals("TRACE") || head.method().equals("CONNECT")) {
            // TRACE shows a client what it sent, credentials added on the way included.
            return Refusal.METHOD_NOT_SUPPORTED;
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
        keepAlive = !options.close() && (http11 || options.keepAlive());
        boolean body = chunked || head.contentLength() > 0;
        if (expects) {
            if (http11 && body) {
                head.expectsContinue(true);
            } else {
                // Nobody waits: an HTTP/1.0 client cannot (RFC 9110 section 10.1.1), and without a
                // body there is nothing to go on with.
                head.fields().remove(FieldNames.EXPECT);
            }
        }
        if (upgrade >= 0 && options.upgrade() && http11 && !body) {
            String protocol = FieldValues.protocol(head.fields(), upgrade);
            // HTTP/2 is spoken with prior knowledge or by ALPN: RFC 9113 section 3.1 retired h2c.
            if (!protocol.equals("h2c")) {
                head.upgrade(protocol);
            }
        }
    }
}
