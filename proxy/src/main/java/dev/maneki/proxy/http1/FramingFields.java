package dev.maneki.proxy.http1;

import dev.maneki.routing.message.HeaderFields;
import org.jspecify.annotations.Nullable;

/**
 * The fields that say, in requests and responses alike, where a message ends and what becomes of
 * its connection (RFC 9112 sections 6 and 9, RFC 9110 section 7.6). All but {@code Content-Length}
 * are taken out of the head. One per connection, used again for each message.
 */
final class FramingFields {
    private final boolean ofRequests;
    private final ConnectionOptions options = new ConnectionOptions();
    private int contentLengths;
    private long contentLength;
    private int transferEncodings;
    private boolean chunked;
    private int upgrade;

    FramingFields(boolean ofRequests) {
        this.ofRequests = ofRequests;
    }

    /** Gets ready for the next message. */
    void begin() {
        contentLengths = 0;
        contentLength = -1;
        transferEncodings = 0;
        chunked = false;
        upgrade = -1;
        options.clear();
    }

    /**
     * Takes field {@code i} if it is one of them.
     *
     * @param kind one of {@link KnownFields}
     * @return what is wrong, or null
     */
    @Nullable Refusal take(HeaderFields fields, int i, int kind) {
        switch (kind) {
            case KnownFields.CONTENT_LENGTH -> {
                if (++contentLengths > 1) {
                    return Refusal.SEVERAL_CONTENT_LENGTHS;
                }
                contentLength = FieldValues.contentLength(fields, i);
                return contentLength < 0 ? Refusal.BAD_CONTENT_LENGTH : null;
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
                return options.read(fields, i, ofRequests);
            }
            case KnownFields.UPGRADE -> {
                // Several lines are a list of several protocols.
                upgrade = upgrade == -1 ? i : -2;
                fields.remove(i);
            }
            case KnownFields.TE,
                    KnownFields.KEEP_ALIVE,
                    KnownFields.PROXY_CONNECTION,
                    KnownFields.HTTP2_SETTINGS,
                    KnownFields.PROXY_AUTHORIZATION,
                    KnownFields.PROXY_AUTHENTICATE ->
                    fields.remove(i);
            default -> {}
        }
        return null;
    }

    /** Whether there is a transfer coding, whichever. */
    boolean coded() {
        return transferEncodings > 0;
    }

    /** What is wrong with the transfer coding, if there is one, in a message of this version. */
    @Nullable Refusal coding(boolean http11) {
        if (transferEncodings == 0) {
            return null;
        }
        if (contentLengths > 0) {
            return Refusal.LENGTH_AND_CODING;
        }
        if (!http11) {
            return Refusal.CODING_IN_HTTP_1_0;
        }
        return chunked ? null : Refusal.TRANSFER_CODING;
    }

    /** The body's length by {@code Content-Length}, or -1. */
    long contentLength() {
        return contentLength;
    }

    /** Whether the body is chunked. */
    boolean chunked() {
        return chunked;
    }

    /** Whether the connection is to go on after the message. */
    boolean keepAlive(boolean http11) {
        return !options.close() && (http11 || options.keepAlive());
    }

    /** The protocol to switch to, empty for none. */
    String upgrade(HeaderFields fields) {
        return upgrade >= 0 && options.upgrade() ? FieldValues.protocol(fields, upgrade) : "";
    }
}
