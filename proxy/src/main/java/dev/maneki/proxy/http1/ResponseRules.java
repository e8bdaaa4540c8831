package dev.maneki.proxy.http1;

import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of a response say about its framing and its connection (RFC 9112 sections 6.3 and
 * 9, RFC 9110 sections 7.6 to 7.8 and 15.2).
 *
 * <p>Takes the hop-by-hop fields out of the head. One per connection, used again for each response.
 */
final class ResponseRules {
    /** How the body's end is told. */
    enum Framing {
        NONE,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    private final ConnectionOptions options = new ConnectionOptions();
    private Framing framing = Framing.NONE;
    private boolean keepAlive;
    private int contentLengths;
    private int transferEncodings;
    private boolean chunked;
    private int upgrade;

    /** How the body's end is told. */
    Framing framing() {
        return framing;
    }

    /** Whether the backend means to go on using the connection. */
    boolean keepAlive() {
        return keepAlive;
    }

    /**
     * Applies the rules to a head that was just parsed.
     *
     * @param toHead whether it answers a HEAD request
     * @param asked the protocol that the request asked to switch to, empty for none
     * @return what is wrong, or null
     */
    @Nullable Refusal apply(ResponseHead head, boolean http11, boolean toHead, String asked) {
        contentLengths = 0;
        transferEncodings = 0;
        chunked = false;
        upgrade = -1;
        options.clear();
        Refusal refusal = fields(head);
        if (refusal != null) {
            return refusal;
        }
        keepAlive = !options.close() && (http11 || options.keepAlive());
        return head.status() == 101 ? switching(head, asked) : framing(head, http11, toHead);
    }

    private @Nullable Refusal fields(ResponseHead head) {
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

    private @Nullable Refusal field(ResponseHead head, HeaderFields fields, int i, int kind) {
        switch (kind) {
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
                return options.read(fields, i, false);
            }
            case KnownFields.UPGRADE -> {
                upgrade = upgrade == -1 ? i : -2;
                fields.remove(i);
            }
            case KnownFields.KEEP_ALIVE,
                    KnownFields.PROXY_CONNECTION,
                    KnownFields.TE,
                    KnownFields.HTTP2_SETTINGS,
                    KnownFields.PROXY_AUTHORIZATION,
                    KnownFields.PROXY_AUTHENTICATE ->
                    fields.remove(i);
            default -> {}
        }
        return null;
    }

    private @Nullable Refusal switching(ResponseHead head, String asked) {
        framing = Framing.NONE;
        boolean agreed =
                !asked.isEmpty()
                        && upgrade >= 0
                        && options.upgrade()
                        && transferEncodings == 0
                        && FieldValues.protocol(head.fields(), upgrade).equals(asked);
        if (!agreed) {
            return Refusal.UNASKED_SWITCH;
        }
        dropContentLength(head);
        head.upgrade(asked);
        return null;
    }

    private @Nullable Refusal framing(ResponseHead head, boolean http11, boolean toHead) {
        int status = head.status();
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
            if (status < 200 || status == 204) {
                return Refusal.CODING_WITHOUT_BODY;
            }
        }
        if (status < 200 || status == 204) {
            // RFC 9110 section 8.6: not to be sent here; a 0 is seen often, and means no harm.
            dropContentLength(head);
            framing = Framing.NONE;
        } else if (toHead || status == 304) {
            framing = Framing.NONE;
        } else if (chunked) {
            framing = Framing.CHUNKED;
        } else if (head.contentLength() >= 0) {
            framing = head.contentLength() == 0 ? Framing.NONE : Framing.LENGTH;
        } else {
            framing = Framing.UNTIL_CLOSE;
            keepAlive = false;
        }
        return null;
    }

    private static void dropContentLength(ResponseHead head) {
        if (head.contentLength() >= 0) {
            head.contentLength(-1);
            head.fields().remove(FieldNames.CONTENT_LENGTH);
        }
    }
}
